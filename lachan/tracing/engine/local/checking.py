"""Whether an index holds exactly the stays of the system of record, in whatever order they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.local.days import ANY_SEAT, Day
from lachan.tracing.engine.local.packing import began_here, entered_of, left_of, person_of
from lachan.tracing.engine.tables import NO_ROW, Numbers, Visits, whole

if TYPE_CHECKING:
    from lachan.tracing.engine.local.index import Index


def stays_of(index: Index) -> Visits:
    """Every stay of the index as it was given, one row each, in no particular order."""
    parts = [_stays_of_day(day) for day in index.days]
    parts.append(tuple(whole(column) for column in index.longs.columns))
    person, place, entered, left, seat = (np.concatenate(each) for each in zip(*parts, strict=True))
    return Visits(
        index.persons.ids[person],
        index.places.ids[place],
        entered,
        left,
        np.where(seat == ANY_SEAT, NO_ROW, seat),
    )


def fingerprint(visits: Visits) -> tuple[int, int]:
    """(how many, a sum of hashes): equal for equal rows in any order, and for hardly any others.

    Made to find what was forgotten, doubled or changed, not what somebody forged.
    """
    columns = (visits.person, visits.place, visits.entered, visits.left, visits.row)
    return len(visits.person), int(_fingerprint(*(whole(column) for column in columns)))


def _stays_of_day(day: Day) -> tuple[Numbers, ...]:
    place, rows, seat = day.columns()
    # A stay over midnight is counted where it began: there its entering second is known.
    began = _began(rows)
    return (*_unpacked(rows[began], day.morning, whole(place[began])), whole(seat[began]))


@loop
def _began(rows):  # type: ignore[no-untyped-def]
    began = np.empty(len(rows), np.bool_)
    for index in range(len(rows)):
        began[index] = began_here(rows[index])
    return began


@loop
def _unpacked(rows, morning, place):  # type: ignore[no-untyped-def]
    person = np.empty(len(rows), np.int64)
    entered = np.empty(len(rows), np.int64)
    left = np.empty(len(rows), np.int64)
    for index in range(len(rows)):
        person[index] = person_of(rows[index])
        entered[index] = entered_of(rows[index], morning)
        left[index] = left_of(rows[index], morning)
    return person, place, entered, left


@inlined
def _mixed(value):  # type: ignore[no-untyped-def]
    """SplitMix64's finaliser (Steele, Lea and Flood 2014)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@loop
def _fingerprint(person, place, entered, left, row):  # type: ignore[no-untyped-def]
    total = np.uint64(0)
    for index in range(len(person)):
        value = _mixed(np.uint64(person[index]))
        value = _mixed(value ^ np.uint64(place[index]))
        value = _mixed(value ^ np.uint64(entered[index]))
        value = _mixed(value ^ np.uint64(left[index]))
        total += _mixed(value ^ np.uint64(row[index]))
    return total
