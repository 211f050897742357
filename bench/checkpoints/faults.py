"""Kill the whole database again and again under load: what was acknowledged must be there, once.

    .venv/bin/python bench/checkpoints/faults.py [--kills 20] [--seconds 100] [--control]

Four devices send batches of 50 through the real web server; 5 % of the answers are lost on the way
(the batch is sent again), 20 % of each batch are events that were acknowledged before, and each
batch is shuffled. At even intervals every process of PostgreSQL gets kill -9. At the end each
acknowledged event must be in the database with the digest that was acknowledged, once and whole.

With `--control` the database answers before it has written (`synchronous_commit = off`): then the
same run must find losses, else it could not see them. What kill -9 cannot show is a disk that
lies, or a machine without power: the page cache of the system outlives the process.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import random
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from stage import BATCH, Stage, events_of, request_of, stage

LOST_ANSWERS = 0.05
REPLAYS = 10


@dataclass
class Result:
    """What a run found."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    corrupt: int = 0
    resent: int = 0
    kills: int = 0
    unbalanced: int = 0
    recovery: list[float] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.corrupt or self.unbalanced)

    def __str__(self) -> str:
        worst = max(self.recovery, default=0.0)
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged, {self.resent} sent again: "
            f"{self.lost} lost, {self.doubled} doubled, {self.corrupt} corrupt, "
            f"{self.unbalanced} hours unbalanced; worst recovery {worst:.1f} s"
        )


@dataclass
class Client:
    """One device on a bad line."""

    here: Stage
    device: Any
    seed: int
    answered: threading.Condition
    acknowledged: dict[str, str] = field(default_factory=dict)
    resent: int = 0
    last_good: float = 0.0

    def run(self, stopping: threading.Event) -> None:
        """Send until told to stop; what was not answered is sent again."""
        dice = random.Random(self.seed)
        line = self.here.connection()
        past: list[dict[str, Any]] = []
        batch: list[dict[str, Any]] = []
        while not stopping.is_set():
            if not batch:
                replays = dice.sample(past, min(REPLAYS, len(past)))
                batch = [*events_of(self.device, BATCH - len(replays)), *replays]
                dice.shuffle(batch)
            else:
                self.resent += len(batch)
            answer = self._send(line, batch)
            if answer is None:
                line.close()
                line = self.here.connection()
                stopping.wait(0.1)
                continue
            with self.answered:
                self.last_good = time.monotonic()
                self.answered.notify_all()
            if dice.random() < LOST_ANSWERS:
                continue
            for event in answer["events"]:
                if event["outcome"] in ("stored", "duplicate", "held"):
                    self.acknowledged[event["id"]] = event["digest"]
            past = (past + batch)[-400:]
            batch = []

    def _send(self, line: http.client.HTTPConnection, batch: list[Any]) -> Any:
        body, headers = request_of(self.device, batch)
        try:
            line.request("POST", "/api/v1/events", body, headers)
            response = line.getresponse()
            text = response.read()
            return json.loads(text) if response.status == 200 else None
        except (OSError, http.client.HTTPException, ValueError):
            return None


def run(port: int, *, kills: int, seconds: float, durable: bool = True) -> Result:
    """One run on a new database."""
    with stage(port, 4, durable=durable, restart=True) as here:
        answered = threading.Condition()
        clients = [Client(here, device, seed, answered) for seed, device in enumerate(here.devices)]
        stopping = threading.Event()
        threads = [threading.Thread(target=client.run, args=(stopping,)) for client in clients]
        for thread in threads:
            thread.start()
        result = Result()
        for _kill in range(kills):
            time.sleep(seconds / (kills + 1))  # the pace: kills come at even intervals
            killed = time.monotonic()
            with contextlib.suppress(OSError, ValueError, IndexError):
                here.kill_database()
                result.kills += 1
            _wait_for_answer(answered, clients, killed)
            result.recovery.append(time.monotonic() - killed)
        time.sleep(seconds / (kills + 1))  # the last interval is as long as the others
        stopping.set()
        for thread in threads:
            thread.join()
        acknowledged = {}
        for client in clients:
            acknowledged |= client.acknowledged
            result.resent += client.resent
        _check(here, acknowledged, result)
    return result


def _wait_for_answer(answered: threading.Condition, clients: list[Client], killed: float) -> None:
    """Until a device is answered again, at most 30 seconds.

    An answer in the first moments after the kill may have been on its way before it.
    """
    with answered:
        answered.wait_for(
            lambda: any(client.last_good > killed + 0.2 for client in clients), timeout=30
        )


def _check(here: Stage, acknowledged: dict[str, str], result: Result) -> None:
    import psycopg

    for _attempt in range(60):
        try:
            with psycopg.connect(here.url) as database:
                kept = database.execute("SELECT id::text, digest FROM checkpoints_event").fetchall()
                corrupt = database.execute(
                    "SELECT count(*) FROM checkpoints_event"
                    " WHERE encode(sha256(convert_to(body, 'UTF8')), 'hex') <> digest"
                ).fetchone()
                unbalanced = database.execute(
                    "SELECT abs(sum(stored + held) - (SELECT count(*) FROM checkpoints_event))"
                    " FROM checkpoints_intake"
                ).fetchone()
            break
        except psycopg.OperationalError:
            time.sleep(0.5)  # a server that starts tells nobody: it is asked again
    found = dict(kept)
    result.acknowledged = len(acknowledged)
    result.lost = sum(found.get(key) != digest for key, digest in acknowledged.items())
    result.doubled = len(kept) - len(found)
    result.corrupt = int(corrupt[0]) if corrupt else 0
    result.unbalanced = int(unbalanced[0] or 0) if unbalanced else 0


def main() -> None:
    """One line a run; exit 1 when it is not what it must be."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seconds", type=float, default=100)
    options.add_argument("--port", type=int, default=8106)
    options.add_argument("--control", action="store_true", help="Answer before writing.")
    chosen = options.parse_args()
    result = run(
        chosen.port, kills=chosen.kills, seconds=chosen.seconds, durable=not chosen.control
    )
    print(("control, synchronous_commit=off: " if chosen.control else "") + str(result))
    sys.exit(0 if (result.lost > 0 if chosen.control else result.is_clean) else 1)


if __name__ == "__main__":
    main()
