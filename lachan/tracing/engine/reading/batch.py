"""Some rows of one file, as they come from a reader; sifted into those that are good."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lachan.tracing.engine import arrow
from lachan.tracing.engine.reading.account import Account, BadRow, Unreadable
from lachan.tracing.engine.reading.columns import Fault, Layout
from lachan.tracing.engine.tables import NO_SETTING, Numbers


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one file.

    values     [position of the column, row], whatever they hold where the row is bad
    words      the cells of the column of words, if the layout has one
    lines      at which line each row begins, or None where rows have only numbers (Parquet)
    first_row  the number of the first row, or None where rows have lines
    faults     Fault of each row
    columns    position of the column that the fault is about, -1 for the whole line
    cut        how many of the good rows lost a fraction of a second
    value_at   what stands in the bad cell of a row
    """

    source: str
    values: Numbers
    words: pa.Array | None
    lines: Numbers | None
    first_row: int | None
    faults: Numbers
    columns: Numbers
    cut: int
    value_at: Callable[[int], str]


def sifted(batch: Batch, layout: Layout, account: Account) -> tuple[Numbers, pa.Array | None]:
    """The values and words of the good rows; the others are told to the account."""
    faults = batch.faults
    early = (faults == Fault.GOOD) & (batch.values[layout.ends] < batch.values[layout.begins])
    bad = np.flatnonzero((faults != Fault.GOOD) | early)
    tally = account.tally(layout.name)
    tally.rows += len(faults)
    tally.cut += batch.cut
    account.progress(layout.name, tally.rows)
    if not len(bad):
        return batch.values, batch.words

    def bad_row(position: int) -> BadRow:
        at = int(bad[position])
        fault, column = Fault(int(faults[at])), int(batch.columns[at])
        if early[at]:
            fault, column = Fault.ENDS_EARLY, layout.ends
            value = _as_iso(int(batch.values[column, at]))
        else:
            value = batch.value_at(at)
        return BadRow(
            file=batch.source,
            line=None if batch.lines is None else int(batch.lines[at]),
            row=None if batch.first_row is None else batch.first_row + at,
            column=layout.columns[column].name if column >= 0 else "",
            value=value,
            reason=layout.words_of(fault, column),
        )

    account.leave_out(layout.name, len(bad), bad_row)
    good = np.ones(len(faults), bool)
    good[bad] = False
    words = None if batch.words is None else batch.words.filter(arrow.truths(good))
    return batch.values[:, good], words


def _as_iso(seconds: int) -> str:
    return f"{np.datetime64(seconds, 's')}Z"


def positions(source: str, names: list[str], layout: Layout, account: Account) -> list[int]:
    """For each name of a file's header (small letters), the position of the column it is, or -1.

    Raises `Unreadable` when a column is missing or stands twice.
    """
    wanted = {column.name: position for position, column in enumerate(layout.columns)}
    twice = [name for name in wanted if names.count(name) > 1]
    if twice:
        raise Unreadable(f"{source}: more than one column is called {', '.join(twice)}")
    absent = [column for column in layout.columns if column.name not in names]
    required = [column.name for column in absent if column.is_required]
    if required:
        found = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
        raise Unreadable(f"{source}: has no column {', '.join(required)} (it has: {found})")
    if layout.words is not None and absent:
        account.say(f"{source}: has no column {absent[0].name}; it is left empty")
    return [wanted.get(name, -1) for name in names]


def words_or_null(words: pa.Array) -> pa.Array:
    """The words in NFC; null where nothing but spaces stands."""
    coded = words.dictionary_encode()
    plain = [unicodedata.normalize("NFC", word) for word in coded.dictionary.to_pylist()]
    known = arrow.words([word if word.strip() else None for word in plain])
    return known.take(coded.indices)


class Settings:
    """Words as small numbers; one list for all files, sorted when all were read."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def numbers(self, words: pa.Array) -> Numbers:
        """The number of each word; NO_SETTING for none."""
        coded = words_or_null(words).dictionary_encode()
        numbers = self._number
        known = [numbers.setdefault(word, len(numbers)) for word in coded.dictionary.to_pylist()]
        indices = arrow.slots(coded.indices, np.int32).copy()
        # What is null gets the index -1, which reads the entry that is put at the end.
        indices[arrow.is_null(coded.indices)] = -1
        taken: Numbers = np.array([*known, NO_SETTING], np.int32)[indices]
        return taken

    def in_order(self) -> tuple[tuple[str, ...], Numbers]:
        """The words by code point, and for each number so far the one in that order."""
        words = sorted(self._number)
        order = np.full(len(words) + 1, NO_SETTING, np.int32)
        for place, word in enumerate(words):
            order[self._number[word]] = place
        return tuple(words), order
