"""Which stays of a day a trace has to look at: a byte a person answers for nearly all of them.

Groups are taken many at a time, and each kind of look-up in a loop of its own: then memory's
answers are waited for side by side, and few branches are left that a core could guess wrong.
"""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.packing import person_of

# Columns of `scratch`: sources by time, targets, those active, sources by identifier, keys, and
# the positions of stays to look at, up to when an exposure is news to each target, since when each
# likely source exposes, and where in the lists of positions a group's end.
BY_TIME, TARGETS, ACTIVE, BY_NAME, KEYS, LIKELY_SOURCES, LIKELY_TARGETS = 0, 4, 8, 9, 13, 14, 15
NEWS_UNTIL, SINCE, ENDS, LIKELY_GROUPS = 16, 17, 18, 20
SCRATCH_WIDTH = 21

# Bits of a day's flags, one byte a person: whether the day may bring anything, and whether the
# state has to be asked for it, because it changes in the course of that very day. The flags of a
# province stay in a core's own cache, its state does not.
MAY_EXPOSE, MAY_LEARN, EXPOSES_FROM, LEARNS_UNTIL = 1, 2, 4, 8

_AT_ONCE = 8_192  # stays of groups that are taken together


@loop
def likely(  # type: ignore[no-untyped-def]
    rows, starts, places, groups, first, last, heads, chain, flags, flagged, longs, state, scratch
):
    """List the stays to look at in the groups from turn `first` on, as many as are read at once.

    Returns (the turn after these groups, how many of them are listed). Where people are flagged,
    one byte of each, which stays near, tells who may be source or target.
    """
    l_sources, l_targets, l_since = scratch[LIKELY_SOURCES], scratch[LIKELY_TARGETS], scratch[SINCE]
    s_ends, t_ends, l_groups = scratch[ENDS], scratch[ENDS + 1], scratch[LIKELY_GROUPS]
    chained = chain.shape[1] > 0
    most = min(_AT_ONCE, scratch.shape[1] - 1)
    if len(groups) == 0:
        after, listed = _worth_reading(
            rows, starts, places, flags, first, last, longs, most, scratch
        )
    else:
        after, size = first, np.int64(0)
        while after < last:
            group = np.int64(groups[after])
            size += starts[group + 1] - starts[group]
            if size > most and after > first:
                break
            l_groups[after - first] = group
            after += 1
        listed = after - first
    sources = targets = np.int64(0)
    s_ends[0] = t_ends[0] = 0
    for nth in range(listed):
        group = l_groups[nth]
        start, end = np.int64(starts[group]), np.int64(starts[group + 1])
        if flagged:
            # Positions are written in any case and counted if wanted: a branch here would be
            # guessed wrong too often.
            stays = rows[start:end]
            for at in range(len(stays)):
                here = np.int64(flags[person_of(stays[at])])
                l_sources[sources] = start + at
                l_targets[targets] = start + at
                sources += here & MAY_EXPOSE
                targets += (here & MAY_LEARN) >> 1
        else:
            targets += end - start
            if chained:
                link = np.int64(heads[group])
                while link >= 0:
                    l_sources[sources] = chain[0, link]
                    sources += 1
                    link = chain[1, link]
            else:
                for row in range(start, end):
                    l_sources[sources] = row
                    sources += 1
        s_ends[nth + 1] = sources
        t_ends[nth + 1] = targets
    # The states in a loop of their own, so that memory's answers are waited for side by side.
    for number in range(sources):
        l_since[number] = state[2 * person_of(rows[l_sources[number]])]
    return after, listed


@loop
def _worth_reading(rows, starts, places, flags, first, last, longs, most, scratch):  # type: ignore[no-untyped-def]
    """List the groups from `first` on in which somebody may expose and somebody may learn.

    Returns as `likely` does. Most groups are passed over here. A loop through each would end after
    a few stays, and where it ends is guessed wrong every time; so flags are summed up over many
    groups, those who may expose in the low half of a number, those who may learn in the high half.
    """
    long_starts, has_longs = longs[4], len(longs[0]) > 0
    sums, l_groups = scratch[KEYS], scratch[LIKELY_GROUPS]
    begin = np.int64(starts[first])
    after = first + 1
    while after < last and starts[after + 1] - begin <= most:
        after += 1
    stays = rows[begin : starts[after]]
    total = np.int64(0)
    for at in range(len(stays)):
        here = np.int64(flags[person_of(stays[at])])
        sums[at] = total
        total += (here & MAY_EXPOSE) | ((here & MAY_LEARN) << 31)
    sums[len(stays)] = total
    listed = opens = np.int64(0)
    for group in range(first, after):
        ends = np.int64(starts[group + 1]) - begin
        both = sums[ends] - sums[opens]
        opens = ends
        wanted = (both >> 32 != 0) & (both & 0xFFFFFFFF != 0)
        if has_longs:
            wanted |= long_starts[places[group] + 1] > long_starts[places[group]]
        l_groups[listed] = group
        listed += wanted
    return after, listed
