"""Files opened within limits: what they hold, and why some are refused. No database."""

from __future__ import annotations

import io
import sys
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lachan.lists.sheets import Unreadable, kind_of, open_book
from lachan.lists.sheets.book import filled
from lachan.lists.sheets.faults import FAULTS
from lachan.lists.sheets.pages import grey_png, page_picture
from lachan.lists.sheets.text import separator_of
from lachan.lists.terms import FileKind
from lachan.lists.tests.old_workbook import old_workbook

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "bench" / "lists"))
import returnees


@pytest.fixture
def put(tmp_path):
    def _put(content: bytes, name: str = "ds") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return _put


def workbook(write) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    write(book)
    book.close()
    return out.getvalue()


def opened(path: Path):
    return open_book(path, kind_of(path))


def read_whole(path: Path) -> int:
    book = opened(path)
    return sum(len(list(book.rows(position))) for position in range(len(book.sheets)))


def repacked(content: bytes, **changes: bytes) -> bytes:
    """The package with parts replaced or added; by the names of the parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.pop(name, old.read(name)))
        for name, body in changes.items():
            new.writestr(name, body)
    return out.getvalue()


def simple(book):
    sheet = book.add_worksheet("DS")
    sheet.write_row(0, 0, ["Họ và tên", "Số"])
    sheet.write_row(1, 0, ["Nguyễn Văn A", "096090123456"])


def test_sheets_rows_hidden_rows_and_merged_cells_are_seen(put):
    def write(book):
        simple(book)
        sheet = book.get_worksheet_by_name("DS")
        sheet.write_row(2, 0, ["Trần Thị B", "x"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.merge_range(3, 0, 5, 0, "Hộ ông C")
        book.add_worksheet("Ẩn").hide()

    book = opened(put(workbook(write)))
    first, second = book.sheets
    assert (first.name, first.last_row, first.hidden_rows) == ("DS", 4, 1)
    assert first.merged == ((4, 0, 6, 0),)
    assert (second.name, second.is_hidden) == ("Ẩn", True)
    rows = list(book.rows(0))
    assert [row.is_hidden for row in rows[:3]] == [False, False, True]
    assert rows[1].cells == ["Nguyễn Văn A", "096090123456"]


def test_a_cell_that_is_merged_downwards_says_the_same_in_every_row(put):
    def write(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 1, 2, 1, "xã An Xuyên")
        for row, name in enumerate("ABC"):
            sheet.write(row, 0, name)

    book = opened(put(workbook(write)))
    rows = [row.cells for row in filled(book.rows(0), book.sheets[0])]
    assert rows == [["A", "xã An Xuyên"], ["B", "xã An Xuyên"], ["C", "xã An Xuyên"]]


def test_numbers_and_days_are_read_as_they_are_shown(put):
    def write(book):
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, date(1990, 7, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(0, 1, 96090123456, book.add_format({"num_format": "000000000000"}))
        sheet.write_number(0, 2, 901234567)
        sheet.write_number(0, 3, 36.5)
        sheet.write_formula(0, 4, "=1+1", None, 2)
        sheet.write_boolean(0, 5, True)

    [row] = list(opened(put(workbook(write))).rows(0))
    assert row.cells == ["05/07/1990", "096090123456", "901234567", "36.5", "2", "TRUE"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"<html><table><tr><td>a", "web-table"),
        (b"<?xml version='1.0'?><Workbook/>", "web-table"),
        (b"{\\rtf1}", "document"),
        (b"II*\0....", "picture-kind"),
        (b"\0\1\2\3\4\5" * 100, "not-a-list"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "document"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(put, content, code):
    with pytest.raises(Unreadable) as refusal:
        kind_of(put(content))
    assert refusal.value.code == code
    assert refusal.value.why_vi == FAULTS[code][1]


def test_macros_are_refused_by_content_whatever_the_name(put):
    content = repacked(workbook(simple), **{"xl/vbaProject.bin": b"macro"})
    with pytest.raises(Unreadable) as refusal:
        kind_of(put(content, "ds.xlsx"))
    assert refusal.value.code == "macros"


def test_a_bomb_is_refused_before_it_is_opened(put):
    content = repacked(workbook(simple), **{"xl/media/big": b"\0" * 30_000_000})
    with pytest.raises(Unreadable) as refusal:
        kind_of(put(content))
    assert refusal.value.code == "bomb"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
def test_entities_are_never_read(put, part):
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b"<x><sheetData><row><c><v>&a;</v></c></row></sheetData></x>"
    )
    path = put(repacked(workbook(simple), **{part: evil}))
    with pytest.raises(Unreadable) as refusal:
        read_whole(path)
    assert refusal.value.code == "xml-entities"


@pytest.fixture(scope="module")
def whole_workbook():
    """One workbook for all examples: it bears the second of its making, and so its size varies."""
    return workbook(simple)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_damage_to_a_workbook_is_a_crash(put, whole_workbook, data):
    content = bytearray(whole_workbook)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = put(bytes(content))
    with suppress(Unreadable):
        read_whole(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=400))
def test_no_bytes_are_a_crash(put, content):
    path = put(content)
    with suppress(Unreadable):
        read_whole(path)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("tcvn3", "TCVN3"),
        ("cp1258", "Windows-1258"),
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_told_from_the_content(put, encoding, said, separator):
    text = separator.join(["Họ và tên", "Địa chỉ", "Ghi chú"]) + "\r\n"
    text += separator.join(["Nguyễn Thị Hường", "phường Tân Xuyên", "về từ Bình Dương"]) + "\r\n"
    book = opened(put(returnees.encoded(text, encoding)))
    assert said in book.encoding
    assert book.separator == separator
    rows = [row.cells for row in book.rows(0)]
    assert [cell.lower() for cell in rows[1]] == [
        "nguyễn thị hường",
        "phường tân xuyên",
        "về từ bình dương",
    ]


def test_text_in_a_font_of_before_unicode_is_turned(put):
    def write(book):
        table = {letter: chr(byte) for byte, letter in returnees_tcvn3().items()}
        sheet = book.add_worksheet()
        for row, words in enumerate(("Họ và tên", "Nguyễn Thị Hường", "phường Tân Xuyên")):
            sheet.write(row, 0, "".join(table.get(letter, letter) for letter in words))

    book = opened(put(workbook(write)))
    assert book.encoding.startswith("TCVN3")
    assert [row.cells[0] for row in book.rows(0)][1:] == ["Nguyễn Thị Hường", "phường Tân Xuyên"]


def returnees_tcvn3():
    from lachan.directives.reader.sources.tables import TCVN3

    return {byte: letter for byte, letter in TCVN3.items() if byte < 256}


def test_a_quote_that_is_never_closed_swallows_no_rows(put):
    lines = ["Ho ten;Ghi chu", '"Nguyen Van A;x', *(f"Tran Van B{n};y" for n in range(30))]
    book = opened(put("\n".join(lines).encode()))
    assert len(list(book.rows(0))) == 32


def test_a_cell_may_hold_a_line_break_between_quotes(put):
    book = opened(put(b'Ho ten;Dia chi\nA;"ap 7\nxa An Xuyen"\nB;c\n'))
    assert [row.cells[1] for row in book.rows(0)] == ["Dia chi", "ap 7\nxa An Xuyen", "c"]


def test_the_separator_is_what_cuts_most_lines_alike():
    assert separator_of("a;b, c;d\n1;2, 3, 4;5\n") == ";"
    assert separator_of("a\n") == ","


def test_pages_of_paper_are_pictures(put):
    picture = grey_png(2, 2, 4, b"\0\xff..\xff\0..")
    path = put(picture)
    assert kind_of(path) is FileKind.PICTURE
    assert page_picture(path, FileKind.PICTURE, 1) == (picture, "image/png")
    assert page_picture(path, FileKind.PICTURE, 2) is None


def test_a_list_with_every_kind_of_mess_is_what_its_truth_says(tmp_path):
    truth = returnees.write_workbook(tmp_path / "ds.xlsx", 300, 7)
    book = opened(tmp_path / "ds.xlsx")
    assert book.sheets[0].hidden_rows == truth.hidden
    assert sum(1 for _ in book.rows(0)) == truth.rows + 5  # titles, two heading rows, the numbering


def test_old_workbooks_show_hidden_rows_hidden_sheets_and_merged_cells(put):
    rows = [["Họ và tên", "Xã"], ["Nguyễn Văn A", "An Xuyên"], ["Trần Thị B", ""], ["Lê C", "x"]]
    content = old_workbook(rows, hidden=[3], merged=[(1, 2, 1, 1)], is_hidden=True)
    path = put(content)
    assert kind_of(path) is FileKind.XLS
    book = opened(path)
    [sheet] = book.sheets
    assert (sheet.name, sheet.is_hidden, sheet.last_row, sheet.hidden_rows) == ("DS", True, 4, 1)
    assert [row.is_hidden for row in book.rows(0)] == [False, False, False, True]
    assert [row.cells[1] for row in filled(book.rows(0), sheet)] == [
        "Xã",
        "An Xuyên",
        "An Xuyên",
        "x",
    ]


def test_an_old_workbook_of_65536_rows_may_have_been_cut_off(put):
    book = opened(put(old_workbook([["a"]] * 65_535 + [["z"]])))
    assert book.sheets[0].last_row == 65_536
    assert book.sheets[0].may_be_cut_off
    assert sum(1 for _ in book.rows(0)) == 65_536


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_no_damage_to_an_old_workbook_is_a_crash(put, data):
    content = bytearray(old_workbook([["Họ và tên"], ["Nguyễn Văn A"]], hidden=[1]))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = put(bytes(content))
    with suppress(Unreadable):
        read_whole(path)
