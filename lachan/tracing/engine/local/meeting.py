"""Who met whom at one place on one day: the loop in which a trace spends its time.

A meeting belongs to the day on which it starts, so each is found once and days can be walked in
order. The state of the trace is two numbers a person, side by side: since when the person can
expose others at this level (NEVER if not), and the latest exposure that would still be news.

1. Collect the stays that can expose (sources) and those whose people can still learn (targets).
2. Walk the targets by time of entering. Sources that began before stand in `active`, and leave it
   once they end too early. If one of them stays long enough, the meeting starts when the target
   enters, which no later source can beat; else the earliest source that begins later decides.
3. Among sources of the same start: later end, then smaller identifier (docs/formats.md).
"""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.local.days import ANY_SEAT
from lachan.tracing.engine.local.listing import (
    ACTIVE,
    BY_TIME,
    ENDS,
    KEYS,
    LEARNS_UNTIL,
    LIKELY_GROUPS,
    LIKELY_SOURCES,
    LIKELY_TARGETS,
    NEWS_UNTIL,
    SINCE,
    TARGETS,
    likely,
)
from lachan.tracing.engine.local.memory import bytes_at, int32s, int64s
from lachan.tracing.engine.local.packing import DAY, entered_of, entering, left_of, person_of
from lachan.tracing.engine.tables import ROW_REACH

NEVER = 2**31 - 1  # in the state: cannot expose anyone, or: anything would be news

# Columns of the table of days (`Index.table`).
MORNING, ROWS, ROW_COUNT, STARTS, GROUPS, PLACES, SEATS_AT, SEATS, SEAT_COUNT = range(9)
MARKS, MARK_COUNT, BY_PERSON, PERSONS_AT, PERSON_COUNT, WIDTH = range(9, 15)

# From so many pairs of a source and a target on, sorting the sources by identifier pays.
PAIRS = 8_000
FEW = 8  # so few active sources are looked at one by one


@inlined
def may_meet(seat, other):  # type: ignore[no-untyped-def]
    """Whether two seat rows are near enough; a stay without a row is near every row."""
    apart = np.int64(seat) - np.int64(other)
    return seat == ANY_SEAT or other == ANY_SEAT or -ROW_REACH <= apart <= ROW_REACH


@loop
def meet_groups(  # type: ignore[no-untyped-def]
    table, day, groups, heads, chain, flags, flagged, first, last, state, until, opening, minimum,
    horizon, base, ids, longs, scratch, found, instants,
):  # fmt: skip
    """Write what the groups `first`…`last` of one day give into `found` and `instants`.

    groups: which groups, or empty for all. flagged: whether `flags` say of each person what the
    day may bring (MAY_EXPOSE, MAY_LEARN); they must where all groups are walked. heads, chain:
    else, where the sources' own stays are, as `levels.touch` found them; an empty chain where
    they are to be looked for. opening: at level 1, where each source has its own end.
    Returns how many candidates were written: (person, source, place) and (start, end) each.
    """
    long_person, long_entered, long_left, long_seat, long_starts = longs
    morning = table[day, MORNING]
    evening = morning + DAY
    rows = int64s(table[day, ROWS], table[day, ROW_COUNT])
    starts = int32s(table[day, STARTS], table[day, GROUPS] + 1)
    places = int32s(table[day, PLACES], table[day, GROUPS])
    seats_at = int32s(table[day, SEATS_AT], table[day, GROUPS])
    seats = bytes_at(table[day, SEATS], table[day, SEAT_COUNT])
    has_longs = len(long_person) > 0
    s_from, s_until, s_who, s_seat = scratch[0], scratch[1], scratch[2], scratch[3]
    t_from, t_until, t_who, t_seat = scratch[4], scratch[5], scratch[6], scratch[7]
    l_sources, l_targets, l_since = scratch[LIKELY_SOURCES], scratch[LIKELY_TARGETS], scratch[SINCE]
    s_ends, t_ends, l_groups = scratch[ENDS], scratch[ENDS + 1], scratch[LIKELY_GROUPS]
    news_until = scratch[NEWS_UNTIL]
    count = 0
    after = np.int64(first)
    listed = nth = np.int64(0)
    while after < last or nth < listed:
        # 1. Sources and targets, of many groups at a time.
        if nth == listed:
            after, listed = likely(
                rows, starts, places, groups, after, last, heads, chain, flags, flagged, longs,
                state, scratch,
            )  # fmt: skip
            nth = np.int64(0)
            continue
        group = l_groups[nth]
        nth += 1
        start, end = np.int64(starts[group]), np.int64(starts[group + 1])
        place = places[group]
        long_start = long_end = np.int64(0)
        if has_longs:
            long_start, long_end = np.int64(long_starts[place]), np.int64(long_starts[place + 1])
        if end - start + long_end - long_start < 2:
            continue
        first_source, end_source = s_ends[nth - 1], s_ends[nth]
        first_target, end_target = t_ends[nth - 1], t_ends[nth]
        if long_start == long_end and (first_source == end_source or first_target == end_target):
            continue
        sources = np.int64(0)
        disorder = np.int64(0)
        before = np.int64(0)
        last_stop = np.int64(0)
        seat_at = np.int64(seats_at[group])
        for number in range(first_source, end_source):
            index = l_sources[number]
            packed = rows[index]
            person = person_of(packed)
            begin = max(entered_of(packed, morning), l_since[number] + base)
            stop = min(left_of(packed, morning), until[person] if opening else horizon)
            s_from[sources] = begin
            s_until[sources] = stop
            s_who[sources] = person
            s_seat[sources] = index
            wanted = np.int64((begin < evening) & (stop - begin >= minimum))
            disorder += wanted & np.int64(begin < before)
            before = max(before, begin * wanted)
            last_stop = max(last_stop, stop * wanted)
            sources += wanted
        _seat(s_seat, sources, seats, seat_at, start)
        for long in range(long_start, long_end):
            person = np.int64(long_person[long])
            since = np.int64(state[2 * person]) + base
            begin = max(max(long_entered[long], since), morning - 1)
            stop = min(long_left[long], until[person] if opening else horizon)
            if begin < evening and stop - begin >= minimum:
                s_from[sources] = begin
                s_until[sources] = stop
                s_who[sources] = person
                s_seat[sources] = long_seat[long]
                disorder = sources
                last_stop = max(last_stop, stop)
                sources += 1
        if sources == 0:
            continue
        if disorder > 0:
            _sort(scratch, BY_TIME, sources, disorder)
        first_begin = max(s_from[0], morning)
        targets = np.int64(0)
        # Nobody who comes after the last source can have had the time.
        too_late = entering(last_stop - minimum, morning)
        for number in range(first_target, end_target):
            index = l_targets[number] if flagged else start + number - first_target
            if rows[index] >= too_late:
                break
            packed = rows[index]
            person = person_of(packed)
            left = left_of(packed, morning)
            entered = entered_of(packed, morning)
            earliest = max(entered, first_begin) + minimum
            news = evening + minimum
            if not flagged or flags[person] & LEARNS_UNTIL:
                news = np.int64(state[2 * person + 1]) + base
            t_from[targets] = entered
            t_until[targets] = left
            t_who[targets] = person
            t_seat[targets] = index
            news_until[targets] = news
            targets += np.int64((earliest <= min(left, last_stop)) & (earliest <= news))
        _seat(t_seat, targets, seats, seat_at, start)
        by_rows = targets
        for index in range(long_start, long_end):
            person = np.int64(long_person[index])
            entered, left = max(long_entered[index], morning - 1), long_left[index]
            earliest = max(entered, first_begin) + minimum
            news = np.int64(state[2 * person + 1]) + base
            if entered < evening and earliest <= min(left, last_stop) and earliest <= news:
                t_from[targets] = entered
                t_until[targets] = left
                t_who[targets] = person
                t_seat[targets] = long_seat[index]
                news_until[targets] = news
                targets += 1
        if targets == 0:
            continue
        if targets > by_rows:
            _sort(scratch, TARGETS, targets, targets)
            for target in range(targets):
                news_until[target] = np.int64(state[2 * t_who[target] + 1]) + base
        count = _meet(
            scratch, sources, targets, place, morning, evening, minimum, ids, found, instants,
            count,
        )  # fmt: skip
    return count


@inlined
def _seat(column, count, seats, seat_at, start):  # type: ignore[no-untyped-def]
    """Replace positions of stays by their seats."""
    for at in range(count):
        column[at] = ANY_SEAT if seat_at < 0 else seats[seat_at + column[at] - start]


@loop
def _meet(  # type: ignore[no-untyped-def]
    scratch, sources, targets, place, morning, evening, minimum, ids, found, instants, count,
):  # fmt: skip
    s_from, s_until, s_who, s_seat = scratch[0], scratch[1], scratch[2], scratch[3]
    t_from, t_until, t_who, t_seat = scratch[4], scratch[5], scratch[6], scratch[7]
    active, news_until = scratch[ACTIVE], scratch[NEWS_UNTIL]
    n_from, n_until, n_who, n_seat = scratch[9], scratch[10], scratch[11], scratch[12]
    sorting = sources * targets > PAIRS
    if sorting:
        names = scratch[KEYS]
        for source in range(sources):
            names[source] = ids[s_who[source]]
        by_name = np.argsort(names[:sources])
        for at in range(sources):
            source = by_name[at]
            n_from[at], n_until[at] = s_from[source], s_until[source]
            n_who[at], n_seat[at] = s_who[source], s_seat[source]
    actives = 0
    coming = 0
    last_until = np.int64(0)
    for target in range(targets):
        entered, left, person, seat = (
            t_from[target],
            t_until[target],
            t_who[target],
            t_seat[target],
        )
        while coming < sources and s_from[coming] <= entered:
            active[actives] = coming
            last_until = max(last_until, s_until[coming])
            actives += 1
            coming += 1
        best = np.int64(-1)
        best_end = np.int64(0)
        start = entered
        # 2. Someone is there already, and stays long enough: at best until the target leaves.
        if sorting and entered >= morning and actives > FEW and last_until >= left:
            for at in range(sources):
                if (
                    n_until[at] >= left
                    and n_from[at] <= entered
                    and n_who[at] != person
                    and may_meet(seat, n_seat[at])
                ):
                    best, best_end = n_who[at], left
                    break
        if best < 0 and entered >= morning:
            at = 0
            while at < actives:
                source = active[at]
                if s_until[source] < entered + minimum:
                    actives -= 1
                    active[at] = active[actives]
                    continue
                if s_who[source] != person and may_meet(seat, s_seat[source]):
                    end = min(s_until[source], left)
                    if (
                        best < 0
                        or end > best_end
                        or (end == best_end and ids[s_who[source]] < ids[best])
                    ):
                        best, best_end = s_who[source], end
                at += 1
        # Nobody: the first who comes, or becomes able to expose, later.
        if best < 0:
            latest = min(min(left, news_until[target]) - minimum, evening - 1)
            source = coming
            while source < sources and s_from[source] <= latest:
                if best >= 0 and s_from[source] > start:
                    break
                if (
                    s_from[source] >= morning
                    and s_who[source] != person
                    and may_meet(seat, s_seat[source])
                ):
                    end = min(s_until[source], left)
                    if (
                        best < 0
                        or end > best_end
                        or (end == best_end and ids[s_who[source]] < ids[best])
                    ):
                        best, best_end = s_who[source], end
                        start = s_from[source]
                source += 1
        if best >= 0:
            found[0, count] = person
            found[1, count] = best
            found[2, count] = place
            instants[0, count] = start
            instants[1, count] = best_end
            count += 1
    return count


@loop
def _sort(scratch, column, count, disorder):  # type: ignore[no-untyped-def]
    """Sort the four columns from `column` by the first; `disorder` of the lines stand too late."""
    key = scratch[column]
    if count <= 48 or disorder * 16 < count:
        for index in range(1, count):
            begin, end, who, seat = (
                scratch[column, index],
                scratch[column + 1, index],
                scratch[column + 2, index],
                scratch[column + 3, index],
            )
            at = index
            while at > 0 and key[at - 1] > begin:
                for offset in range(4):
                    scratch[column + offset, at] = scratch[column + offset, at - 1]
                at -= 1
            scratch[column, at] = begin
            scratch[column + 1, at] = end
            scratch[column + 2, at] = who
            scratch[column + 3, at] = seat
        return
    order = np.argsort(key[:count])
    spare = scratch[KEYS]
    for offset in range(4):
        values = scratch[column + offset]
        for index in range(count):
            spare[index] = values[order[index]]
        for index in range(count):
            values[index] = spare[index]
