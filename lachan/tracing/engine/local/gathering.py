"""The labels of all levels as the columns of an answer, sorted by person and level."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.levels import END, PLACE, SOURCE, START
from lachan.tracing.engine.local.memory import int64s
from lachan.tracing.engine.local.threads import CORES, share
from lachan.tracing.engine.tables import Numbers

_BLOCK = 256  # people looked up at a time
_WORTH_SHARING = 20_000  # labels; fewer are written before another core has woken

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
    by_id: Numbers,
    slots: Numbers,
    evidence: list[Numbers],
    total: int,
    minimum: int,
    names: tuple[Numbers, Numbers, Numbers],
) -> dict[str, Numbers]:
    """The columns of `Exposures` by name, without the settings' words.

    by_id: the persons (their numbers) to look at, by identifier. slots: of each level and person
    the line in that level's evidence, or -1.
    """
    columns = {name: np.empty(total, kind) for name, kind in _COLUMNS.items()}
    cores = CORES if total > _WORTH_SHARING else 1
    cuts = np.linspace(0, len(by_id), cores + 1).astype(np.int64)
    parts = [by_id[first:last] for first, last in pairwise(cuts)]
    counts = share(_count, [(part, slots) for part in parts])
    table = np.array([level.ctypes.data for level in evidence], np.int64)
    sizes = np.array([len(level) for level in evidence], np.int64)
    starts = np.cumsum([0, *counts])
    share(
        _write,
        [
            (part, slots, table, sizes, minimum, *names, int(start), *columns.values())
            for part, start in zip(parts, starts, strict=False)
        ],
    )
    return columns


@loop
def _count(persons, slots):  # type: ignore[no-untyped-def]
    total = 0
    for level in range(len(slots)):
        for index in range(len(persons)):
            total += slots[level, persons[index]] >= 0
    return total


@loop
def _write(  # type: ignore[no-untyped-def]
    persons, slots, table, sizes, minimum, ids, place_ids, setting_of, at,
    person_column, level_column, exposed_at, source_column, place_column, at_place, setting,
    met_from, met_until,
):  # fmt: skip
    # In blocks: first all lines of a block, so that memory's answers are waited for side by side.
    levels = len(slots)
    lines = np.empty((_BLOCK, levels), np.int32)
    for first in range(0, len(persons), _BLOCK):
        size = min(_BLOCK, len(persons) - first)
        for level in range(levels):
            for index in range(size):
                lines[index, level] = slots[level, persons[first + index]]
        for index in range(size):
            for level in range(levels):
                line = np.int64(lines[index, level])
                if line < 0:
                    continue
                evidence = int64s(table[level], (sizes[level], 4))
                place = evidence[line, PLACE]
                person_column[at] = ids[persons[first + index]]
                level_column[at] = level + 1
                exposed_at[at] = evidence[line, START] + minimum
                source_column[at] = ids[evidence[line, SOURCE]]
                at_place[at] = place >= 0
                place_column[at] = place_ids[place] if place >= 0 else 0
                setting[at] = -1 if place >= 0 else setting_of[~place]
                met_from[at] = evidence[line, START]
                met_until[at] = evidence[line, END]
                at += 1
