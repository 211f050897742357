"""The account of a reading: how many rows came in, how many were left out, and why each one was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from lachan.tracing.engine.whole_file import replacing

SHOWN = 20  # bad rows of all files together that are said one by one
LONGEST_VALUE = 60  # letters of a bad cell that are shown

HEADINGS = ("file", "line", "row", "column", "value", "reason")


class Unreadable(Exception):
    """A file cannot be read at all; the sentence says which and why."""


@dataclass
class Tally:
    """What was read of one table: rows = kept + left_out; `cut` lost a fraction of a second."""

    files: int = 0
    rows: int = 0
    left_out: int = 0
    cut: int = 0


@dataclass(frozen=True, slots=True)
class BadRow:
    """Where a bad cell stands and what is wrong: `line` of a CSV file or `row` of a Parquet file.

    Both are counted from 1; the line is the one at which the row begins in an editor. `column` is
    "" where the whole line is meant.
    """

    file: str
    line: int | None
    row: int | None
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"line {self.line}" if self.line is not None else f"row {self.row}"
        shown = self.value.strip().replace("\r", "").replace("\n", "⏎")
        if len(shown) > LONGEST_VALUE:
            shown = f"{shown[:LONGEST_VALUE]}…"
        words = " ".join(part for part in (self.column, f"“{shown}”" if shown else "") if part)
        return f"{self.file}, {where}: {words or 'the line'} {self.reason}"


@dataclass
class Account:
    """Everything that a reading has to say; use it as a context around all readings of one run.

    say       called with each sentence as soon as it is known (bad rows: the first 20)
    rejects   a CSV file for all bad rows; complete when the context ends, absent if it fails
    progress  called with the name of the table and the rows read so far
    """

    say: Callable[[str], None] = lambda _sentence: None
    rejects: Path | None = None
    progress: Callable[[str, int], None] = lambda _table, _rows: None
    tallies: dict[str, Tally] = field(default_factory=dict)
    encodings: dict[str, str] = field(default_factory=dict)
    _open: ExitStack = field(default_factory=ExitStack)
    _writer: Any = None

    def __enter__(self) -> Account:
        if self.rejects is not None:
            path = self._open.enter_context(replacing(self.rejects))
            file = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
            self._writer = csv.writer(file, lineterminator="\n")
            self._writer.writerow(HEADINGS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)

    @property
    def left_out(self) -> int:
        """Rows left out of all tables."""
        return sum(tally.left_out for tally in self.tallies.values())

    @property
    def cut(self) -> int:
        """Rows of all tables that lost a fraction of a second."""
        return sum(tally.cut for tally in self.tallies.values())

    def tally(self, table: str) -> Tally:
        """The tally of a table, begun when first asked for."""
        return self.tallies.setdefault(table, Tally())

    def leave_out(self, table: str, count: int, bad_row: Callable[[int], BadRow]) -> None:
        """Note `count` bad rows; `bad_row(i)` gives the i-th, and is asked only if it is told."""
        before = self.left_out
        self.tally(table).left_out += count
        told = count if self._writer is not None else min(count, max(0, SHOWN - before))
        for position in range(told):
            bad = bad_row(position)
            if before + position < SHOWN:
                self.say(str(bad))
            if self._writer is not None:
                cells = (bad.file, bad.line, bad.row, bad.column, bad.value, bad.reason)
                self._writer.writerow(cells)
