"""Lists of hamlets as communes send them: without a database."""

from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.places.rules.hamlets import HEADINGS, REQUIRED, Commune, sorted_rows
from lachan.places.rules.tables import Unreadable, csv_cells, decoded, rows_under_headings

AN_XUYEN = Commune("96/964/32023/", "32023", "Xã An Xuyên", "Thành phố Cà Mau")
WARD_4 = Commune("96/964/32002/", "32002", "Phường 4", "Thành phố Cà Mau")
TWIN_A = Commune("96/964/1/", "00001", "Xã Tân Thành", "Thành phố Cà Mau")
TWIN_B = Commune("96/966/2/", "00002", "Xã Tân Thành", "Huyện U Minh")
COMMUNES = [AN_XUYEN, WARD_4, TWIN_A, TWIN_B]
TEXT = "Danh sách ấp, khóm\nTT;Mã xã;Xã, phường;Ấp, khóm\n1;32023;Xã An Xuyên;Ấp Tân Thời\n"


def windows_1258(text: str) -> bytes:
    out = b""
    for letter in unicodedata.normalize("NFC", text):
        try:
            out += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
            rest = "".join(part for part in parts if part not in tones)
            out += (unicodedata.normalize("NFC", rest) + "".join(tones)).encode("cp1258")
    return out


def rows_of(content: bytes):
    text, _encoding = decoded(content)
    return rows_under_headings(csv_cells(text), HEADINGS, REQUIRED)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (windows_1258(TEXT), "windows-1258"),
    ],
)
def test_a_list_is_read_in_any_usual_encoding(content, encoding):
    assert decoded(content)[1] == encoding
    assert rows_of(content) == [
        (3, {"commune_code": "32023", "commune": "Xã An Xuyên", "hamlet": "Ấp Tân Thời"})
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(separator):
    lines = ["Mã xã", "Ấp"], ["32023", "Ấp 1"], ["32023", "Ấp 2"]
    content = "\r\n".join(separator.join(line) for line in lines).encode()
    assert [row["hamlet"] for _number, row in rows_of(content)] == ["Ấp 1", "Ấp 2"]


def test_binary_content_and_a_list_without_headings_are_refused_in_words():
    with pytest.raises(Unreadable):
        decoded(b"\x7fELF\x00\x00")
    with pytest.raises(Unreadable):
        rows_of(b"a,b\n1,2\n")


def test_good_rows_are_kept_and_each_faulty_one_has_its_reason():
    rows = [
        (2, {"commune_code": "32023", "hamlet": "ấp 7"}),
        (3, {"commune_code": "32023", "hamlet": "Ấp 7"}),
        (4, {"commune_code": "32023", "hamlet": "Ấp Hoà Bình"}),
        (5, {"commune": "Phường 4", "hamlet": "Khóm 1"}),
        (6, {"commune": "an xuyên", "hamlet": "Ấp 8"}),
        (7, {"commune": "Xã Tân Thành", "hamlet": "Ấp 1"}),
        (8, {"commune": "Xã Tân Thành", "district": "U Minh", "hamlet": "Ấp 1"}),
        (9, {"commune_code": "99999", "hamlet": "Ấp 1"}),
        (10, {"commune_code": "32023", "hamlet": ""}),
        (11, {"commune_code": "32023", "hamlet": "7"}),
        (12, {"hamlet": "Ấp 1"}),
    ]
    known = [("96/964/32023/", next(iter(sorted_rows(rows[2:3], COMMUNES, []).new)).key[1])]
    result = sorted_rows(rows, COMMUNES, known)
    assert [hamlet.full_name for hamlet in result.new] == ["Ấp 7", "Khóm 1", "Ấp 8", "Ấp 1"]
    assert result.new[-1].commune == TWIN_B
    assert result.duplicates == [3, 4]
    assert [number for number, _why, _row in result.faults] == [7, 9, 10, 11, 12]
    assert all(why for _number, why, _row in result.faults)
    assert result.received == len(rows)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content):
    with contextlib.suppress(Unreadable):
        sorted_rows(rows_of(content), COMMUNES, [])


@given(st.lists(st.sampled_from(["Ấp 1", "ấp 1", "Ấp Hòa", "Ấp Hoà", "7", "", "Khóm 2"])))
def test_the_balance_always_holds(names):
    rows = [
        (number, {"commune_code": "32023", "hamlet": name}) for number, name in enumerate(names)
    ]
    first = sorted_rows(rows, COMMUNES, [])
    assert first.received == len(rows)
    again = sorted_rows(rows, COMMUNES, [hamlet.key for hamlet in first.new])
    assert not again.new
