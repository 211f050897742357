"""What one running trace writes on, kept for the next one so that a small trace stays small."""

from __future__ import annotations

import numpy as np

from lachan.tracing.engine.local.gathering import WIDTH
from lachan.tracing.engine.local.listing import SCRATCH_WIDTH
from lachan.tracing.engine.local.meeting import NEVER
from lachan.tracing.engine.tables import Numbers


class Workspace:
    """State, scratch and results of one trace at a time.

    Between traces `state` says NEVER and "anything is news" for everyone, slots and `stamps` are
    as they began; whoever used a workspace clears exactly what it wrote. Memory that a trace does
    not touch is never given to it by the system.
    """

    def __init__(self, *, persons: int, groups: int, crowd: int, candidates: int, parts: int):
        self.state: Numbers = np.empty(2 * persons, np.int32)
        self.state[0::2] = NEVER
        self.state[1::2] = NEVER - 1
        self.until: Numbers = np.empty(persons, np.int64)
        self.stamps: Numbers = np.zeros(groups, np.int64)
        self.stamp = 0
        self.touched: Numbers = np.empty(groups, np.int32)
        self.heads: Numbers = np.empty(groups, np.int32)
        self.flags: Numbers = np.empty(persons, np.uint8)
        self.scratch = [np.empty((SCRATCH_WIDTH, crowd), np.int64) for _ in range(parts)]
        self.found = [np.empty((3, candidates), np.int32) for _ in range(parts)]
        self.instants = [np.empty((2, candidates), np.int64) for _ in range(parts)]
        self._persons = persons
        self._slots: Numbers = np.empty((0, persons), np.int32)
        self._labels: list[tuple[Numbers, Numbers]] = []
        self._rows: Numbers = np.empty((0, WIDTH), np.int64)

    def prepare(self, levels: int) -> None:
        """Make room for the labels of so many levels; what is written already stays."""
        if levels > len(self._slots):
            before = self._slots
            self._slots = np.full((max(levels, 2 * len(before)), self._persons), -1, np.int32)
            self._slots[: len(before)] = before
        while len(self._labels) < levels:
            self._labels.append(
                (np.empty(self._persons, np.int32), np.empty((self._persons, 4), np.int64))
            )

    def slots(self, levels: int) -> Numbers:
        """Of each level (a line) and person the line in that level's evidence, or -1."""
        return self._slots[:levels]

    def labels(self, level: int) -> tuple[Numbers, Numbers]:
        """(persons, evidence) of level `level`, from 1: see `levels.START`…"""
        return self._labels[level - 1]

    def rows(self, count: int) -> Numbers:
        """Room for `count` labels on their way into the answer: see `gathering.gathered`."""
        if count > len(self._rows):
            self._rows = np.empty((count + count // 8, WIDTH), np.int64)
        return self._rows[:count]
