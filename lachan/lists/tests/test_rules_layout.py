"""Where the heading is, what columns mean, which rows are about nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.lists.kinds import KINDS
from lachan.lists.rules.headers import (
    column_letter,
    find_heading,
    is_numbering,
    obstacles_to_mapping,
    propose_columns,
    signature_of,
)
from lachan.lists.rules.kinds import Kind
from lachan.lists.rules.telling import aside_reason

RETURNEES = KINDS["returnees"]
TITLE = ["DANH SÁCH CÔNG DÂN TỪ VÙNG DỊCH TRỞ VỀ"]
HEAD = ["STT", "Họ và tên", "Năm sinh", "Số CMND/CCCD", "Điện thoại", "Địa chỉ nơi đến"]
PERSON = ["1", "Nguyễn Văn A", "1990", "096090123456", "0901234567", "xã An Xuyên"]


def mapping_of(columns, kind: Kind = RETURNEES):
    return {name: columns[column] for column, name in propose_columns(columns, kind).items()}


def test_the_heading_is_found_below_titles():
    found = find_heading([TITLE, [""], ["Kèm theo Công văn số 12"], HEAD, PERSON], RETURNEES)
    assert (found.first, found.last) == (3, 3)


def test_a_heading_of_two_rows_with_merged_cells_is_one():
    above = ["STT", "Họ và tên", "Năm sinh", "", "Địa chỉ nơi đến"]
    below = ["", "", "Nam", "Nữ", ""]
    found = find_heading([TITLE, above, below, PERSON], RETURNEES)
    assert (found.first, found.last) == (1, 2)
    assert found.columns == (
        "STT",
        "Họ và tên",
        "Năm sinh / Nam",
        "Năm sinh / Nữ",
        "Địa chỉ nơi đến",
    )
    assert propose_columns(found.columns, RETURNEES) == {
        **{1: "name", 2: "birth_male", 3: "birth_female", 4: "address"}
    }


def test_a_row_of_column_numbers_belongs_to_the_heading():
    found = find_heading([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], PERSON], RETURNEES)
    assert found.last == 1


def test_a_list_without_a_heading_has_none():
    assert find_heading([PERSON, PERSON], RETURNEES) is None


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("HỌ TÊN", "name"),
        ("ho va ten", "name"),
        ("Ngày, tháng, năm sinh", "birth"),
        ("Số CMND hoặc CCCD", "card"),
        ("SĐT", "phone"),
        ("Nơi về từ vùng dịch", "origin"),
        ("Ngày về địa phương", "arrived"),
        ("BKS", "plate"),
        ("Đã tiêm mấy mũi vắc xin", "doses"),
        ("Ghi chú", "note"),
    ],
)
def test_headings_are_known_with_and_without_diacritics(heading, field):
    assert (
        field
        in propose_columns(
            ["Họ và tên x", heading] if field != "name" else [heading], RETURNEES
        ).values()
    )


@pytest.mark.parametrize(
    "heading", ["Từ tỉnh", "Từ tỉnh, thành phố", "Về từ tỉnh, thành phố", "Tỉnh đi"]
)
def test_the_province_left_is_not_the_province_of_the_destination(heading):
    columns = ["Họ và tên", heading, "Địa chỉ về"]
    assert propose_columns(columns, RETURNEES) == {0: "name", 1: "origin", 2: "address"}


def test_a_field_has_one_column_and_the_best_one():
    columns = ["Địa chỉ thường trú", "Địa chỉ nơi đến"]
    assert mapping_of(columns)["address"] == "Địa chỉ nơi đến"


def test_family_and_given_name_in_two_columns():
    assert set(mapping_of(["STT", "Họ và chữ đệm", "Tên", "Ngày sinh"])) == {
        *("family_name", "name", "birth")
    }


def test_the_signature_knows_a_layout_again_whatever_its_capitals():
    assert signature_of(HEAD) == signature_of([word.upper() for word in HEAD] + ["", ""])
    assert signature_of(HEAD) != signature_of(HEAD[::-1])


def test_the_name_must_have_a_column():
    assert obstacles_to_mapping({0: "birth"}, RETURNEES) == ["name"]


ASIDE = [
    (["", "", ""], "empty"),
    (["7", "", ""], "empty"),
    (HEAD, "heading"),
    (["1", "2", "3", "4", "5", "6"], "numbering"),
    (["", "Tổng cộng", "", "", "120"], "total"),
    (["Tổng số: 120 người"], "total"),
    (["II. Đoàn xe ngày 12/9/2021"], "group"),
    (["Xã An Xuyên"], "group"),
    (["", "", "Cà Mau, ngày 14 tháng 9 năm 2021"], "signature"),
    (["", "Người lập bảng", "", "", "Thủ trưởng đơn vị"], "signature"),
    (["", "CHỦ TỊCH UBND XÃ"], "signature"),
]


@pytest.mark.parametrize(("cells", "code"), ASIDE)
def test_rows_about_nobody_are_told_from_persons(cells, code):
    mapping = propose_columns(HEAD, RETURNEES)
    assert aside_reason(cells, HEAD, mapping) == code


@pytest.mark.parametrize(
    "cells",
    [
        PERSON,
        ["", "Nguyễn Văn A"],
        ["3", "", "1990", "096090123456"],
        ["4", "Tống Thị Cộng", "1990", "096090123456", "0901234567"],
        ["5", "Đoàn Văn Ấp", "", "", "", ""],
        ["6", "Cống Văn Tổng", "1980", "", "", ""],
        ["", "Tống Minh Hoàng", "", "", "", ""],
        ["", "Đoàn Văn Hậu", "", "", "", ""],
        ["7", "Đoàn Công Danh", "", "", "", ""],
    ],
)
def test_a_row_that_may_be_a_person_is_never_set_aside(cells):
    assert aside_reason(cells, HEAD, propose_columns(HEAD, RETURNEES)) == ""


def test_letters_of_columns():
    assert [column_letter(index) for index in (0, 25, 26, 27, 701, 702)] == [
        *("A", "Z", "AA", "AB", "ZZ", "AAA")
    ]


def test_the_numbering_needs_three_in_order():
    assert is_numbering(["A", "B", "1", "2", "3"])
    assert not is_numbering(["5", "9", "1"])


@given(st.lists(st.lists(st.text(max_size=20), max_size=8), max_size=8))
def test_no_rows_break_the_search_for_a_heading(rows):
    for kind in KINDS.values():
        find_heading(rows, kind)


@given(st.lists(st.text(max_size=20), max_size=8))
def test_a_row_with_a_card_is_never_set_aside_as_a_total(cells):
    mapping = {0: "name", 1: "card"}
    row = ["Nguyễn Văn A", "096090123456", *cells]
    assert aside_reason(row, ["Họ và tên", "CCCD"], mapping) not in ("total", "signature", "group")
