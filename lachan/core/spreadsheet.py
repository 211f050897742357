"""Tables out as .xlsx, safe to open: text stays text, whatever it begins with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from lachan.core.dates import VIETNAM

Value = str | int | float | date | datetime | bool | None


def workbook(
    rows: Iterable[Sequence[Value]], *, headings: Sequence[str], title: str, note: str = ""
) -> bytes:
    """One sheet with a frozen heading row and filters, as the bytes of an .xlsx file.

    `note` goes above the headings (who made it, when, which filters). Cells that begin with
    `= + - @` are written as plain text, never as formulas or links.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    instant = book.add_format({"num_format": "hh:mm dd/mm/yyyy", "valign": "top", "align": "left"})
    first = 0
    if note:
        sheet.write_string(0, 0, note)
        first = 2
    widths = [len(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(first, column, heading, bold)
    last = first
    for last, row in enumerate(rows, start=first + 1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, datetime):
                local = value.astimezone(VIETNAM).replace(tzinfo=None)
                sheet.write_datetime(last, column, local, instant)
                widths[column] = max(widths[column], 16)
            elif isinstance(value, date):
                sheet.write_datetime(last, column, value, day)
                widths[column] = max(widths[column], 11)
            elif isinstance(value, bool):
                sheet.write_boolean(last, column, value)
            elif isinstance(value, int | float):
                sheet.write_number(last, column, value)
            else:
                sheet.write_string(last, column, str(value), wrapped)
                widths[column] = max(widths[column], min(len(str(value)), 60))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, 60) + 2)
    sheet.freeze_panes(first + 1, 0)
    if headings and last > first:
        sheet.autofilter(first, 0, last, len(headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
    book.close()
    return out.getvalue()


def _sheet_name(title: str) -> str:
    """Excel takes 31 characters and none of []:*?/\\ ."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"
