"""Many cases at once, each traced by itself to its F1: a night's positives before their interviews.

One case's stays decide which places are read, and how far: no state of a trace is needed. Cases are
shared out between the cores.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.local.days import ANY_SEAT, STEP
from lachan.tracing.engine.local.gathering import empty_columns
from lachan.tracing.engine.local.levels import comes_before
from lachan.tracing.engine.local.meeting import (
    BY_PERSON,
    GROUPS,
    MARK_COUNT,
    MARKS,
    MORNING,
    PERSON_COUNT,
    PERSONS_AT,
    PLACES,
    ROW_COUNT,
    ROWS,
    SEAT_COUNT,
    SEATS,
    SEATS_AT,
    STARTS,
    may_meet,
)
from lachan.tracing.engine.local.memory import bytes_at, int32s, int64s
from lachan.tracing.engine.local.packing import DAY, entered_of, left_of, person_of
from lachan.tracing.engine.local.threads import PARTS, share
from lachan.tracing.engine.tables import Cases, Exposures, Numbers

if TYPE_CHECKING:
    from lachan.tracing.engine.local.index import Index

_WHO, _START, _END, _PLACE = range(4)
_ROW, _PACKED, _GROUP = range(3)


def each(index: Index, cases: Cases, minimum: int) -> tuple[Numbers, Exposures]:
    """(position in `cases`, exposure) of everyone whom each row of `cases` exposed directly.

    Sorted by position and person. Here the other cases are people like all others.
    """
    number = index.persons.numbers_of(cases.person)
    cuts = np.unique(np.linspace(0, len(number), PARTS + 1).astype(np.int64))
    names = (index.places.ids, index.setting_of)
    longs = (index.longs, index.contacts)
    tables = [
        (t.person, t.place, t.entered, t.left, t.seat, t.starts, t.by_person, t.persons_at)
        for t in longs
    ]
    found = share(
        _each,
        [
            (
                index.table(), number[a:b], cases.since[a:b], cases.until[a:b], minimum, *names,
                *tables, index.rank(),
            )
            for a, b in pairwise(cuts)
        ],
    )  # fmt: skip
    counts = np.concatenate([ends for ends, _ in found]) if found else np.empty(0, np.int64)
    total = int(counts.sum())
    columns = empty_columns(total)
    position = np.empty(total, np.int64)
    starts = np.cumsum([0, *(int(ends.sum()) for ends, _ in found)])
    share(
        _write,
        [
            (
                int(start), int(first), ends, lines, cases.person, minimum, index.persons.ids,
                *names, position, *columns.values(),
            )
            for start, first, (ends, lines) in zip(starts, cuts, found, strict=False)
        ],
    )  # fmt: skip
    return position, Exposures(**columns, settings=index.settings)


@loop
def _each(  # type: ignore[no-untyped-def]
    table, number, since, until, minimum, place_ids, setting_of, longs, contacts, rank
):
    counts = np.zeros(len(number), np.int64)
    best = np.full(len(rank), np.int32(-1), np.int32)
    lines = np.empty((1024, 4), np.int64)
    total = 0
    for turn in range(len(number)):
        case = np.int64(number[turn])
        if case < 0:
            continue
        first = total
        opens, closes = since[turn], until[turn]
        own, own_at = _own(table, case, opens, closes)
        for day in range(len(table)):
            if opens < table[day, MORNING] + DAY and closes >= table[day, MORNING]:
                total, lines = _day(
                    table, day, own[own_at[day] : own_at[day + 1]], case, opens, closes, minimum,
                    place_ids, setting_of, longs, best, lines, total,
                )  # fmt: skip
        total, lines = _private(
            case, opens, closes, minimum, place_ids, setting_of, longs, False, best, lines, total
        )
        total, lines = _private(
            case, opens, closes, minimum, place_ids, setting_of, contacts, True, best, lines, total
        )
        keys = np.empty(total - first, np.int64)
        for at in range(first, total):
            who = lines[at, _WHO]
            best[who] = -1
            keys[at - first] = (np.int64(rank[who]) << 32) | at
        keys.sort()
        ordered = np.empty((total - first, 4), np.int64)
        for at in range(len(keys)):
            ordered[at] = lines[keys[at] & 0xFFFFFFFF]
        lines[first:total] = ordered
        counts[turn] = total - first
    return counts, lines[:total]


@loop
def _own(table, case, opens, closes):  # type: ignore[no-untyped-def]
    """(position, packed stay, group) of the case's stays, and where each day's begin among them.

    Step by step for all days rather than day by day: then the memory's answers are waited for side
    by side.
    """
    ways = np.zeros((len(table), 2), np.int64)
    own_at = np.zeros(len(table) + 1, np.int64)
    for day in range(len(table)):
        inside = opens < table[day, MORNING] + DAY and closes >= table[day, MORNING]
        if inside and case < table[day, PERSON_COUNT]:
            persons_at = int32s(table[day, PERSONS_AT], table[day, PERSON_COUNT] + 1)
            ways[day, 0], ways[day, 1] = persons_at[case], persons_at[case + 1]
    for day in range(len(table)):
        own_at[day + 1] = own_at[day] + ways[day, 1] - ways[day, 0]
    own = np.empty((own_at[-1], 3), np.int64)
    for day in range(len(table)):
        by_person = int32s(table[day, BY_PERSON], table[day, ROW_COUNT])
        for at in range(own_at[day], own_at[day + 1]):
            own[at, _ROW] = by_person[ways[day, 0] + at - own_at[day]]
    for day in range(len(table)):
        rows = int64s(table[day, ROWS], table[day, ROW_COUNT])
        marks = int32s(table[day, MARKS], table[day, MARK_COUNT])
        for at in range(own_at[day], own_at[day + 1]):
            own[at, _PACKED] = rows[own[at, _ROW]]
            own[at, _GROUP] = marks[own[at, _ROW] // STEP]
    for day in range(len(table)):
        starts = int32s(table[day, STARTS], table[day, GROUPS] + 1)
        for at in range(own_at[day], own_at[day + 1]):
            while starts[own[at, _GROUP] + 1] <= own[at, _ROW]:
                own[at, _GROUP] += 1
    return own, own_at


@loop
def _day(  # type: ignore[no-untyped-def]
    table, day, own, case, opens, closes, minimum, place_ids, setting_of, longs, best, lines, total,
):  # fmt: skip
    """The case's own stays of a day against everyone's of that day, and against long stays."""
    long_person, long_place, long_entered, long_left, long_seat, long_starts, by, by_at = longs
    morning = table[day, MORNING]
    rows = int64s(table[day, ROWS], table[day, ROW_COUNT])
    starts = int32s(table[day, STARTS], table[day, GROUPS] + 1)
    places = int32s(table[day, PLACES], table[day, GROUPS])
    seats_at = int32s(table[day, SEATS_AT], table[day, GROUPS])
    seats = bytes_at(table[day, SEATS], table[day, SEAT_COUNT])
    for index in range(len(own)):
        row, packed, group = own[index, _ROW], own[index, _PACKED], own[index, _GROUP]
        begin = max(entered_of(packed, morning), opens)
        stop = min(left_of(packed, morning), closes)
        if stop - begin < minimum:
            continue
        seat_at = np.int64(seats_at[group])
        seat = ANY_SEAT if seat_at < 0 else np.int64(seats[seat_at + row - starts[group]])
        total, lines = _group(
            rows, starts, places, seats_at, seats, morning, group, case, begin, stop, seat,
            minimum, place_ids, setting_of, best, lines, total,
        )  # fmt: skip
        if len(long_person) > 0:
            place = places[group]
            lines = _room(lines, total + long_starts[place + 1] - long_starts[place])
            for other in range(long_starts[place], long_starts[place + 1]):
                start = max(max(long_entered[other], begin), morning - 1)
                end = min(long_left[other], stop)
                if (
                    morning <= start < morning + DAY
                    and end - start >= minimum
                    and long_person[other] != case
                    and may_meet(seat, long_seat[other])
                ):
                    total = _offer(
                        best, lines, total, long_person[other], start, end, place, place_ids,
                        setting_of,
                    )  # fmt: skip
    if len(long_person) > 0:
        for index in range(by_at[case], by_at[case + 1]):
            own = by[index]
            begin, stop = max(long_entered[own], opens), min(long_left[own], closes)
            group = np.searchsorted(places, long_place[own])
            if stop - begin >= minimum and group < len(places) and places[group] == long_place[own]:
                total, lines = _group(
                    rows, starts, places, seats_at, seats, morning, group, case, begin, stop,
                    np.int64(long_seat[own]), minimum, place_ids, setting_of, best, lines, total,
                )  # fmt: skip
    return total, lines


@loop
def _group(  # type: ignore[no-untyped-def]
    rows, starts, places, seats_at, seats, morning, group, case, begin, stop, seat, minimum,
    place_ids, setting_of, best, lines, total,
):  # fmt: skip
    """One of the case's stays against everyone's stays at that place on that day."""
    start_at, end_at = np.int64(starts[group]), np.int64(starts[group + 1])
    lines = _room(lines, total + end_at - start_at)
    seat_at = np.int64(seats_at[group])
    for other in range(start_at, end_at):
        packed = rows[other]
        entered = entered_of(packed, morning)
        if entered > stop - minimum:
            break
        start = max(entered, begin)
        end = min(left_of(packed, morning), stop)
        if morning <= start < morning + DAY and end - start >= minimum:
            person = person_of(packed)
            if person != case and (
                seat_at < 0 or may_meet(seat, seats[seat_at + other - start_at])
            ):
                total = _offer(
                    best, lines, total, person, start, end, places[group], place_ids, setting_of
                )
    return total, lines


@loop
def _private(  # type: ignore[no-untyped-def]
    case, opens, closes, minimum, place_ids, setting_of, longs, named, best, lines, total
):
    """The case's long stays, or contact rows, against others' long stays."""
    long_person, long_place, long_entered, long_left, long_seat, long_starts, by, by_at = longs
    if len(long_person) == 0:
        return total, lines
    for index in range(by_at[case], by_at[case + 1]):
        own = by[index]
        begin, stop = max(long_entered[own], opens), min(long_left[own], closes)
        place = np.int64(long_place[own])
        lines = _room(lines, total + long_starts[place + 1] - long_starts[place])
        for other in range(long_starts[place], long_starts[place + 1]):
            start, end = max(begin, long_entered[other]), min(stop, long_left[other])
            if (
                end - start >= minimum
                and long_person[other] != case
                and may_meet(long_seat[own], long_seat[other])
            ):
                total = _offer(
                    best, lines, total, long_person[other], start, end,
                    ~place if named else place, place_ids, setting_of,
                )  # fmt: skip
    return total, lines


@inlined
def _offer(best, lines, total, person, start, end, place, place_ids, setting_of):  # type: ignore[no-untyped-def]
    """Keep this meeting if it is the person's first or best; return how many lines there are."""
    at = np.int64(best[person])
    if at < 0:
        at = np.int64(total)
        best[person] = at
        total += 1
    elif start > lines[at, _START] or (
        start == lines[at, _START]
        and (
            end < lines[at, _END]
            or (
                end == lines[at, _END]
                and not comes_before(place, lines[at, _PLACE], place_ids, setting_of)
            )
        )
    ):
        return total
    lines[at, _WHO] = person
    lines[at, _START] = start
    lines[at, _END] = end
    lines[at, _PLACE] = place
    return total


@loop
def _room(lines, wanted):  # type: ignore[no-untyped-def]
    if wanted <= len(lines):
        return lines
    larger = np.empty((max(2 * len(lines), wanted), 4), np.int64)
    larger[: len(lines)] = lines
    return larger


@loop
def _write(  # type: ignore[no-untyped-def]
    at, first, counts, lines, case_ids, minimum, ids, place_ids, setting_of, position,
    person, level, exposed_at, source, place_column, at_place, setting, met_from, met_until,
):  # fmt: skip
    line = 0
    for turn in range(len(counts)):
        for _ in range(counts[turn]):
            place = lines[line, _PLACE]
            position[at] = first + turn
            person[at] = ids[lines[line, _WHO]]
            level[at] = 1
            exposed_at[at] = lines[line, _START] + minimum
            source[at] = case_ids[first + turn]
            at_place[at] = place >= 0
            place_column[at] = place_ids[place] if place >= 0 else 0
            setting[at] = -1 if place >= 0 else setting_of[~place]
            met_from[at] = lines[line, _START]
            met_until[at] = lines[line, _END]
            at += 1
            line += 1
