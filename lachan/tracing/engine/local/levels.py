"""One level of a trace: from the people who can expose others to those whom they exposed.

Days are walked in order, so that whoever is exposed on a day is passed over on all later ones: in
a dense world most of a level's work ends within days of its first exposure. Per day the cheapest of
three ways is taken: the places of the sources, the places of those still to be reached, or all.
"""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.local.days import STEP
from lachan.tracing.engine.local.listing import (
    EXPOSES_FROM,
    LEARNS_UNTIL,
    MAY_EXPOSE,
    MAY_LEARN,
)
from lachan.tracing.engine.local.meeting import (
    BY_PERSON,
    GROUPS,
    MARK_COUNT,
    MARKS,
    MORNING,
    NEVER,
    PERSON_COUNT,
    PERSONS_AT,
    PLACES,
    ROW_COUNT,
    STARTS,
    may_meet,
    meet_groups,
)
from lachan.tracing.engine.local.memory import int32s
from lachan.tracing.engine.local.packing import DAY

FINISHED, TOUCHED, ALL = -1, 0, 1
START, END, SOURCE, PLACE = range(4)  # columns of a label's evidence


@loop
def advance(  # type: ignore[no-untyped-def]
    table, day, sources, active, state, until, opening, minimum, horizon, base, ids,
    place_ids, setting_of, longs, long_way, scratch, found, instants, stamps, stamp, touched,
    heads, flags, slot, who, evidence, labelled, reach, shared,
):  # fmt: skip
    """Walk the days from `day` on; stop where a day's work is worth sharing between threads.

    active: how many sources there are until each day's evening. reach: how many stays could be
    read in the time in which a person's way to one place is. shared: how many stays to read are
    worth waking the other threads for.
    Returns (day, way, touched groups, stamp, labelled, chain of sources): the way is FINISHED, or
    how the work of the returned day is to be done by the caller: the TOUCHED groups or ALL.
    """
    people = touched[:0]
    known = False
    nobody = np.empty((2, 0), np.int64)
    while day < len(table):
        morning = table[day, MORNING]
        if morning > horizon or active[day] == 0:
            day += 1
            continue
        rows = table[day, ROW_COUNT]
        each = reach * (1 + rows // max(1, table[day, PERSON_COUNT]))
        stamp += 1
        way = ALL
        groups = 0
        work = np.int64(rows)
        chain = nobody
        flagged = False
        if active[day] * each < rows // 2:
            way = TOUCHED
            able = _until(sources, state, morning + DAY - base, active[day])
            groups, work, chain = touch(
                table, day, able, longs, long_way, stamps, stamp, touched, heads
            )
        if way == ALL or work > rows // 4:
            # Whoever waits for news on a day waited on those before.
            if known:
                people = _still_waiting(people, state, morning - base + minimum)
                waiting = len(people)
            else:
                waiting = flag(state, morning - base, minimum, flags)
                flagged = True
            if waiting * each < min(work, rows // 2):
                way = TOUCHED
                stamp += 1
                if not known:
                    people, known = _waiting(flags, waiting), True
                groups, work, _ = touch(
                    table, day, people, longs, long_way, stamps, stamp, touched, heads
                )
                chain = nobody
        if way == TOUCHED and work > rows - rows // 4:
            way, work = ALL, np.int64(rows)
        # Of so many people a byte each is asked first.
        if way == ALL or work > shared // 2:
            chain = nobody
            if not flagged:
                flag(state, morning - base, minimum, flags)
                flagged = True
        else:
            flagged = False
        if work > shared:
            return day, way, groups, stamp, labelled, chain
        if way == ALL:
            which, last = touched[:0], table[day, GROUPS]
        else:
            which, last = touched[:groups], np.int64(groups)
        if last > 0:
            count = meet_groups(
                table, day, which, heads, chain, flags, flagged, 0, last, state, until, opening,
                minimum, horizon, base, ids, longs, scratch, found, instants,
            )  # fmt: skip
            labelled = keep(
                found, instants, count, state, minimum, base, ids, place_ids, setting_of,
                slot, who, evidence, labelled,
            )  # fmt: skip
        day += 1
    return day, FINISHED, 0, stamp, labelled, nobody


@loop
def _until(people, state, instant, count):  # type: ignore[no-untyped-def]
    """Those of `people`, `count` at most, who can expose others before `instant`."""
    found = np.empty(count, np.int32)
    at = 0
    for index in range(len(people)):
        if at < count and state[2 * np.int64(people[index])] < instant:
            found[at] = people[index]
            at += 1
    return found[:at]


@loop
def flag(state, morning, minimum, flags):  # type: ignore[no-untyped-def]
    """Write what a day may bring each person into `flags`; return for how many there may be news.

    morning: the day's first second in the state's own count. Stays that began before it stand in
    the day as if they began one second earlier.
    """
    waiting = 0
    for person in range(len(flags)):
        since, news = np.int64(state[2 * person]), np.int64(state[2 * person + 1])
        may_learn = news >= morning + minimum
        flags[person] = (
            MAY_EXPOSE * (since < morning + DAY)
            + EXPOSES_FROM * (since >= morning)
            + MAY_LEARN * may_learn
            + LEARNS_UNTIL * (news < morning + DAY + minimum)
        )
        waiting += may_learn
    return waiting


@loop
def _waiting(flags, count):  # type: ignore[no-untyped-def]
    """The `count` people for whom there may be news."""
    found = np.empty(count, np.int32)
    at = 0
    for person in range(len(flags)):
        if flags[person] & MAY_LEARN:
            found[at] = person
            at += 1
    return found


@loop
def _still_waiting(people, state, news):  # type: ignore[no-untyped-def]
    """Those of `people` to whom an exposure at `news` or later may be news."""
    found = np.empty(len(people), np.int32)
    at = 0
    for person in people:
        found[at] = person
        at += state[2 * np.int64(person) + 1] >= news
    return found[:at]


@loop
def touch(table, day, people, longs, long_way, stamps, stamp, touched, heads):  # type: ignore[no-untyped-def]
    """Write the groups in which these people stand on this day into `touched`, each once.

    Returns (how many groups, how many stays they hold, chain): the people's own stays in a group
    are chain[0] (positions in the day), linked by chain[1] from `heads[group]` on until -1.
    Step by step for all people rather than person by person: then the memory's answers are
    waited for side by side.
    """
    starts = int32s(table[day, STARTS], table[day, GROUPS] + 1)
    persons_at = int32s(table[day, PERSONS_AT], table[day, PERSON_COUNT] + 1)
    by_person = int32s(table[day, BY_PERSON], table[day, ROW_COUNT])
    marks = int32s(table[day, MARKS], table[day, MARK_COUNT])
    stays = 0
    for index in range(len(people)):
        person = np.int64(people[index])
        if person < table[day, PERSON_COUNT]:
            stays += persons_at[person + 1] - persons_at[person]
    chain = np.empty((2, stays), np.int64)
    positions = chain[0]
    at = 0
    for index in range(len(people)):
        person = np.int64(people[index])
        if person < table[day, PERSON_COUNT]:
            for way in range(persons_at[person], persons_at[person + 1]):
                positions[at] = by_person[way]
                at += 1
    near = np.empty(stays, np.int64)
    for index in range(stays):
        near[index] = marks[positions[index] // STEP]
    groups = 0
    work = np.int64(0)
    for index in range(stays):
        group = near[index]
        while starts[group + 1] <= positions[index]:
            group += 1
        if stamps[group] != stamp:
            stamps[group] = stamp
            heads[group] = -1
            touched[groups] = group
            groups += 1
            work += starts[group + 1] - starts[group]
        chain[1, index] = heads[group]
        heads[group] = index
    long_by_person, long_persons_at, long_place = long_way
    if len(long_by_person) > 0:
        places = int32s(table[day, PLACES], table[day, GROUPS])
        for index in range(len(people)):
            person = np.int64(people[index])
            for way in range(long_persons_at[person], long_persons_at[person + 1]):
                place = long_place[long_by_person[way]]
                group = np.searchsorted(places, place)
                if group < len(places) and places[group] == place and stamps[group] != stamp:
                    stamps[group] = stamp
                    heads[group] = -1
                    touched[groups] = group
                    groups += 1
                    work += starts[group + 1] - starts[group]
    return groups, work, chain


@loop
def meet_longs(  # type: ignore[no-untyped-def]
    sources, state, until, opening, minimum, horizon, base, ids, place_ids, setting_of,
    longs, long_way, named, found, instants, slot, who, evidence, labelled,
):  # fmt: skip
    """Meetings between two long stays, whatever their day. Returns how many are labelled now.

    named: whether these are contact rows, whose numbers are written as ~number from here on.
    """
    long_person, long_entered, long_left, long_seat, starts = longs
    by_person, persons_at, long_place = long_way
    for number in range(len(sources)):
        source = np.int64(sources[number])
        since = state[2 * source] + base
        stop_at = until[source] if opening else horizon
        for index in range(persons_at[source], persons_at[source + 1]):
            own = by_person[index]
            begin, stop = max(long_entered[own], since), min(long_left[own], stop_at)
            if stop - begin < minimum:
                continue
            place = long_place[own]
            count = 0
            for other in range(starts[place], starts[place + 1]):
                person = np.int64(long_person[other])
                start = max(begin, long_entered[other])
                end = min(stop, long_left[other])
                if (
                    person != source
                    and end - start >= minimum
                    and start + minimum <= state[2 * person + 1] + base
                    and may_meet(long_seat[own], long_seat[other])
                ):
                    found[0, count] = person
                    found[1, count] = source
                    found[2, count] = ~place if named else place
                    instants[0, count] = start
                    instants[1, count] = end
                    count += 1
            labelled = keep(
                found, instants, count, state, minimum, base, ids, place_ids, setting_of,
                slot, who, evidence, labelled,
            )  # fmt: skip
    return labelled


@loop
def keep(  # type: ignore[no-untyped-def]
    found, instants, count, state, minimum, base, ids, place_ids, setting_of,
    slot, who, evidence, labelled,
):  # fmt: skip
    """Keep of each person the best candidate of this level; return how many are labelled now.

    From here on only what is as early, with better evidence, or earlier is news of that person.
    """
    for index in range(count):
        person = np.int64(found[0, index])
        start, end = instants[0, index], instants[1, index]
        if start + minimum > state[2 * person + 1] + base:
            continue
        at = slot[person]
        if at < 0:
            at = labelled
            slot[person] = at
            who[at] = person
            labelled += 1
        elif start == evidence[at, START]:
            if end < evidence[at, END]:
                continue
            if end == evidence[at, END]:
                source, other = found[1, index], evidence[at, SOURCE]
                if ids[source] > ids[other]:
                    continue
                if source == other and not comes_before(
                    found[2, index], evidence[at, PLACE], place_ids, setting_of
                ):
                    continue
        state[2 * person + 1] = start + minimum - base
        evidence[at, START] = start
        evidence[at, END] = end
        evidence[at, SOURCE] = found[1, index]
        evidence[at, PLACE] = found[2, index]
    return labelled


@inlined
def comes_before(place, other, place_ids, setting_of):  # type: ignore[no-untyped-def]
    """Contact rows come before places; contact rows by setting, places by identifier."""
    if place >= 0 and other >= 0:
        return place_ids[place] < place_ids[other]
    if place < 0 and other < 0:
        return setting_of[~place] < setting_of[~other]
    return place < 0


@loop
def count_active(table, sources, state, base):  # type: ignore[no-untyped-def]
    """How many sources can expose someone before the evening of each day of the table."""
    active = np.zeros(len(table), np.int64)
    mornings = np.empty(len(table), np.int64)
    for day in range(len(table)):
        mornings[day] = table[day, MORNING]
    if len(table) == 0:
        return active
    for index in range(len(sources)):
        since = np.int64(state[2 * np.int64(sources[index])]) + base
        # As if no day was missing; else it is one before.
        day = max(min((since - mornings[0]) // DAY, len(table) - 1), -1)
        if day >= 0 and mornings[day] > since:
            day = np.searchsorted(mornings[:day], since, "right") - 1
        # A source that becomes one between two days of the table counts from the next.
        if day < 0 or since >= mornings[day] + DAY:
            day += 1
        if day < len(table):
            active[day] += 1
    for day in range(1, len(table)):
        active[day] += active[day - 1]
    return active


@loop
def open_sources(who, evidence, labelled, state, minimum, latency, base):  # type: ignore[no-untyped-def]
    """Make the people of this level the next level's sources; equal exposures are no news now."""
    for at in range(labelled):
        person = np.int64(who[at])
        state[2 * person] = min(evidence[at, START] + minimum + latency - base, NEVER)
        state[2 * person + 1] -= 1


@loop
def close_sources(sources, state):  # type: ignore[no-untyped-def]
    """These people expose nobody at the next level."""
    if len(sources) * 16 > len(state):
        state[0::2] = NEVER
        return
    for index in range(len(sources)):
        state[2 * np.int64(sources[index])] = NEVER


@loop
def forget(who, state, slot):  # type: ignore[no-untyped-def]
    """Take these people's labels from the state, as if the trace had not been."""
    if len(who) * 8 > len(slot):
        slot[:] = -1
        state[0::2] = NEVER
        state[1::2] = NEVER - 1
        return
    for at in range(len(who)):
        person = np.int64(who[at])
        state[2 * person] = NEVER
        state[2 * person + 1] = NEVER - 1
        slot[person] = -1
