"""Lists as communes send them: any usual encoding, any heading, each row with its number.

A file is CSV (comma, semicolon or tab) or rows of a sheet; the heading row is the first within
ten that names the columns we need.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from lachan.places.rules.names import fold

Row = tuple[int, dict[str, str]]
_SEPARATORS = ",;\t"
_HEADING_WITHIN = 10


class Unreadable(Exception):
    """The file is no list that we can read; the message says why, in words."""


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file and the encoding it was in: utf-8, utf-16, windows-1258 or cp1252.

    Raises Unreadable for binary content.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _normal(content.decode("utf-16", "replace")), "utf-16"
    if b"\x00" in content[:4096]:
        raise Unreadable(_("this is no text file; save the list as .csv or .xlsx"))
    try:
        return _normal(content.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError:
        return _normal(content.decode("cp1258", "replace")), "windows-1258"


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def csv_cells(text: str) -> list[list[str]]:
    """The cells of a CSV text, whichever of comma, semicolon and tab separates them."""
    sample = "\n".join(text.splitlines()[:20])
    try:
        separator = max(_SEPARATORS, key=lambda one: _regularity(sample, one))
        return [[cell.strip() for cell in row] for row in _parsed(text, separator)]
    except csv.Error as problem:
        raise Unreadable(_("the file is no CSV: %(why)s") % {"why": str(problem)}) from problem


def _parsed(text: str, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _regularity(sample: str, separator: str) -> tuple[int, int]:
    """How many lines have the same number of cells by this separator, and how many cells."""
    widths = Counter(len(row) for row in _parsed(sample, separator) if len(row) > 1)
    if not widths:
        return (0, 0)
    width, lines = max(widths.items(), key=lambda one: (one[1], one[0]))
    return (lines, width)


def rows_under_headings(
    cells: Iterable[Sequence[str]],
    headings: Mapping[str, Sequence[str]],
    required: Iterable[Sequence[str]],
) -> list[Row]:
    """The rows below the heading row, by our names of the columns, with their row numbers.

    `headings` gives for each of our names the words that people use for it, folded; `required`
    are groups of our names of which at least one each must be found. Empty rows are left out.
    Raises Unreadable when no heading row is found, naming what was looked for.
    """
    lines = [[str(cell).strip() for cell in row] for row in cells]
    for index, line in enumerate(lines[:_HEADING_WITHIN]):
        columns = _columns(line, headings)
        if all(any(name in columns for name in group) for group in required):
            return [
                (number, _row(row, columns))
                for number, row in enumerate(lines[index + 1 :], start=index + 2)
                if any(row)
            ]
    wanted = ", ".join(_(" or ").join(headings[name][0] for name in group) for group in required)
    raise Unreadable(
        _("no heading row was found: it must name the columns %(columns)s") % {"columns": wanted}
    )


def _columns(line: Sequence[str], headings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    folded = [fold(cell) for cell in line]
    for name, words in headings.items():
        for word in words:
            wanted = fold(word)
            if wanted in folded:
                found.setdefault(name, folded.index(wanted))
                break
    return found


def _row(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: " ".join(unicodedata.normalize("NFC", cells[at]).split()) if at < len(cells) else ""
        for name, at in columns.items()
    }
