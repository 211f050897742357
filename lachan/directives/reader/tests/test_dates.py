"""Days as official documents write them: read, or left alone, never made up."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.dates import blanks_in, clock, dates_in, since_in, until_in

ISSUED = date(2021, 8, 1)


def days(text: str, default: date | None = None) -> list[date | None]:
    return [found.day for found in dates_in(text, default=default)]


@pytest.mark.parametrize(
    "words",
    [
        "ngày 05/8/2021",
        "ngày 5/8/2021",
        "ngày 5-8-2021",
        "ngày 05.08.2021",
        "ngày 05 tháng 8 năm 2021",
        "ngày 05\ntháng 8\nnăm 2021",
        "ngày 5/ 8/ 2021",
    ],
)
def test_one_day_has_many_spellings(words: str) -> None:
    assert days(words) == [date(2021, 8, 5)]


def test_the_day_comes_before_the_month() -> None:
    assert days("ngày 03/12/2020") == [date(2020, 12, 3)]


@pytest.mark.parametrize("words", ["ngày 31/02/2021", "ngày 29/02/2021", "ngày 12/13/2021"])
def test_a_day_that_cannot_be_is_none_and_not_its_neighbour(words: str) -> None:
    (found,) = dates_in(words)
    assert found.day is None
    assert found.has_year


def test_the_last_of_february_of_a_leap_year_is_a_day() -> None:
    assert days("ngày 29/02/2020") == [date(2020, 2, 29)]


def test_a_day_without_a_year_takes_the_year_of_the_document() -> None:
    assert days("ngày 09/8", ISSUED) == [date(2021, 8, 9)]


def test_a_day_without_a_year_in_a_document_without_a_day_is_none() -> None:
    (found,) = dates_in("ngày 09/8")
    assert found.day is None
    assert not found.has_year


def test_a_clause_number_is_no_day() -> None:
    assert days("theo mục 1.2 của Kế hoạch", ISSUED) == []
    assert days("ngày 1.2", ISSUED) == [date(2021, 2, 1)]


def test_a_number_and_symbol_is_no_day() -> None:
    assert days("Quyết định số 07/2020/QĐ-XYZ", ISSUED) == []


def test_the_span_holds_the_words_of_the_day() -> None:
    text = "Trước đó, ngày 04 tháng 7 năm 2021, đoàn đã đến."
    (found,) = dates_in(text)
    assert text[slice(*found.span)] == "04 tháng 7 năm 2021"


def test_a_blank_day_is_found_as_a_blank() -> None:
    text = "Gửi về trước ngày ..... tháng 8 năm 2021."
    ((words, span),) = blanks_in(text, 0, len(text))
    assert words.startswith("trước ngày .....")
    assert text[span[0]] == "t"


def test_a_written_day_is_no_blank() -> None:
    text = "Gửi về trước ngày 09/8/2021..."
    assert list(blanks_in(text, 0, 30)) == []


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        ("7", None, "07:00"),
        ("16", "30", "16:30"),
        ("24", None, "00:00"),
        ("25", None, None),
        ("8", "75", None),
    ],
)
def test_a_clock_shows_only_hours_that_can_be(
    hour: str, minute: str | None, said: str | None
) -> None:
    assert clock(hour, minute) == said


def test_a_period_has_a_first_and_a_last_day() -> None:
    text = "Người đến chợ Bàu Sen từ ngày 02/7/2021 đến hết ngày 11/7/2021"
    since, span = since_in(text, 0, len(text), issued_on=None)
    assert since == date(2021, 7, 2)
    assert span is not None
    assert text[slice(*span)] == "từ ngày 02/7/2021"
    assert until_in(text, 0, len(text), issued_on=None) == date(2021, 7, 11)


def test_a_period_without_days_has_none() -> None:
    text = "Người từ nơi khác đến chợ Bàu Sen"
    assert since_in(text, 0, len(text), issued_on=ISSUED) == (None, None)
    assert until_in(text, 0, len(text), issued_on=ISSUED) is None
