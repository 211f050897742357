"""How we know: the chain of meetings that leads from a case to a person.

A label of level k names the source from whom the person was exposed, and that source has a label of
level k - 1 (docs/formats.md, `lachan trace`), so the chain can be read back to the case, link by
link. Labels are the rows of a trace's answer, sorted by person and level; the first of a person is
the person's F level.
"""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.tables import Exposures, Numbers

_MOST_LEVELS = 1024


def keys(labels: Exposures, everyone: Numbers) -> Numbers:
    """Person and level in one number, ascending as the rows are.

    `everyone` are persons, ascending, those of the labels among them: identifiers may be any number
    and leave no room for the level.
    """
    return np.searchsorted(everyone, labels.person) * _MOST_LEVELS + labels.level


def first_rows(labels: Exposures) -> Numbers:
    """The row of each person's first label, in order of persons."""
    if not len(labels):
        return np.empty(0, np.int64)
    is_first = np.ones(len(labels), np.bool_)
    is_first[1:] = labels.person[1:] != labels.person[:-1]
    return np.flatnonzero(is_first)


def row_of(labels: Exposures, person: int) -> int | None:
    """The row of a person's first label; None for somebody who was not exposed."""
    row = int(np.searchsorted(labels.person, person))
    return row if row < len(labels) and labels.person[row] == person else None


def parents(labels: Exposures) -> Numbers:
    """Of each row, the row by which its source was exposed; -1 where the source is a case."""
    everyone = np.unique(labels.person)
    wanted = np.searchsorted(everyone, labels.source) * _MOST_LEVELS + labels.level - 1
    above = np.searchsorted(keys(labels, everyone), wanted)
    return np.where(labels.level == 1, -1, above)


def cases_of(labels: Exposures) -> Numbers:
    """Of each row, the case at the beginning of its chain."""
    above = parents(labels)
    found = labels.source.copy()
    for level in np.unique(labels.level)[1:]:
        rows = np.flatnonzero(labels.level == level)
        found[rows] = found[above[rows]]
    return found


def chain_to(labels: Exposures, row: int) -> list[int]:
    """The rows of the links from the case to the person of `row`, which comes last."""
    chain = [row]
    while labels.level[chain[0]] > 1:
        source, above = labels.source[chain[0]], labels.level[chain[0]] - 1
        first = int(np.searchsorted(labels.person, source))
        last = int(np.searchsorted(labels.person, source, side="right"))
        chain.insert(0, first + int(np.searchsorted(labels.level[first:last], above)))
    return chain
