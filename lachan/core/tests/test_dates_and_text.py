"""Days as an office counts them, and text as people type it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.core import dates, text


def test_the_vietnamese_day_begins_seven_hours_before_the_universal_one():
    assert dates.day_of(datetime(2021, 9, 14, 17, 0, tzinfo=UTC)) == date(2021, 9, 15)
    assert dates.day_of(datetime(2021, 9, 14, 16, 59, tzinfo=UTC)) == date(2021, 9, 14)


def test_one_working_day_after_friday_afternoon_is_monday_afternoon():
    friday = dates.at(date(2021, 9, 10), 16, 30)
    assert dates.working_days_after(friday, 1) == dates.at(date(2021, 9, 13), 16, 30)


def test_a_holiday_is_no_working_day():
    before = dates.at(date(2021, 9, 1), 9)
    holidays = {date(2021, 9, 2), date(2021, 9, 3)}
    assert dates.working_days_after(before, 1, holidays) == dates.at(date(2021, 9, 6), 9)


def test_search_needs_no_diacritics_and_no_case():
    assert text.folded("  Phường  AN XUYÊN ") == "phuong an xuyen"
    assert text.folded("Đoàn BP đứng chân") == "doan bp dung chan"


def test_vietnamese_names_are_ordered_by_the_given_name():
    names = ["Trần Văn Bình", "Lê Thị An", "Nguyễn An"]
    assert sorted(names, key=text.given_name_key) == [
        "Lê Thị An",
        "Nguyễn An",
        "Trần Văn Bình",
    ]


@given(st.text())
def test_folding_twice_changes_nothing_more(words):
    once = text.folded(words)
    assert text.folded(once) == once


@given(st.text())
def test_typed_and_decomposed_forms_are_found_alike(words):
    assert text.folded(words) == text.folded(unicodedata.normalize("NFC", words))


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), ("", 0), (None, 0), ("-1", 0), ("²", 0), ("9" * 30, 0)]
)
def test_a_number_that_no_page_sent_is_none(typed, number):
    assert text.whole_number(typed) == number
