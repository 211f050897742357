"""A file of rows, whatever its format: its sheets, what stands out about them, its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from lachan.directives.reader.sources.encodings import examine
from lachan.directives.reader.sources.source import Unreadable as TextUnreadable
from lachan.directives.reader.sources.tables import from_tcvn3, from_vni
from lachan.lists.sheets.faults import Unreadable
from lachan.lists.terms import FileKind

__all__ = ["Book", "Row", "Sheet", "Unreadable", "open_book"]

# Where spreadsheets end: a list of exactly so many rows may have been cut off (PHE, October 2020).
LAST_ROWS = (65_536, 1_048_576)
MOST_COLUMNS = 200
MOST_LETTERS = 5_000
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the file shows it: its number from 1, its cells, whether it is hidden."""

    number: int
    cells: list[str]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is seen of a sheet without reading it: `last_row` is the number of its last row."""

    name: str
    is_hidden: bool
    last_row: int
    hidden_rows: int
    merged: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column

    @property
    def may_be_cut_off(self) -> bool:
        return self.last_row in LAST_ROWS


class Book(Protocol):
    """An opened file."""

    encoding: str

    @property
    def sheets(self) -> list[Sheet]:
        """Its sheets in order."""

    def rows(self, sheet: int) -> Iterator[Row]:
        """The rows of a sheet, by its position, in order; rows without any words may be missing."""


def open_book(file: Path, kind: FileKind) -> Book:
    """Open a file of rows; raise `Unreadable` when it cannot be."""
    # Each format brings its own machinery: it is loaded only for its files.
    if kind is FileKind.XLSX:
        from lachan.lists.sheets.xlsx import Workbook

        return in_unicode(Workbook(file))
    if kind is FileKind.XLS:
        from lachan.lists.sheets.xls import OldWorkbook

        return in_unicode(OldWorkbook(file))
    if kind is FileKind.CSV:
        from lachan.lists.sheets.text import TextTable

        return TextTable(file)
    raise Unreadable("not-a-list")


class Turned:
    """A workbook in which text of a font of before Unicode (.VnTime, VNI) is turned."""

    def __init__(self, book: Book, turn: Callable[[str], str], encoding: str) -> None:
        self._book, self._turn, self.encoding = book, turn, encoding

    @property
    def sheets(self) -> list[Sheet]:
        return self._book.sheets

    def rows(self, sheet: int) -> Iterator[Row]:
        for row in self._book.rows(sheet):
            cells = [cell if cell.isascii() else self._turn(cell) for cell in row.cells]
            yield Row(row.number, cells, row.is_hidden)


def in_unicode(book: Book) -> Book:
    """The workbook, its text turned when the letters of its first rows are of such a font."""
    words = []
    for position in range(len(book.sheets)):
        for row in islice(book.rows(position), _SAMPLE):
            words.append(" ".join(row.cells))
    try:
        found = examine("\n".join(words))
    except TextUnreadable as fault:
        if fault.code == "mojibake":
            raise Unreadable("letters-lost") from None
        return book
    for name, turn in (("TCVN3", from_tcvn3), ("VNI", from_vni)):
        if found.encoding.startswith(name):
            return Turned(book, turn, found.encoding)
    return book


def filled(rows: Iterator[Row], sheet: Sheet) -> Iterator[Row]:
    """The rows with merged cells filled: each cell of a merged range says what its first says.

    Titles that span the whole width are not repeated: a range of one row is left as it is.
    """
    tall = sorted(span for span in sheet.merged if span[2] > span[0])
    if not tall:
        yield from rows
        return
    waiting = iter(tall)
    following = next(waiting, None)
    open_spans: list[tuple[tuple[int, int, int, int], str]] = []
    for row in rows:
        open_spans = [(span, words) for span, words in open_spans if span[2] >= row.number]
        while following is not None and following[0] <= row.number:
            first, column = following[0], following[1]
            if first == row.number and column < len(row.cells) and row.cells[column]:
                open_spans.append((following, row.cells[column]))
            following = next(waiting, None)
        for span, words in open_spans:
            if span[0] < row.number:
                if len(row.cells) <= span[1]:
                    row.cells.extend([""] * (span[1] + 1 - len(row.cells)))
                if not row.cells[span[1]]:
                    row.cells[span[1]] = words
        yield row
