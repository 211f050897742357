"""Tables out as .xlsx or .csv, safe to open: text stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

import xlsxwriter

from lachan.core.dates import VIETNAM

# With which a spreadsheet begins to reckon.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

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


def text_table(
    rows: Iterable[Sequence[Value]], *, headings: Sequence[str], note: str = ""
) -> bytes:
    """The same table as the bytes of a .csv file: UTF-8 with a BOM, so that Excel reads it too.

    Days are `2021-09-15`, instants `2021-09-15 17:00` in Việt Nam. `note` goes above the headings.
    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if note:
        writer.writerow([_harmless(note)])
    writer.writerow([_harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, int | float) else _harmless(value)


def _harmless(words: str) -> str:
    return f"'{words}" if words[:1] in _FORMULA else words


def _sheet_name(title: str) -> str:
    """Excel takes 31 characters and none of []:*?/\\ ."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"
