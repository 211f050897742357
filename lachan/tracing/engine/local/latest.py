"""When people were last exposed by the level before: the day from which their days are counted.

A label tells of the first meeting. Days are walked backwards, so that whoever is found on a day is
passed over on all earlier ones: in a dense world nearly all are found on the last of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lachan.tracing.engine.local import levels
from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.local.days import ANY_SEAT
from lachan.tracing.engine.local.listing import MAY_EXPOSE, MAY_LEARN
from lachan.tracing.engine.local.longs import Longs
from lachan.tracing.engine.local.meeting import (
    GROUPS,
    MORNING,
    NEVER,
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
from lachan.tracing.engine.local.packing import entered_of, left_of, person_of
from lachan.tracing.engine.tables import FOREVER, Exposures, Numbers, Terms

_NOBODY = -(2**31)  # is asked about no more
_NEVER_MET = -(2**62)

if TYPE_CHECKING:
    from lachan.tracing.engine.local.index import Index


def latest(index: Index, labels: Exposures, terms: Terms) -> Numbers:
    """Until when each line of `labels` last met somebody of the level before.

    labels, terms: of a trace on this index. Instants, a line of `labels` each; at level 1 the end
    of the label's own meeting: a case exposes others in its windows only, which labels do not tell.
    """
    ends = labels.met_until.copy()
    deepest = int(labels.level.max(initial=0))
    space = index.borrow()
    for level in range(2, deepest + 1):
        rows, below = labels.level == level, labels.level == level - 1
        people = index.persons.numbers_of(labels.person[rows])
        sources = index.persons.numbers_of(labels.person[below])
        since = labels.exposed_at[below] + terms.latency - index.base
        found = _level(index, space.state, space.flags, people, sources, since, terms)
        ends[rows] = np.maximum(ends[rows], found)
    index.give_back(space)
    return ends


def _level(
    index: Index,
    state: Numbers,
    flags: Numbers,
    people: Numbers,
    sources: Numbers,
    since: Numbers,
    terms: Terms,
) -> Numbers:
    """Until when each of `people` last met one of `sources`, each exposing others `since`."""
    table = index.table()
    horizon = min(int(terms.horizon), int(FOREVER))
    state[1::2] = _NOBODY
    state[2 * people + 1] = NEVER - 1
    state[2 * sources] = np.clip(since, -1, NEVER)
    until = np.full(len(index.persons), _NEVER_MET)
    rules = (state, terms.minimum, horizon, index.base)
    for longs in (index.longs, index.contacts):
        if len(longs.person):
            _meet_longs(
                sources, *rules, _stays(longs), longs.by_person, longs.persons_at, longs.place,
                until,
            )  # fmt: skip
    for day in range(len(table) - 1, -1, -1):
        if not levels.flag(state, table[day, MORNING] - index.base, terms.minimum, flags):
            break
        if table[day, MORNING] <= horizon:
            _meet_day(table, day, flags, *rules, _stays(index.longs), until)
            _pass_over(people, until, table[day, MORNING], state)
    state[0::2] = NEVER
    state[1::2] = NEVER - 1
    return until[people]


def _stays(longs: Longs) -> tuple[Numbers, ...]:
    return longs.person, longs.entered, longs.left, longs.seat, longs.starts


@loop
def _pass_over(people, until, morning, state):  # type: ignore[no-untyped-def]
    """Ask no more about whom somebody of the level before met since the morning."""
    for index in range(len(people)):
        person = np.int64(people[index])
        if until[person] >= morning:
            state[2 * person + 1] = _NOBODY


@loop
def _meet_day(  # type: ignore[no-untyped-def]
    table, day, flags, state, minimum, horizon, base, longs, until
):
    """Raise `until` to the last meetings of the day in which one stay at least is of that day."""
    long_starts = longs[4]
    morning = table[day, MORNING]
    rows = int64s(table[day, ROWS], table[day, ROW_COUNT])
    starts = int32s(table[day, STARTS], table[day, GROUPS] + 1)
    places = int32s(table[day, PLACES], table[day, GROUPS])
    seats_at = int32s(table[day, SEATS_AT], table[day, GROUPS])
    seats = bytes_at(table[day, SEATS], table[day, SEAT_COUNT])
    for group in range(table[day, GROUPS]):
        start, end = np.int64(starts[group]), np.int64(starts[group + 1])
        flag = 0
        for row in range(start, end):
            flag |= flags[person_of(rows[row])]
        long_start = long_end = np.int64(0)
        if len(longs[0]) > 0:
            place = places[group]
            long_start, long_end = np.int64(long_starts[place]), np.int64(long_starts[place + 1])
        if flag & (MAY_EXPOSE + MAY_LEARN) != MAY_EXPOSE + MAY_LEARN and long_start == long_end:
            continue
        seat_at = np.int64(seats_at[group])
        # Long stays follow the day's own; two long ones were seen to before.
        for own in range(start, end + long_end - long_start):
            is_long = own >= end
            person, seat, entered, left = _stay(
                own, start, end, rows, morning, seats, seat_at, longs, long_start
            )
            best = until[person]
            most = min(left, horizon)
            if not flags[person] & MAY_LEARN or best >= most:
                continue
            for other in range(start, end if is_long else end + long_end - long_start):
                source, its_seat, begin, stop = _stay(
                    other, start, end, rows, morning, seats, seat_at, longs, long_start
                )
                if source == person or not flags[source] & MAY_EXPOSE:
                    continue
                begin = max(begin, entered, np.int64(state[2 * source]) + base)
                stop = min(stop, most)
                if stop > best and stop - begin >= minimum and may_meet(seat, its_seat):
                    best = stop
                    # Nobody can have been met for longer than one was there.
                    if best == most:
                        break
            until[person] = best


@inlined
def _stay(at, start, end, rows, morning, seats, seat_at, longs, long_start):  # type: ignore[no-untyped-def]
    """(person, seat, entered, left): of a row of the day, from `end` on of a long stay there."""
    if at >= end:
        long = long_start + at - end
        person, seat = np.int64(longs[0][long]), np.int64(longs[3][long])
        entered, left = np.int64(longs[1][long]), np.int64(longs[2][long])
    else:
        person = np.int64(person_of(rows[at]))
        seat = np.int64(ANY_SEAT if seat_at < 0 else seats[seat_at + at - start])
        entered = np.int64(entered_of(rows[at], morning))
        left = np.int64(left_of(rows[at], morning))
    return person, seat, entered, left


@loop
def _meet_longs(  # type: ignore[no-untyped-def]
    sources, state, minimum, horizon, base, longs, by_person, persons_at, long_place, until
):
    """Raise `until` to the ends of meetings between two long stays, and of contact rows."""
    long_person, long_entered, long_left, long_seat, starts = longs
    for number in range(len(sources)):
        source = np.int64(sources[number])
        since = np.int64(state[2 * source]) + base
        for index in range(persons_at[source], persons_at[source + 1]):
            own = by_person[index]
            begin, stop = max(long_entered[own], since), min(long_left[own], horizon)
            if stop - begin < minimum:
                continue
            place = long_place[own]
            for other in range(starts[place], starts[place + 1]):
                person = np.int64(long_person[other])
                ends = min(stop, long_left[other])
                if (
                    person != source
                    and ends - max(begin, long_entered[other]) >= minimum
                    and state[2 * person + 1] != _NOBODY
                    and may_meet(long_seat[own], long_seat[other])
                ):
                    until[person] = max(until[person], ends)
