"""The network returns everywhere at once: 300 posts with 400 events each, within a minute.

    .venv/bin/python bench/checkpoints/reconnect.py [--posts 300] [--events 400] [--within 60]
        [--patience 1800]

Every post comes back at a random instant of `--within` seconds and sends batches of 50, one after
the other, as long as the server takes them; told to wait (429, 503), it waits as long as
`Retry-After` says. The web server is started as `lachan serve` starts it, with the worker that
works events in beside, on a new database with synchronous commit, all on this machine. Printed:
when the last event was acknowledged and when the last one was worked in, both counted from the
first post's return, and the wait of one batch. The comparison, in the same run: the same number of
batches by one post alone, no other load. What is not worked in after `--patience` seconds ends the
run with how many events still wait.
"""

from __future__ import annotations

import argparse
import random
import statistics
import threading
import time
from collections import Counter
from typing import Any

from stage import BATCH, Stage, events_of, request_of, stage


def main() -> None:
    """Print what happened."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--posts", type=int, default=300)
    asked.add_argument("--events", type=int, default=400)
    asked.add_argument("--within", type=float, default=60)
    asked.add_argument("--patience", type=float, default=1800)
    asked.add_argument("--port", type=int, default=8107)
    told = asked.parse_args()
    with stage(told.port, told.posts + 1, worker=True) as here:
        alone = here.devices.pop()
        _waits, quiet, _codes = come_back(here, [batches_of(alone, told.events)], 0)
        work = [batches_of(device, told.events) for device in here.devices]
        sent, waits, codes = come_back(here, work, told.within)
        total = told.posts * told.events
        worked_in = until_worked_in(total + told.events, told.patience)
        print(f"{told.posts} posts, {total} events, back within {told.within:.0f} s")
        print(f"acknowledged after {sent:.0f} s, worked in {worked_in:.0f} s later")
        print(f"answers: {dict(codes)}")
        print(f"one batch, ms: {line(waits)}; one post alone: {line(quiet)}")


def batches_of(device: Any, number: int) -> list[Any]:
    """Bodies and headers of a post's batches."""
    events = events_of(device, number)
    return [request_of(device, events[n : n + BATCH]) for n in range(0, len(events), BATCH)]


def line(waits: list[float]) -> str:
    """Median, p95 and the worst, in milliseconds."""
    points = statistics.quantiles(waits, n=20, method="inclusive")
    return f"p50 {points[9] * 1000:.0f}, p95 {points[18] * 1000:.0f}, worst {max(waits) * 1000:.0f}"


def come_back(
    here: Stage, work: list[list[Any]], within: float
) -> tuple[float, list[float], Counter[int]]:
    """Every post sends all it has; seconds until the last has, waits of batches, answers."""
    waits: list[float] = []
    codes: Counter[int] = Counter()
    chance = random.Random(1)

    def post(batches: list[Any], delay: float) -> None:
        time.sleep(delay)  # the pace: posts find the network again one after another
        connection = here.connection()
        for body, headers in batches:
            while True:
                began = time.perf_counter()
                connection.request("POST", "/api/v1/events", body, headers)
                response = connection.getresponse()
                response.read()
                codes[response.status] += 1
                if response.status == 200:
                    waits.append(time.perf_counter() - began)
                    break
                # As a phone does: it comes back when the server says.
                time.sleep(float(response.headers.get("Retry-After") or 1))
        connection.close()

    threads = [
        threading.Thread(target=post, args=(batches, chance.uniform(0, within))) for batches in work
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, waits, codes


def until_worked_in(total: int, patience: float) -> float:
    """Seconds until no event waits any more; all of them must be there.

    Ends the run with a message where events still wait after `patience` seconds.
    """
    from lachan.checkpoints.models import Event, WaitingEvent

    began = time.perf_counter()
    while waiting := WaitingEvent.objects.count():
        if time.perf_counter() - began > patience:
            raise SystemExit(
                f"{waiting} of {total} events still wait after {patience:.0f} s;"
                " does the worker run?"
            )
        time.sleep(0.5)  # seldom enough that counting does not slow the worker that is timed
    assert Event.objects.count() == total
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
