"""How many events a second `POST /api/v1/events` keeps, and how long one batch waits.

    .venv/bin/python bench/checkpoints/load.py [--batches 200] [--worker]

Sweeps 1, 2, 4, 8 and 16 clients, one device each, batches of 50 sealed events, against the web
server as `lachan serve` starts it, on a new database with synchronous commit; the clients run on
the same machine. Compared in the same run, on the same database:
(a) the same statement by plain psycopg, no HTTP, no signature, no reading: the ceiling;
(b) `get_or_create` of Django's ORM for each event, in one transaction a batch.
With `--worker`, the job that works events in runs beside (its share is taken from the server).
"""

from __future__ import annotations

import argparse
import json
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from stage import BATCH, Stage, events_of, request_of, stage

CLIENTS = (1, 2, 4, 8, 16)


def main() -> None:
    """Print one line a measurement."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--batches", type=int, default=200, help="Batches a measurement.")
    options.add_argument("--port", type=int, default=8106)
    options.add_argument("--worker", action="store_true", help="Let the worker run beside.")
    options.add_argument("--clients", type=int, nargs="*", default=CLIENTS)
    chosen = options.parse_args()
    with stage(chosen.port, max(chosen.clients), worker=chosen.worker) as here:
        print(f"{'':34}{'events/s':>9}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'errors':>8}")
        for clients in chosen.clients:
            show(f"HTTP, {clients} clients", *over_http(here, clients, chosen.batches))
        show("(a) psycopg alone, 4 writers", *by_psycopg(here, 4, chosen.batches))
        show("(b) ORM get_or_create, 4 writers", *by_orm(here, 4, max(20, chosen.batches // 8)))


def show(name: str, seconds: float, waits: Sequence[float], errors: int) -> None:
    """One line of figures."""
    points = statistics.quantiles(waits, n=100)
    rate = len(waits) * BATCH / seconds
    print(
        f"{name:34}{rate:9.0f}{points[49] * 1000:8.0f}{points[94] * 1000:8.0f}"
        f"{points[98] * 1000:8.0f}{errors:8}",
        flush=True,
    )


def measured(
    clients: int, work: Sequence[list[Any]], perform: Callable[[Any, Any], bool], opening: Any
) -> tuple[float, list[float], int]:
    """Each client does its own list one after the other; seconds, waits, errors."""
    waits: list[float] = []
    errors: list[int] = []
    barrier = threading.Barrier(clients + 1)

    def client(position: int) -> None:
        line = opening()
        barrier.wait()
        for one in work[position]:
            began = time.perf_counter()
            good = perform(line, one)
            waits.append(time.perf_counter() - began)
            if not good:
                errors.append(position)
        line.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, waits, len(errors)


def over_http(here: Stage, clients: int, batches: int) -> tuple[float, list[float], int]:
    """Through the whole stack."""
    work = []
    for device in here.devices[:clients]:
        events = events_of(device, batches // clients * BATCH)
        work.append(
            [request_of(device, events[n : n + BATCH]) for n in range(0, len(events), BATCH)]
        )

    def perform(line: Any, one: Any) -> bool:
        body, headers = one
        line.request("POST", "/api/v1/events", body, headers)
        response = line.getresponse()
        answer = response.read()
        return response.status == 200 and answer.count(b'"stored"') == BATCH

    return measured(clients, work, perform, here.connection)


def by_psycopg(here: Stage, clients: int, batches: int) -> tuple[float, list[float], int]:
    """The statement alone: what the database can take on this machine."""
    import psycopg

    from lachan.checkpoints.actions.receiving import _KEEP
    from lachan.checkpoints.models import Device

    now = datetime.now(UTC)
    work = []
    for device in here.devices[:clients]:
        pk = Device.objects.get(key=device.key).pk
        events = events_of(device, batches // clients * BATCH)
        work.append(
            [_parameters(pk, events[n : n + BATCH], now) for n in range(0, len(events), BATCH)]
        )

    def perform(line: Any, one: Any) -> bool:
        with line.transaction():
            return len(line.execute(_KEEP, one).fetchall()) == BATCH

    return measured(clients, work, perform, lambda: psycopg.connect(here.url, autocommit=True))


def _parameters(pk: int, events: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    return {
        "ids": [UUID(event["id"]) for event in events],
        "seqs": [event["seq"] for event in events],
        "kinds": [event["kind"] for event in events],
        "digests": [event["digest"] for event in events],
        "bodies": [json.dumps(event) for event in events],
        "captured": [now for _event in events],
        "outcomes": ["stored" for _event in events],
        "device": pk,
        "skew": 0,
        "now": now,
        "works": True,
    }


def by_orm(here: Stage, clients: int, batches: int) -> tuple[float, list[float], int]:
    """What one would write first."""
    from django.db import connection, transaction

    from lachan.checkpoints.models import Device, Event, WaitingEvent

    now = datetime.now(UTC)
    work = []
    for device in here.devices[:clients]:
        row = Device.objects.get(key=device.key)
        events = events_of(device, batches // clients * BATCH)
        work.append([(row, events[n : n + BATCH]) for n in range(0, len(events), BATCH)])

    def perform(_line: Any, one: Any) -> bool:
        row, events = one
        with transaction.atomic():
            for event in events:
                kept, is_new = Event.objects.get_or_create(
                    pk=event["id"],
                    defaults={
                        "device": row,
                        "seq": event["seq"],
                        "kind": event["kind"],
                        "digest": event["digest"],
                        "body": json.dumps(event),
                        "captured_at": now,
                        "received_at": now,
                        "outcome": "stored",
                    },
                )
                if is_new:
                    WaitingEvent.objects.create(event=kept, device=row, seq=kept.seq, since=now)
        return True

    return measured(clients, work, perform, lambda: connection.copy())


if __name__ == "__main__":
    main()
