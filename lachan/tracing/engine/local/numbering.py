"""Dense numbers for people and places, so that arrays can stand where identifiers were.

People who live together get neighbouring numbers: a household's labels then share a cache line.
"""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.tables import Numbers, whole

# Identifiers that lie this densely are numbered through a table, others by sorting.
SPARSEST = 8
ABSENT = -1


class Numbering:
    """Identifiers (any int64) and their numbers 0…n-1, in both directions."""

    def __init__(self, ids: Numbers) -> None:
        self.ids = whole(ids)
        self._order: Numbers | None = None
        self._first = 0
        self._table: Numbers | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def numbers_of(self, ids: Numbers) -> Numbers:
        """The number of each identifier, ABSENT where it has none."""
        ids = whole(ids)
        if not len(self.ids):
            return np.full(len(ids), ABSENT, np.int32)
        if self._table is None and self._order is None:
            self._prepare()
        numbers: Numbers
        if self._table is not None:
            numbers = _look_up(ids, self._table, self._first)
            return numbers
        assert self._order is not None
        at = np.searchsorted(self.ids, ids, sorter=self._order)
        candidates = self._order[np.minimum(at, len(self.ids) - 1)]
        numbers = np.where(self.ids[candidates] == ids, candidates, ABSENT)
        return numbers.astype(np.int32)

    def extended(self, ids: Numbers) -> Numbering:
        """This numbering with the identifiers that it does not know yet behind its own."""
        unknown = np.unique(whole(ids)[self.numbers_of(ids) == ABSENT])
        return Numbering(np.concatenate([self.ids, unknown])) if len(unknown) else self

    def _prepare(self) -> None:
        first, last = int(self.ids.min()), int(self.ids.max())
        if last - first < SPARSEST * len(self.ids) + 1024:
            self._first = first
            table = np.full(last - first + 1, ABSENT, np.int32)
            table[self.ids - first] = np.arange(len(self.ids), dtype=np.int32)
            self._table = table
        else:
            self._order = np.argsort(self.ids, kind="stable")


def distinct(*columns: Numbers) -> Numbers:
    """The identifiers that stand in any of the columns, ascending."""
    columns = tuple(column for column in columns if len(column))
    if not columns:
        return np.empty(0, np.int64)
    first = min(int(column.min()) for column in columns)
    last = max(int(column.max()) for column in columns)
    if last - first < SPARSEST * sum(map(len, columns)) + 1024:
        seen = np.zeros(last - first + 1, np.bool_)
        for column in columns:
            _mark(column, first, seen)
        return np.flatnonzero(seen) + first
    return np.unique(np.concatenate([np.unique(column) for column in columns]))


def by_home(persons: Numbering, person: Numbers, place: Numbers, length: Numbers) -> Numbering:
    """The same people, ordered by the place of each one's longest stay."""
    home = _longest(person, place, length, len(persons))
    return Numbering(persons.ids[np.lexsort((persons.ids, home))])


@loop
def _look_up(ids, table, first):  # type: ignore[no-untyped-def]
    numbers = np.empty(len(ids), np.int32)
    for index in range(len(ids)):
        # As an unsigned distance, an identifier below `first` lies far above the table.
        distance = np.uint64(ids[index]) - np.uint64(first)
        numbers[index] = table[distance] if distance < np.uint64(len(table)) else ABSENT
    return numbers


@loop
def _mark(ids, first, seen):  # type: ignore[no-untyped-def]
    for index in range(len(ids)):
        seen[ids[index] - first] = True


@loop
def _longest(person, place, length, count):  # type: ignore[no-untyped-def]
    home = np.full(count, np.int64(2**31 - 1))
    longest = np.full(count, np.int64(-1))
    for index in range(len(person)):
        who = person[index]
        if length[index] > longest[who]:
            longest[who] = length[index]
            home[who] = place[index]
    return home
