"""A worker killed at any row: how long until the list goes on, and whether a row was taken twice.

Usage: python bench/lists/killing.py [--rows 20000] [--kills 5]

On the database of LACHAN_HOME (a demo province, nobody serving it): a list is started as on the
page, a worker of ours is killed with SIGKILL while it reads or imports, another one is started, and
the seconds are counted until it has committed rows. At the end the balance is counted anew, and
each row must have one source.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from returnees import write_workbook  # noqa: E402


def worker() -> subprocess.Popen[bytes]:
    """A worker of our own, alone in its process."""
    return subprocess.Popen([sys.executable, "-m", "config.worker"], cwd=ROOT)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--kills", type=int, default=5)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    told = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    file = Path(tempfile.mkdtemp()) / "returnees.xlsx"
    truth = write_workbook(file, told.rows, told.seed)
    from config.database import ready

    with ready():
        _run(file, told.kills, truth)


def _run(file: Path, kills: int, truth: object) -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    from lachan.core.actor import Actor
    from lachan.lists.actions.choosing import Choice, choose_columns
    from lachan.lists.actions.receiving import Incoming, receive_list
    from lachan.lists.actions.running import start
    from lachan.lists.models import ListRow, ReceivedList
    from lachan.lists.queries.lists import recounted
    from lachan.people.models import Source

    clock = import_string(settings.CLOCK)
    grants = frozenset({("lists.read", ""), ("lists.import", "")})
    actor = Actor(id=None, name="bench", grants=grants, workplace="96/")
    incoming = Incoming(file.read_bytes(), file.name, "returnees", "96/")
    received = receive_list(actor, incoming, now=clock())
    choose_columns(actor, received.pk, Choice(answers={"hidden_rows": "take"}), now=clock())
    start(actor, received.pk, import_when_read=True, now=clock())

    def done() -> int:
        """Rows written and rows recognised: what only ever grows while the list runs."""
        found = ReceivedList.objects.get(pk=received.pk)
        return found.received + found.aside + found.new + found.matched

    chance, waited = random.Random(file.name), []
    working = worker()
    try:
        for _ in range(kills):
            before = done()
            while done() == before and working.poll() is None:
                time.sleep(0.1)
            time.sleep(chance.random() * 2)
            os.kill(working.pid, signal.SIGKILL)
            working.wait()
            if ReceivedList.objects.get(pk=received.pk).state == "done":
                break
            committed, began = done(), time.perf_counter()
            working = worker()
            while done() == committed and time.perf_counter() - began < 120:
                time.sleep(0.1)
            waited.append(time.perf_counter() - began)
        while ReceivedList.objects.get(pk=received.pk).state != "done":
            time.sleep(0.5)
    finally:
        working.terminate()
        working.wait()
    found = ReceivedList.objects.get(pk=received.pk)
    taken = ListRow.objects.filter(list=found, person__isnull=False).values_list("pk", flat=True)
    sources = Source.objects.filter(reference__in=[f"lists.Row:{pk}" for pk in taken]).count()
    print(f"killed {len(waited)} times; went on after", [f"{seconds:.1f} s" for seconds in waited])
    print(found.balance.words)
    right = found.received == truth.received and found.balance == recounted(found)  # type: ignore[attr-defined]
    print("balance holds, no row twice" if right and sources == len(taken) else "WRONG")


if __name__ == "__main__":
    main()
