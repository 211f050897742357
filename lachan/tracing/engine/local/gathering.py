"""The labels of all levels as the columns of an answer, sorted by person and level."""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local import levels
from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.memory import int64s
from lachan.tracing.engine.local.threads import CORES, share
from lachan.tracing.engine.tables import Numbers

_WORTH_SHARING = 20_000  # labels; fewer are written before another core has woken

# Of a label on its way into the columns: from when and until when, the place and the source (two
# numbers of 32 bits), the person and the level. Half a line of a core's cache, written at once.
START, END, MET, WHOSE, WIDTH = range(5)

_AT_ONCE = 1_024  # people
_LOW = 2**32 - 1


def gathered(
    persons: Numbers,
    rank: Numbers,
    slots: Numbers,
    evidence: list[Numbers],
    rows: Numbers,
    minimum: int,
    names: tuple[Numbers, Numbers, Numbers],
) -> dict[str, Numbers]:
    """The columns of `Exposures` by name, without the settings' words.

    persons: the numbers to look at, ascending; rank: of each, which it is by identifier.
    slots: of each level and person the line in that level's evidence, or -1.
    rows: room for the labels, WIDTH numbers for each.

    People are walked by number, since neighbours' labels lie side by side, and each label is
    written once where its identifier belongs; the columns are then filled from front to back.
    """
    total = len(rows)
    columns = empty_columns(total)
    cores = CORES if total > _WORTH_SHARING else 1
    parts = [(persons[a:b], rank[a:b]) for a, b in _cut(len(persons), cores)]
    starts = np.zeros(len(persons) + 1, np.int64)
    share(_count, [(*part, slots, starts) for part in parts])
    np.cumsum(starts, out=starts)
    table = np.array([labels.ctypes.data for labels in evidence], np.int64)
    sizes = np.array([len(labels) for labels in evidence], np.int64)
    share(_collect, [(*part, slots, table, sizes, starts, rows) for part in parts])
    share(
        _write,
        [
            (rows[a:b], minimum, *names, *(column[a:b] for column in columns.values()))
            for a, b in _cut(total, cores)
        ],
    )
    return columns


def empty_columns(total: int) -> dict[str, Numbers]:
    """Columns of `Exposures` for so many labels, not yet filled, in the order of `_write`.

    They lie in few large blocks: the system gives those in large pages, and so sooner.
    """
    person, exposed_at, source, place, met_from, met_until = np.empty((6, total), np.int64)
    level, setting = np.empty((2, total), np.int32)
    return {
        "person": person,
        "level": level,
        "exposed_at": exposed_at,
        "source": source,
        "place": place,
        "at_place": np.empty(total, np.bool_),
        "setting": setting,
        "met_from": met_from,
        "met_until": met_until,
    }


def _cut(length: int, parts: int) -> list[tuple[int, int]]:
    return [(length * part // parts, length * (part + 1) // parts) for part in range(parts)]


@loop
def _count(persons, rank, slots, counts):  # type: ignore[no-untyped-def]
    """Write how many labels each person has behind the place of their rank."""
    for index in range(len(persons)):
        count = 0
        for level in range(len(slots)):
            count += slots[level, persons[index]] >= 0
        counts[rank[index] + 1] = count


@loop
def _collect(persons, rank, slots, table, sizes, starts, rows):  # type: ignore[no-untyped-def]
    """Write each label into its row. Many people at a time and each look-up in a loop of its own,
    without a branch to guess: then memory's answers are waited for side by side."""
    most = min(_AT_ONCE, len(persons))
    nexts = np.empty(most, np.int64)
    who, lines, ats = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.int64)
    for first in range(0, len(persons), _AT_ONCE):
        count = min(_AT_ONCE, len(persons) - first)
        for index in range(count):
            nexts[index] = starts[rank[first + index]]
        for level in range(len(slots)):
            evidence = int64s(table[level], (sizes[level], 4))
            found = np.int64(0)
            for index in range(count):
                person = persons[first + index]
                line = slots[level, person]
                who[found], lines[found], ats[found] = person, line, nexts[index]
                labelled = np.int64(line >= 0)
                found += labelled
                nexts[index] += labelled
            for index in range(found):
                line, at = np.int64(lines[index]), ats[index]
                rows[at, START] = evidence[line, levels.START]
                rows[at, END] = evidence[line, levels.END]
                rows[at, MET] = (evidence[line, levels.PLACE] << 32) | evidence[line, levels.SOURCE]
                rows[at, WHOSE] = (np.int64(who[index]) << 32) | (level + 1)


@loop
def _write(  # type: ignore[no-untyped-def]
    rows, minimum, ids, place_ids, setting_of,
    person, level, exposed_at, source, place_column, at_place, setting, met_from, met_until,
):  # fmt: skip
    for at in range(len(rows)):
        place = rows[at, MET] >> 32
        person[at] = ids[rows[at, WHOSE] >> 32]
        level[at] = rows[at, WHOSE] & _LOW
        exposed_at[at] = rows[at, START] + minimum
        source[at] = ids[rows[at, MET] & _LOW]
        at_place[at] = place >= 0
        place_column[at] = place_ids[place] if place >= 0 else 0
        setting[at] = -1 if place >= 0 else setting_of[~place]
        met_from[at] = rows[at, START]
        met_until[at] = rows[at, END]
