"""Cells of an uploaded or named file: CSV in any usual encoding, or the first sheet of .xlsx."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from lachan.core.refused import Refused
from lachan.places.rules.tables import Unreadable, csv_cells, decoded

MOST_BYTES = 20_000_000
MOST_ROWS = 200_000
# A sheet that unpacks to more than this is not a list of places.
_MOST_UNPACKED = 300_000_000


def cells_of(content: bytes, name: str) -> tuple[list[list[str]], str]:
    """The cells of a list, and how it was encoded ("xlsx" for a workbook).

    Raises Refused, in words, for what is too large, empty, or neither CSV nor a workbook.
    """
    if not content.strip():
        raise Refused(_("the file is empty"))
    if len(content) > MOST_BYTES:
        raise Refused(_("the file is larger than %(most)d MB") % {"most": MOST_BYTES // 1_000_000})
    if content.startswith(b"PK") or name.lower().endswith((".xlsx", ".xls", ".ods")):
        cells, encoding = _workbook_cells(content), "xlsx"
    else:
        try:
            text, encoding = decoded(content)
            cells = csv_cells(text)
        except Unreadable as problem:
            raise Refused(str(problem)) from problem
    if len(cells) > MOST_ROWS:
        raise Refused(_("the list has more than %(most)d rows") % {"most": MOST_ROWS})
    return cells, encoding


def _workbook_cells(content: bytes) -> list[list[str]]:
    _refuse_bombs(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            return [[_words(cell) for cell in row] for row in sheet.to_python()]
    except (CalamineError, OSError, ValueError, IndexError) as problem:
        raise Refused(_("this is no workbook that can be read; save it as .xlsx")) from problem


def _refuse_bombs(content: bytes) -> None:
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as problem:
        raise Refused(_("this is no workbook that can be read; save it as .xlsx")) from problem
    if unpacked > _MOST_UNPACKED:
        raise Refused(_("the workbook unpacks to more than a list of places can hold"))


def _words(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, days as days."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
