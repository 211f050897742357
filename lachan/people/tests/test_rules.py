"""Masking, births, searches, contradictions and unusual readings: without a database."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.people.rules.births import NotABirth, birth_of, birth_words
from lachan.people.rules.contradictions import Said, contradictions, still_open
from lachan.people.rules.masking import initials, masked_number, masked_words
from lachan.people.rules.numbers import other_number
from lachan.people.rules.readings import DayOfReading, Limit, judged
from lachan.people.rules.searching import asked_for

TODAY = date(2021, 9, 15)


@given(st.text("AB0123456789", min_size=6, max_size=16))
def test_a_masked_number_tells_its_length_and_last_three_characters_only(value):
    masked = masked_number(value)
    assert len(masked) == len(value)
    assert masked[-3:] == value[-3:]
    assert set(masked[:-3]) == {"•"}


def test_a_short_number_is_hidden_whole():
    assert masked_number("12345") == "•••••"
    assert masked_number("") == ""


@pytest.mark.parametrize(
    "words", ["SĐT 0912.345.678", "CCCD: 096 087 000 123 (cũ)", "cmnd381234567", "+84 912-345-678"]
)
def test_numbers_in_any_words_are_masked(words):
    masked = masked_words(words)
    assert sum(letter.isdigit() for letter in masked) <= 3
    assert "•" in masked


def test_days_and_house_numbers_are_no_numbers_to_mask():
    assert masked_words("Số 12/3, sinh 15/9/1987") == "Số 12/3, sinh 15/9/1987"


def test_initials_leave_the_given_name():
    assert initials("Nguyễn Văn Mẫu") == "N. V. Mẫu"
    assert initials("") == ""


@pytest.mark.parametrize(
    ("words", "born", "year"),
    [
        ("15/9/1987", date(1987, 9, 15), 1987),
        ("15-09-1987", date(1987, 9, 15), 1987),
        ("15091987", date(1987, 9, 15), 1987),
        ("1987-09-15", date(1987, 9, 15), 1987),
        ("1987", None, 1987),
        ("9/1987", None, 1987),
        ("", None, None),
    ],
)
def test_a_birth_is_read_as_it_is_known(words, born, year):
    assert birth_of(words, today=TODAY) == (born, year)


@pytest.mark.parametrize("words", ["31/2/1987", "16/9/2021", "1850", "87", "hôm qua", "2022"])
def test_what_is_no_birth_is_said(words):
    with pytest.raises(NotABirth):
        birth_of(words, today=TODAY)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_a_birth_that_was_written_is_read_again(born):
    assert birth_of(birth_words(born, born.year), today=TODAY) == (born, born.year)


@given(st.text(max_size=30))
def test_any_words_are_a_birth_or_said_to_be_none(words):
    with contextlib.suppress(NotABirth):
        birth_of(words, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("0912 345 678", ("0912345678",)),
        ("+84 912 345 678", ("84912345678", "0912345678")),
        ("096.087.000.123", ("096087000123",)),
        ("c1234567", ("C1234567", "234567")),
    ],
)
def test_a_number_is_searched_for_in_its_normal_form(typed, numbers):
    asked = asked_for(typed)
    assert asked.numbers[0] == numbers[0]
    assert set(numbers[:2]) & set(asked.numbers)
    assert asked.words == ()


def test_a_name_is_searched_for_with_its_year():
    asked = asked_for("Nguyễn Văn Mẫu 1987")
    assert asked.words == ("nguyen", "van", "mau")
    assert asked.year == 1987


@given(st.text(max_size=40))
def test_whatever_is_typed_can_be_searched_for(typed):
    asked = asked_for(typed)
    assert not (asked.numbers and asked.words)


def test_too_little_to_search_for_is_said_so():
    assert asked_for("a").is_empty
    assert asked_for(" ").is_empty
    assert not asked_for("an").is_empty


def test_paper_is_told_by_the_form_of_its_number():
    assert [
        other_number(words)[0].value
        for words in ("381 234 567", "c1234567", "096087000123", "DN 4 96 1234567890")
    ] == ["old_card", "passport", "citizen", "insurance"]


def test_sources_differ_where_both_say_something_else():
    sources = [
        Said(1, {"full_name": "Nguyễn Văn Mẫu", "birth_on": "1987-03-04", "sex": "male"}),
        Said(2, {"full_name": "MAU NGUYEN VAN", "birth_on": "1987-04-03"}),
        Said(3, {"full_name": "Nguyễn Văn Mẫu", "birth_year": 1988}),
    ]
    (birth,) = contradictions(sources)
    assert birth.field == "birth_on"
    assert birth.sides == (("1987-03-04", (1,)), ("1987-04-03", (2,)))


def test_a_settled_day_of_birth_settles_the_year_too():
    assert still_open(["birth_on", "birth_year", "nationality"], ["birth_on"]) == ["nationality"]


def test_a_day_beyond_the_limit_of_that_day_is_unusual():
    limits = [
        Limit(300, date(2020, 1, 1), date(2021, 9, 1), "a"),
        Limit(50, date(2021, 9, 1), None, "b"),
    ]
    days = [
        DayOfReading(1, "A", date(2021, 8, 31), 200, 10),
        DayOfReading(1, "A", date(2021, 9, 1), 51, 10),
        DayOfReading(2, "B", date(2021, 9, 1), 50, 10),
        DayOfReading(2, "B", date(2019, 1, 1), 5_000, 10),
    ]
    assert [day.is_unusual for day in judged(days, limits)] == [False, True, False, False]
