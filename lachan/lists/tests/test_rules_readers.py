"""What the cells of a list say: without a database, without a clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.lists.rules.dates import Day, read_birth, read_day, read_event_day, read_moment
from lachan.lists.rules.readers import (
    READERS,
    read_card,
    read_count,
    read_name,
    read_phone,
    read_result,
    read_sex,
)
from lachan.lists.terms import Weight

TODAY = date(2021, 9, 15)


@pytest.mark.parametrize(
    "words",
    [
        *("05/07/1990", "5/7/1990", "05-07-1990", "05.07.1990", " 05 / 07 / 1990 ", "1990-07-05"),
        *("5/7/90", "05071990", "ngày 5 tháng 7 năm 1990", "1990-07-05 00:00:00", "33059"),
    ],
)
def test_a_day_is_read_in_every_way_in_which_lists_write_it(words):
    assert read_birth(words, today=TODAY).value == Day(date(1990, 7, 5), 1990)


@pytest.mark.parametrize(
    "words", ["1990", "7/1990", "tháng 7 năm 1990", "1990 (tuổi Ngọ)", "sn 1990"]
)
def test_a_year_alone_stays_a_year_alone(words):
    assert read_birth(words, today=TODAY).value == Day(None, 1990)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("05/25/1990", "date-swapped"),
        ("31/02/1990", "date-impossible"),
        ("99/99/1990", "date-impossible"),
        ("13/1990", "date-impossible"),
        ("hôm qua", "date-unreadable"),
        ("1/1/2030", "birth-future"),
        ("1/1/1850", "birth-too-old"),
    ],
)
def test_a_doubtful_birth_is_asked_about_and_never_mended(words, code):
    read = read_birth(words, today=TODAY)
    assert (read.value, read.code, read.weight) == (None, code, Weight.HOLD)


def test_a_doubtful_day_of_arrival_is_noted_and_holds_nobody_back():
    read = read_event_day("31/02/2021", today=TODAY)
    assert (read.value, read.weight) == (None, Weight.NOTE)


def test_an_hour_beside_the_day_is_kept():
    assert read_moment("14h30 ngày 12/9/2021", today=TODAY).value == "2021-09-12T14:30"
    assert read_moment("12/9/2021", today=TODAY).value == "2021-09-12"


@given(st.dates(date(1905, 1, 1), TODAY))
def test_every_day_that_is_written_day_month_year_is_read_back(day):
    for words in (f"{day.day}/{day.month}/{day.year}", day.isoformat(), f"{day:%d.%m.%Y}"):
        assert read_birth(words, today=TODAY).value == Day(day, day.year)


@given(st.dates(date(1909, 1, 1), TODAY))
def test_every_serial_number_of_excel_is_its_day(day):
    serial = (day - date(1899, 12, 30)).days
    assert read_day(str(serial), today=TODAY).value == Day(day, day.year)


def test_a_short_year_is_the_latest_that_is_not_in_the_future():
    assert read_birth("1/1/21", today=TODAY).value.year == 2021
    assert read_birth("1/1/22", today=TODAY).value.year == 1922
    assert read_event_day("1/1/22", today=date(2021, 12, 31)).value == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [
        ("096090123456", "citizen", "096090123456"),
        ("096 090 123 456", "citizen", "096090123456"),
        ("'096090123456", "citizen", "096090123456"),
        ("CCCD: 096090123456", "citizen", "096090123456"),
        ("381234567", "old_card", "381234567"),
        ("381.234.567", "old_card", "381234567"),
        ("B1234567", "passport", "B1234567"),
    ],
)
def test_a_card_is_its_digits(words, kind, number):
    assert read_card(words, today=TODAY).value == (kind, number)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("9.60E+10", "card-rounded"),
        ("9,60903E+10", "card-rounded"),
        ("96090123456", "card-lost-zero"),
        ("38123456", "card-lost-zero"),
        ("096*****1234", "card-masked"),
        ("38123", "card-length"),
        ("chưa có số", "card-letters"),
    ],
)
def test_a_spoilt_card_number_is_held_with_the_reason(words, code):
    read = read_card(words, today=TODAY)
    assert (read.value, read.code, read.weight) == (None, code, Weight.HOLD)


@pytest.mark.parametrize(
    ("words", "number", "code"),
    [
        ("0901234567", "0901234567", ""),
        ("901234567", "0901234567", "phone-lost-zero"),
        ("+84 90 123 45 67", "0901234567", ""),
        ("0901.234.567", "0901234567", ""),
        ("01681234567", "0381234567", ""),
        ("0901234567 / 0917654321", "0901234567", "phone-several"),
        ("02903831111", "02903831111", ""),
        ("12345", None, "phone-unreadable"),
        ("9.01E+08", None, "phone-rounded"),
    ],
)
def test_a_phone_is_mended_only_in_one_way_and_never_holds_a_row(words, number, code):
    read = read_phone(words, today=TODAY)
    assert (read.value, read.code, read.weight) == (number, code, Weight.NOTE)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("NGUYỄN THỊ LAN", "Nguyễn Thị Lan"),
        ("  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("1. Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan (con)", "Nguyễn Thị Lan"),
        ("Ông Danh Út", "Danh Út"),
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_a_name_is_written_as_names_are(words, name):
    assert read_name(words, today=TODAY).value == name


@pytest.mark.parametrize(
    "words", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "#REF!", "?????", "12345", "Tổng: 15 người"]
)
def test_what_is_no_name_is_refused(words):
    read = read_name(words, today=TODAY)
    assert read.value is None
    assert read.weight is Weight.REFUSE


def test_sex_doses_and_results_have_many_words():
    assert [read_sex(w, today=TODAY).value for w in ("Nam", "NỮ", "nu", "Trai")] == [
        *("male", "female", "female", "male")
    ]
    assert read_sex("?!", today=TODAY).code == "sex-unreadable"
    assert [read_count(w, today=TODAY).value for w in ("2 mũi", "chưa tiêm", "Mũi 1")] == [2, 0, 1]
    assert [read_result(w, today=TODAY).value for w in ("Âm tính", "DƯƠNG TÍNH", "(-)")] == [
        *("negative", "positive", "negative")
    ]
    assert read_result("hỏng mẫu", today=TODAY).weight is Weight.HOLD


@given(st.text(max_size=60), st.sampled_from(sorted(READERS)))
def test_no_cell_breaks_a_reader(words, reader):
    read = READERS[reader](words, today=TODAY)
    assert read.value is None or read.weight is Weight.NOTE


@given(st.integers(0, 10**13))
def test_no_number_is_taken_for_a_card_of_another_length(number):
    read = read_card(str(number), today=TODAY)
    assert read.value is None or len(read.value[1]) in (9, 12)


def test_a_day_of_tomorrow_is_no_birth():
    tomorrow = TODAY + timedelta(days=1)
    assert read_birth(f"{tomorrow:%d/%m/%Y}", today=TODAY).code == "birth-future"
