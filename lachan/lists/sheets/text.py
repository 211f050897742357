"""Tables as text (.csv): encoding and separator told from the content."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from lachan.directives.reader.sources.encodings import decode
from lachan.directives.reader.sources.source import Unreadable as TextUnreadable
from lachan.lists.sheets.book import MOST_COLUMNS, MOST_LETTERS, Row, Sheet
from lachan.lists.sheets.faults import Unreadable

_SEPARATORS = (";", ",", "\t", "|")
_MOST_LINES_IN_A_CELL = 8


class TextTable:
    """A table of lines; its one sheet has no name."""

    def __init__(self, file: Path) -> None:
        try:
            found = decode(file.read_bytes())
        except TextUnreadable as fault:
            code = {
                "letters-lost": "letters-lost",
                "not-text": "not-a-list",
                "mojibake": "letters-lost",
            }
            raise Unreadable(code.get(fault.code, "encoding")) from None
        self.encoding = found.encoding
        # Windows-1258 writes tones as letters of their own.
        text = unicodedata.normalize("NFC", found.text)
        self._text = text.replace("\0", "").removeprefix("\ufeff")
        first, _, rest = self._text.partition("\n")
        if first.lower().startswith("sep=") and len(first.strip()) == 5:
            self.separator, self._text, self._skipped = first.strip()[4], rest, 1
        else:
            self.separator, self._skipped = separator_of(self._text), 0
        self._quoting = csv.QUOTE_MINIMAL
        if not self._is_sound():
            # A quote that is never closed would swallow the rows that follow: read it as a letter.
            self._quoting = csv.QUOTE_NONE

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(
            io.StringIO(self._text, newline=""),
            delimiter=self.separator,
            quoting=self._quoting,  # type: ignore[arg-type]
            strict=False,
        )

    def _is_sound(self) -> bool:
        try:
            return all(
                cell.count("\n") <= _MOST_LINES_IN_A_CELL
                for cells in self._reader()
                for cell in cells
            )
        except csv.Error:
            return False

    @cached_property
    def sheets(self) -> list[Sheet]:
        last = sum(1 for _ in self._reader()) + self._skipped
        return [Sheet("", False, last, 0)]

    def rows(self, sheet: int) -> Iterator[Row]:
        try:
            for number, cells in enumerate(self._reader(), start=1 + self._skipped):
                if any(cell.strip() for cell in cells):
                    yield Row(number, [cell[:MOST_LETTERS] for cell in cells[:MOST_COLUMNS]])
        except csv.Error:
            raise Unreadable("damaged") from None


def separator_of(text: str) -> str:
    """The separator with which most of the first lines have the same number of cells, above one."""
    lines = [line for line in text[:200_000].splitlines()[:60] if line.strip()]
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=separator)]
        except csv.Error:
            continue
        width, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        if width > 1 and count * min(width, 12) > most:
            best, most = separator, count * min(width, 12)
    return best
