"""100,000 rows with 5 % errors: seconds, memory, pages meanwhile; and what other ways cost.

Usage: python bench/lists/importing.py [--rows N] [--address http://127.0.0.1:8000 --password P]

In one run, on the database of LACHAN_HOME or DATABASE_URL (a demo province):

1. ours: `lachan lists import` in its own process: read, judged, recognised; seconds, peak RSS;
2. the floor: the same rows as text into a table by COPY, nothing read and nobody recognised;
3. what people would write: `get_or_create` by card, row after row, on every tenth row (times ten);
4. with an address: the p50 and p95 of two pages before and during 1.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "bench"), str(Path(__file__).resolve().parent)]

from pages import duration_ms, sign_in  # noqa: E402
from returnees import HEADINGS, lines, write_workbook  # noqa: E402

PAGES = ("/lists/", "/tasks/")


def ours(file: Path) -> tuple[float, float, dict[str, object]]:
    """Seconds, peak megabytes of the importing process, and the list as it is afterwards."""
    began = time.perf_counter()
    command = [
        *(
            sys.executable,
            "-c",
            "from config.cli import main; main()",
            "lists",
            "import",
            str(file),
        ),
        *("--kind", "returnees", "--to", "96/", "--hidden", "take", "--json"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    peak, stop = [0.0], threading.Event()

    def watch() -> None:
        while not stop.wait(0.2):
            try:
                status = Path(f"/proc/{process.pid}/status").read_text()
            except OSError:
                return
            high = [line for line in status.splitlines() if line.startswith("VmHWM")]
            if high:
                peak[0] = max(peak[0], int(high[0].split()[1]) / 1024)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, _ = process.communicate()
    stop.set()
    watcher.join()
    return time.perf_counter() - began, peak[0], json.loads(out)


def floor(rows: int, seed: int) -> float:
    """Seconds to copy the same cells as text."""
    from django.db import connection

    began = time.perf_counter()
    columns = ", ".join(f"c{n} text" for n in range(len(HEADINGS)))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE floor_rows ({columns})")
        text = io.StringIO()
        writer = csv.writer(text)
        for line in lines(rows, seed):
            writer.writerow([*line.cells, *[""] * (len(HEADINGS) - len(line.cells))])
        with cursor.copy("COPY floor_rows FROM STDIN WITH CSV") as copy:
            copy.write(text.getvalue())
        cursor.execute("DROP TABLE floor_rows")
    return time.perf_counter() - began


def usual(rows: int, seed: int) -> float:
    """Seconds that `get_or_create` by card would take, measured on a tenth and rolled back."""
    from django.db import transaction
    from django.utils import timezone

    from lachan.people.models import Identifier, Person, Source

    now = timezone.now()
    began = time.perf_counter()
    with transaction.atomic():
        for number, line in enumerate(lines(rows // 10, seed + 1)):
            if line.about != "person" or not line.cells[1]:
                continue
            card = str(line.cells[4]).replace(" ", "")
            known = Identifier.objects.filter(kind="citizen", value=card).first() if card else None
            person = known.person if known else Person(full_name=str(line.cells[1])[:200])
            if known is None:
                person.folded_name = person.full_name.lower()
                person.path, person.recorded_at, person.changed_at = "96/", now, now
                person.save()
            source = Source.objects.create(
                person=person,
                kind="list_row",
                reference=f"bench:{number}",
                path="96/",
                content={str(n): str(cell) for n, cell in enumerate(line.cells)},
                said_at=now,
                recorded_at=now,
            )
            if card:
                Identifier.objects.get_or_create(
                    person=person, kind="citizen", value=card[:40], defaults={"source": source}
                )
        transaction.set_rollback(True)
    return (time.perf_counter() - began) * 10


class Visitor(threading.Thread):
    """Somebody who opens pages all the while; server and whole times in milliseconds."""

    def __init__(self, address: str, password: str) -> None:
        super().__init__(daemon=True)
        self.address, self.opener = address, sign_in(address, password)
        self.times: dict[str, list[float]] = {page: [] for page in PAGES}
        self.ends = threading.Event()

    def run(self) -> None:
        while not self.ends.wait(0.5):
            for page in PAGES:
                began = time.perf_counter()
                answer = self.opener.open(f"{self.address}{page}")
                answer.read()
                duration_ms(answer)
                self.times[page].append((time.perf_counter() - began) * 1000)

    def told(self) -> str:
        words = []
        for page, times in self.times.items():
            if len(times) > 2:
                p95 = statistics.quantiles(times, n=20)[-1]
                words.append(f"{page} p50 {statistics.median(times):.0f} p95 {p95:.0f}")
        return ", ".join(words)


def visited(address: str, password: str, seconds: float) -> str:
    visitor = Visitor(address, password)
    visitor.start()
    # How long the visitor's waits are measured.
    time.sleep(seconds)
    visitor.ends.set()
    visitor.join()
    return visitor.told()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=5)
    asked.add_argument("--address", default="")
    asked.add_argument("--password", default="")
    asked.add_argument("--alone", action="store_true", help="only ours, no comparisons")
    told = asked.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    file = Path(tempfile.mkdtemp()) / "returnees.xlsx"
    truth = write_workbook(file, told.rows, told.seed)
    if told.address:
        print("pages before, ms:", visited(told.address, told.password, 15), flush=True)
    visitor = Visitor(told.address, told.password) if told.address else None
    if visitor:
        visitor.start()
    seconds, megabytes, found = ours(file)
    if visitor:
        visitor.ends.set()
        visitor.join()
        print("pages during, ms:", visitor.told())
    balance = found["balance"]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"ours: {seconds:.1f} s, {told.rows / seconds:.0f} rows/s, {megabytes:.0f} MB, {balance}")
    print(f"processor time of the importing process: {used.ru_utime + used.ru_stime:.1f} s")
    right = (truth.received, truth.held, truth.refused)
    kept = (balance["received"], balance["held"], balance["refused"])  # type: ignore[index]
    print("as the truth says" if kept == right else f"WRONG: the truth says {right}")
    if told.alone:
        return
    from config.database import ready

    with ready():
        least = floor(told.rows, told.seed)
        print(f"COPY of text, nothing read: {least:.1f} s (ours: {seconds / least:.1f} times)")
        rows = usual(told.rows, told.seed)
        print(
            f"get_or_create row by row: {rows:.0f} s ({rows / seconds:.1f} times as long as ours)"
        )
    print(f"this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
