"""Spreadsheets out."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from python_calamine import CalamineWorkbook

from lachan.core.spreadsheet import workbook


def read(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-cmd", "@SUM(A1)", "=HYPERLINK(1)"])
def test_text_that_looks_like_a_formula_stays_text(text):
    content = workbook([[text]], headings=["Tên"], title="Danh sách")
    assert read(content)[1][0] == text
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_days_hours_and_numbers_come_back_as_such():
    row = [date(2021, 9, 15), datetime(2021, 9, 15, 5, 0, tzinfo=UTC), 1204, None, "Tỉnh ủy"]
    back = read(workbook([row], headings=list("abcde"), title="x", note="lúc 16:05"))
    assert back[0][0] == "lúc 16:05"
    assert back[3][0] == date(2021, 9, 15)
    assert back[3][1] == datetime(2021, 9, 15, 12, 0)  # noqa: DTZ001
    assert back[3][2:] == [1204, "", "Tỉnh ủy"]


def test_a_title_with_forbidden_letters_still_names_the_sheet():
    content = workbook([["a"]], headings=["h"], title="Sổ [đến]: 2020/2021 " + "rất dài " * 9)
    name = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names[0]
    assert len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
