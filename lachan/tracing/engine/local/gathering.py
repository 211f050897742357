"""The labels of all levels as the columns of an answer, sorted by person and level."""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.levels import END, PLACE, SOURCE, START
from lachan.tracing.engine.local.memory import int64s
from lachan.tracing.engine.local.threads import CORES, share
from lachan.tracing.engine.tables import Numbers

_WORTH_SHARING = 20_000  # labels; fewer are written before another core has woken

# Of a label on its way into the columns: as in its evidence, and two more.
_PERSON, _LEVEL, _WIDTH = 4, 5, 6

# Of `Exposures`, in the order in which `_write` takes them.
_COLUMNS = {
    "person": "i8",
    "level": "i4",
    "exposed_at": "i8",
    "source": "i8",
    "place": "i8",
    "at_place": "?",
    "setting": "i4",
    "met_from": "i8",
    "met_until": "i8",
}


def gathered(
    persons: Numbers,
    rank: Numbers,
    slots: Numbers,
    evidence: list[Numbers],
    total: int,
    minimum: int,
    names: tuple[Numbers, Numbers, Numbers],
) -> dict[str, Numbers]:
    """The columns of `Exposures` by name, without the settings' words.

    persons: the numbers to look at, ascending; rank: of each, which it is by identifier.
    slots: of each level and person the line in that level's evidence, or -1.

    People are walked by number, since neighbours' labels lie side by side, and each label is
    written once where its identifier belongs; the columns are then filled from front to back.
    """
    columns = {name: np.empty(total, kind) for name, kind in _COLUMNS.items()}
    cores = CORES if total > _WORTH_SHARING else 1
    parts = [(persons[a:b], rank[a:b]) for a, b in _cut(len(persons), cores)]
    starts = np.zeros(len(persons) + 1, np.int64)
    share(_count, [(*part, slots, starts) for part in parts])
    np.cumsum(starts, out=starts)
    table = np.array([level.ctypes.data for level in evidence], np.int64)
    sizes = np.array([len(level) for level in evidence], np.int64)
    labels = np.empty((total, _WIDTH), np.int64)
    share(_collect, [(*part, slots, table, sizes, names[0], starts, labels) for part in parts])
    share(
        _write,
        [
            (labels[a:b], minimum, *names[1:], *(column[a:b] for column in columns.values()))
            for a, b in _cut(total, cores)
        ],
    )
    return columns


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
def _collect(persons, rank, slots, table, sizes, ids, starts, labels):  # type: ignore[no-untyped-def]
    for index in range(len(persons)):
        at = starts[rank[index]]
        person = persons[index]
        for level in range(len(slots)):
            line = np.int64(slots[level, person])
            if line < 0:
                continue
            evidence = int64s(table[level], (sizes[level], 4))
            labels[at, START] = evidence[line, START]
            labels[at, END] = evidence[line, END]
            labels[at, SOURCE] = ids[evidence[line, SOURCE]]
            labels[at, PLACE] = evidence[line, PLACE]
            labels[at, _PERSON] = ids[person]
            labels[at, _LEVEL] = level + 1
            at += 1


@loop
def _write(  # type: ignore[no-untyped-def]
    labels, minimum, place_ids, setting_of,
    person, level, exposed_at, source, place_column, at_place, setting, met_from, met_until,
):  # fmt: skip
    for at in range(len(labels)):
        place = labels[at, PLACE]
        person[at] = labels[at, _PERSON]
        level[at] = labels[at, _LEVEL]
        exposed_at[at] = labels[at, START] + minimum
        source[at] = labels[at, SOURCE]
        at_place[at] = place >= 0
        place_column[at] = place_ids[place] if place >= 0 else 0
        setting[at] = -1 if place >= 0 else setting_of[~place]
        met_from[at] = labels[at, START]
        met_until[at] = labels[at, END]
