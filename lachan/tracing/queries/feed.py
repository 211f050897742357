"""What the engine's index is made from: stays, meetings and household books, as they stand now.

PostgreSQL is the system of record. Ids are given in order but committed in any, so "what is new"
is told by marks: an id is settled when every transaction that may still have written a smaller one
has ended (`pg_snapshot_xmin`). Above the settled id, what was taken is remembered one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db import connection

from lachan.core.columns import INSTANT, NUMBER, SMALL, copied
from lachan.tracing.engine.tables import NO_ROW, NO_SETTING, Contacts, Numbers, Visits
from lachan.tracing.terms import Setting

# A household is a place of its own, at which everybody of the book stays all the time. Its number
# is the household's, negative, so that it never meets the number of a venue.
HOME_SINCE = 1_577_836_800  # 2020-01-01T00:00:00Z
HOME_UNTIL = 4_102_444_800  # 2100-01-01T00:00:00Z
SETTINGS = tuple(sorted(str(setting) for setting in Setting))
# Clocks of the machines that write may differ, and a long transaction is dated by its beginning.
LATENESS = timedelta(days=1)
# People change all the time: looking back a day at each trace would read a day's import each time.
LATENESS_OF_PEOPLE = timedelta(hours=1)

_STAYS = """
SELECT id, person_id, venue_id, entered_at, left_at, coalesce(row, -1)::smallint
FROM tracing_stay"""
_STAY_KINDS = {
    "id": NUMBER,
    "person": NUMBER,
    "place": NUMBER,
    "entered": INSTANT,
    "left": INSTANT,
    "row": SMALL,
}
_MEETINGS = """
SELECT id, person_a_id, person_b_id, started_at, ended_at,
    (array_position(%s::text[], setting::text) - 1)::smallint
FROM tracing_namedcontact"""
_MEETING_KINDS = {
    "id": NUMBER,
    "a": NUMBER,
    "b": NUMBER,
    "started": INSTANT,
    "ended": INSTANT,
    "setting": SMALL,
}

# More people than this are not asked for one by one.
_FEW = 20_000

Rows = dict[str, Numbers]


@dataclass(frozen=True)
class Roots:
    """Who was found to be whom: `merged` ascending, each with the row that stands for it."""

    merged: Numbers
    root: Numbers

    def of(self, persons: Numbers) -> Numbers:
        """The row that stands for each person."""
        if not len(self.merged):
            return persons
        at = np.minimum(np.searchsorted(self.merged, persons), len(self.merged) - 1)
        found: Numbers = np.where(self.merged[at] == persons, self.root[at], persons)
        return found

    def turned(self, other: Roots) -> Numbers:
        """Those who stand under another row in `other`."""
        everyone = np.union1d(self.merged, other.merged)
        found: Numbers = everyone[self.of(everyone) != other.of(everyone)]
        return found


def roots() -> Roots:
    """Everybody who stands under another row now."""
    rows = copied(
        "SELECT id, root_id FROM people_person WHERE root_id <> id AND id IN ("
        "SELECT jsonb_array_elements(moved)::bigint FROM people_merge) ORDER BY id",
        (),
        {"id": NUMBER, "root": NUMBER},
    )
    return Roots(rows["id"], rows["root"])


_COMING = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint"


def mark(table: str) -> tuple[int, int]:
    """(the largest id in sight, the transaction that comes next): an id to become settled."""
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(table)
        cursor.execute(f"SELECT coalesce(max(id), 0), {_COMING} FROM {name}")  # noqa: S608
        largest, coming = cursor.fetchone()
    return int(largest), int(coming)


def oldest_running() -> int:
    """Every transaction before this one has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def stays_after(settled: int) -> Rows:
    """Standing stays with a larger id."""
    query = f"{_STAYS} WHERE struck_at IS NULL AND id > %s"
    return copied(query, [settled], _STAY_KINDS)


def stays_struck(since: datetime) -> Rows:
    """Stays struck since then, some earlier ones among them."""
    query = f"{_STAYS} WHERE struck_at >= %s"
    return copied(query, [since - LATENESS], _STAY_KINDS)


def stays_of_persons(persons: Numbers) -> Rows:
    """Standing stays of these rows of people."""
    query = f"{_STAYS} WHERE struck_at IS NULL AND person_id = ANY(%s)"
    return copied(query, [persons.tolist()], _STAY_KINDS)


def meetings_after(settled: int) -> Rows:
    """Standing meetings with a larger id."""
    query = f"{_MEETINGS} WHERE struck_at IS NULL AND id > %s"
    return copied(query, [list(SETTINGS), settled], _MEETING_KINDS)


def meetings_struck(since: datetime) -> Rows:
    """Meetings struck since then, some earlier ones among them."""
    query = f"{_MEETINGS} WHERE struck_at >= %s"
    return copied(query, [list(SETTINGS), since - LATENESS], _MEETING_KINDS)


def meetings_of_persons(persons: Numbers) -> Rows:
    """Standing meetings of these rows of people, on either side."""
    query = (
        f"{_MEETINGS} WHERE struck_at IS NULL AND (person_a_id = ANY(%s) OR person_b_id = ANY(%s))"
    )
    wanted = persons.tolist()
    return copied(query, [list(SETTINGS), wanted, wanted], _MEETING_KINDS)


def everybody_at_home() -> Rows:
    """(person, household) of everybody who is in a household book."""
    return copied(
        "SELECT root_id, household_id FROM people_person "
        "WHERE household_id IS NOT NULL AND root_id IS NOT NULL",
        (),
        {"person": NUMBER, "household": NUMBER},
    )


def at_home(persons: Numbers) -> Rows:
    """The same of these people (rows that stand for a person)."""
    if len(persons) > _FEW:
        return everybody_at_home()
    return copied(
        "SELECT root_id, household_id FROM people_person "
        "WHERE household_id IS NOT NULL AND root_id = ANY(%s)",
        [persons.tolist()],
        {"person": NUMBER, "household": NUMBER},
    )


def people_changed(since: datetime) -> Numbers:
    """Those about whom something was told since then, some earlier ones among them."""
    rows = copied(
        "SELECT root_id FROM people_person WHERE changed_at >= %s AND root_id IS NOT NULL",
        [since - LATENESS_OF_PEOPLE],
        {"person": NUMBER},
    )
    return np.unique(rows["person"])


def visits_of(rows: Rows, known: Roots) -> Visits:
    """Stays as the engine takes them; `known` says who stands for whom."""
    return Visits(
        known.of(rows["person"]), rows["place"], rows["entered"], rows["left"], rows["row"]
    )


def homes_of(rows: Rows) -> Visits:
    """Household books as the engine takes them: one long stay a person and book."""
    pairs = np.unique(np.stack([rows["person"], rows["household"]]), axis=1)
    count = pairs.shape[1]
    return Visits(
        pairs[0],
        -pairs[1],
        np.full(count, HOME_SINCE, np.int64),
        np.full(count, HOME_UNTIL, np.int64),
        np.full(count, NO_ROW, np.int64),
    )


def contacts_of(rows: Rows, known: Roots) -> Contacts:
    """Meetings as the engine takes them, without those of one person with themselves."""
    a, b = known.of(rows["a"]), known.of(rows["b"])
    kept = a != b
    setting = np.where(rows["setting"] < 0, NO_SETTING, rows["setting"])
    return Contacts(
        a[kept], b[kept], rows["started"][kept], rows["ended"][kept], setting[kept], SETTINGS
    )
