"""A register of a million records: how long linking takes, and how soon the page of pairs opens.

    LACHAN_HOME=.lachan-bench .venv/bin/python bench/people/register.py --persons 800000

Fills the embedded database of LACHAN_HOME by COPY (once; it is kept), links all records, then
opens the first page of pairs, one pair, and the search for a name, as a province's leader, twenty
times each, through Django's views (no network). Compared in the same run: finding the same pairs
when the page is opened (a self-join of PostgreSQL on number, and on name and birth).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import database  # noqa: E402
from config.population import invent  # noqa: E402
from lachan.core.text import folded  # noqa: E402

NOW = datetime(2021, 9, 15, 2, tzinfo=UTC)
COMMUNES = [f"96/{d}/{c}/" for d in range(964, 974) for c in range(31999, 32009)]
ROUNDS = 20
JOINS = """
    select count(*) from (
        select i.person_id, j.person_id from people_identifier i
        join people_identifier j on i.kind = j.kind and i.value = j.value
            and i.person_id < j.person_id and i.kind <> 'phone'
        union
        select p.id, q.id from people_person p
        join people_person q on p.folded_name = q.folded_name and p.birth_on = q.birth_on
            and p.id < q.id
    ) pairs
"""


def fill(persons: int) -> None:
    """Write the records of so many persons, if there are none."""
    from django.db import connection

    from lachan.people.models import Person

    if Person.objects.exists():
        return
    with connection.cursor() as cursor:
        _copy(cursor, "people_household", HOUSEHOLD, _households(persons))
        _copy(cursor, "people_person", PERSON, _persons(persons))
        _copy(cursor, "people_source", SOURCE, _sources(persons))
        _copy(cursor, "people_identifier", IDENTIFIER, _identifiers(persons))
        cursor.execute("update people_person set root_id = id where root_id is null")
        cursor.execute("vacuum analyze")


HOUSEHOLD = "id, key, path, hamlet, address, address_key, phone, recorded_at"
PERSON = (
    "id, key, path, root_id, full_name, folded_name, sex, birth_on, birth_year, nationality,"
    " household_id, is_head, contradictions, recorded_at, changed_at"
)
SOURCE = "id, person_id, kind, reference, path, content, said, said_at, recorded_at"
IDENTIFIER = "person_id, kind, value, source_id"


def _key(table: int, number: int) -> str:
    return f"{table:08x}-0000-4000-8000-{number:012x}"


def _households(persons: int) -> Iterator[tuple[object, ...]]:
    seen = 0
    for record in invent(persons, 11, COMMUNES):
        if record.household > seen:
            seen = record.household
            address = folded(record.address)
            key = _key(1, seen)
            yield (seen, key, record.path, record.hamlet, record.address, address, "", NOW)


def _persons(persons: int) -> Iterator[tuple[object, ...]]:
    for number, record in enumerate(invent(persons, 11, COMMUNES), start=1):
        name = record.full_name[:200]
        born = (record.birth_on, record.birth_year)
        yield (
            *(number, _key(2, number), record.path, number, name, folded(name), record.sex),
            *(*born, "VN", record.household, False, "{}", NOW, NOW),
        )


def _sources(persons: int) -> Iterator[tuple[object, ...]]:
    for number, record in enumerate(invent(persons, 11, COMMUNES), start=1):
        yield (number, number, "list_row", f"bench:{number}", record.path, "{}", "{}", NOW, NOW)


def _identifiers(persons: int) -> Iterator[tuple[object, ...]]:
    for number, record in enumerate(invent(persons, 11, COMMUNES), start=1):
        for kind in ("citizen", "old_card", "phone"):
            value = getattr(record, kind)
            if value:
                yield (number, kind, value, number)


def _copy(cursor: object, table: str, columns: str, rows: Iterator[tuple[object, ...]]) -> None:
    with cursor.copy(f"copy {table} ({columns}) from stdin") as into:  # type: ignore[attr-defined]
        for row in rows:
            into.write_row(row)


def timed(what: str, run: Callable[[], object], rounds: int = ROUNDS) -> None:
    """Print median and worst of so many runs, in milliseconds."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        run()
        took.append((time.perf_counter() - started) * 1000)
    print(f"{what:48} p50 {statistics.median(took):10.1f} ms  worst {max(took):10.1f} ms")


def main() -> None:
    """Fill, link, look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=800_000)
    given = parser.parse_args()
    with database.ready(migrate=True):
        import django

        django.setup()
        from django.db import connection
        from django.test import RequestFactory

        from lachan.core.actor import Actor
        from lachan.people.actions.linking import link_records
        from lachan.people.models import CandidatePair, LinkingRun
        from lachan.people.views import pairs as pages

        fill(given.persons)
        if not LinkingRun.objects.filter(finished_at__isnull=False).exists():
            started = time.perf_counter()
            run = link_records(NOW)
            took = time.perf_counter() - started
            print(f"{run.records} records linked in {took:.0f} s: {run.proposed} pairs")
        leader = Actor(id=None, name="bench", grants=frozenset({("people.link", "96/")}))

        def page(view: Callable[..., object], address: str, *arguments: object) -> object:
            request = RequestFactory().get(address)
            request.actor, request.now = leader, NOW
            return view(request, *arguments)

        first = CandidatePair.objects.filter(state="open").order_by("-weight").first()
        timed("first page of pairs", lambda: page(pages.pairs, "/people/pairs/"))
        timed("one pair", lambda: page(pages.pair, "/people/pairs/1/", first.pk))

        def joins() -> None:
            with connection.cursor() as cursor:
                cursor.execute(JOINS)
                cursor.fetchall()

        timed("the exact pairs by self-join when asked", joins, rounds=1)


if __name__ == "__main__":
    main()
