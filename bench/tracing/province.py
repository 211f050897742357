"""A positive at 21:00 in a whole province: how long until every list and proposal is there.

    LACHAN_HOME=.lachan-bench .venv/bin/python -m bench.tracing.province --persons 1_200_000 \
        --visits 30_000_000

Fills the embedded database of LACHAN_HOME by COPY (once; it is kept) with the people and stays of
`bench.tracing.world`, the month ending on the evening of 14/9/2021. Then, as the application does:
makes the index, holds it against the database, opens a case as an official would, and traces, at
21:00; counts what was written. An F1 turns positive, a stay is struck, each traced again.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["LACHAN_TODAY"] = "2021-09-14T21:00"

LAST_DAY = int(datetime(2021, 9, 14, 17, tzinfo=UTC).timestamp())  # midnight after 14/9
FIRST_PERSON, FIRST_VENUE = 10_000_000, 20_000_000
INDEXES = ("stay_by_venue", "stay_by_person", "stay_by_record", "stay_struck")


@contextmanager
def _told(what: str) -> Any:
    began = time.perf_counter()
    yield
    print(f"{what:<58} {time.perf_counter() - began:9.2f} s", flush=True)


def fill(persons: int, visits: int) -> None:
    """Write people, places and stays, if there are none."""
    from django.db import connection

    from bench.tracing.world import BEGAN, DAY, PERSONS_PER_VISIT, province
    from lachan.core.columns import INSTANT, NUMBER, SMALL, put
    from lachan.tracing.models import Stay, Venue

    if Stay.objects.filter(venue_id__gte=FIRST_VENUE).exists():
        return
    movers = min(persons, max(8, int(visits * PERSONS_PER_VISIT)))
    with _told(f"inventing {visits:,} visits of {movers:,} people"):
        made = province(visits, movers).visits
    shift = LAST_DAY - (BEGAN + 30 * DAY)
    with connection.cursor() as cursor, _told("writing people and places"):
        cursor.execute("DELETE FROM people_person WHERE id >= %s", [FIRST_PERSON])
        cursor.execute("DELETE FROM tracing_venue WHERE id >= %s", [FIRST_VENUE])
        cursor.execute(_PEOPLE, {"first": FIRST_PERSON, "persons": persons})
        cursor.execute(_PLACES, {"first": FIRST_VENUE, "places": int(made.place.max())})
    with connection.cursor() as cursor, _told("writing stays"):
        cursor.execute("ALTER TABLE tracing_stay ALTER source SET DEFAULT 'list'")
        for name, default in (
            *(("struck_because", "''"), ("reference", "''")),
            ("recorded_at", "'2021-09-14T20:00+07:00'"),
        ):
            cursor.execute(f"ALTER TABLE tracing_stay ALTER {name} SET DEFAULT {default}")
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'tracing_stay' "
            "AND indexname LIKE 'stay_%'"
        )
        definitions = [row[0] for row in cursor.fetchall()]
        for name in INDEXES:
            cursor.execute(f"DROP INDEX {name}")
        columns = {
            "person_id": (NUMBER, made.person + FIRST_PERSON),
            "venue_id": (NUMBER, made.place + FIRST_VENUE),
            "entered_at": (INSTANT, made.entered + shift),
            "left_at": (INSTANT, made.left + shift),
        }
        # Sixty million references need not be checked: they were made to fit.
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'tracing_stay'::regclass AND contype = 'f'"
        )
        references = cursor.fetchall()
        for name, _ in references:
            cursor.execute(f'ALTER TABLE tracing_stay DROP CONSTRAINT "{name}"')
        seated = made.row >= 0
        for which, seats in ((~seated, {}), (seated, {"row": (SMALL, made.row[seated])})):
            rows = {name: (kind, values[which]) for name, (kind, values) in columns.items()}
            put("tracing_stay", {**rows, **seats})
        for name, words in references:
            words = words.removesuffix(" NOT VALID")
            cursor.execute(f'ALTER TABLE tracing_stay ADD CONSTRAINT "{name}" {words} NOT VALID')
        for column in ("source", "struck_because", "reference", "recorded_at"):
            cursor.execute(f"ALTER TABLE tracing_stay ALTER {column} DROP DEFAULT")
    with connection.cursor() as cursor, _told("indexes of the stays"):
        for definition in definitions:
            cursor.execute(definition)
        cursor.execute("ANALYZE")
    assert Venue.objects.filter(pk__gte=FIRST_VENUE).exists()


_PEOPLE = """
INSERT INTO people_person (id, key, path, root_id, full_name, folded_name, sex, nationality,
    is_head, contradictions, recorded_at, changed_at)
SELECT %(first)s + n, gen_random_uuid(), u.path, %(first)s + n, 'Người ' || n, 'nguoi ' || n, '',
    'VN', false, '{}', '2021-09-01T00:00Z', '2021-09-01T00:00Z'
FROM generate_series(1, %(persons)s) n
JOIN (
    SELECT path, row_number() OVER (ORDER BY path) - 1 AS at, count(*) OVER () AS many
    FROM places_unit WHERE kind = 'commune' AND path LIKE '96/%%'
        AND valid_from <= '2021-09-14' AND coalesce(valid_until, 'infinity') > '2021-09-14'
) u ON u.at = n %% u.many"""

_PLACES = """
INSERT INTO tracing_venue (id, key, path, name, folded_name, setting, address, recorded_at)
SELECT %(first)s + n, gen_random_uuid(), '96/', 'Địa điểm ' || n, 'dia diem ' || n, 'other', '',
    '2021-09-01T00:00Z'
FROM generate_series(1, %(places)s) n"""


def measure(case_at: int) -> None:
    """Trace as the application does, and say how long each part took."""
    from django.db.models import Count

    from config import clock
    from lachan.cases.actions.opening import Report, open_case_of
    from lachan.cases.models import Case
    from lachan.cases.rules.definitions import Evidence
    from lachan.cases.terms import Classification, Permission, Symptoms
    from lachan.contacts.actions.tracing import trace_again
    from lachan.contacts.models import Contact, Proposal, ProposalLine
    from lachan.contacts.terms import Cause
    from lachan.core.actor import system
    from lachan.tracing.actions.indexing import check_index, current_index, rebuild_index
    from lachan.tracing.models import Stay

    now = clock.now()
    actor = system("bench", *Permission, "people.read", "people.edit")
    with _told("index made from the database"):
        standing = rebuild_index(now)
    print(f"  {standing.index.nbytes / 1e9:.2f} GB, {len(standing.index.persons):,} people")
    with _told("index held against the database"):
        assert check_index(now).holds
    with _told("index brought up to date, nothing new"):
        current_index(now)

    def positive(person: int) -> Case:
        report = Report(
            reported_at=now,
            onset_on=(now - timedelta(days=4)).date(),
            evidence=Evidence(symptoms=Symptoms.PRESENT),
            classification=Classification.CONFIRMED,
            basis="bench",
        )
        opened = open_case_of(
            actor, person, report, path="96/", reference=f"bench:{person}", now=now
        )
        return opened.case

    def traced(what: str, cause: Cause, act: Callable[[], object]) -> None:
        with _told(what):
            act()
            run = trace_again(cause, "", asked_at=now, now=now)
        if run:
            print(f"  engine {run.traced_in_ms} ms; {run.persons}; {run.changes}")

    person = FIRST_PERSON + case_at
    traced("a positive: F1-F4, lists, proposals", Cause.CASE_OPENED, lambda: positive(person))
    with _told("per-commune lists counted"):
        lists = list(Contact.objects.values("path", "level").annotate(n=Count("pk")))
    print(
        f"  {len(lists)} commune lists; {Proposal.objects.count()} proposals for "
        f"{ProposalLine.objects.count():,} people"
    )
    f1 = Contact.objects.filter(level=1, person_id__gte=FIRST_PERSON).first()
    traced("an F1 turns positive", Cause.CASE_OPENED, lambda: positive(f1.person_id))
    stay = Stay.objects.filter(person_id=person, struck_at__isnull=True).latest("entered_at")

    def strike() -> None:
        Stay.objects.filter(pk=stay.pk).update(struck_at=now, struck_because="bench")

    traced("a stay is struck", Cause.LINE_STRUCK, strike)
    with _told("index held against the database"):
        assert check_index(now).holds


def main() -> None:
    """Fill and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_200_000)
    parser.add_argument("--visits", type=int, default=30_000_000)
    parser.add_argument("--case", type=int, default=4711)
    given = parser.parse_args()
    from config import database

    with database.ready(migrate=True):
        from config import demo

        with _told("the demo province"):
            demo.load([], progress=False)
        fill(given.persons, given.visits)
        measure(given.case)


if __name__ == "__main__":
    main()
