"""By when and how often: the last instant that still meets a deadline, in Vietnamese time."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.directives.reader.deadlines import deadline_in, repetition_in, uneven
from lachan.directives.reader.model import Due, Question, Repeats

ISSUED = date(2021, 8, 10)  # a Tuesday


def read(text: str, issued_on: date | None = ISSUED) -> tuple[Due | None, list[Question]]:
    due, questions, _ = deadline_in(text, 0, len(text), issued_on=issued_on)
    return due, questions


def at(text: str, issued_on: date | None = ISSUED) -> str | None:
    due, _ = read(text, issued_on)
    return due.at.isoformat() if due else None


def often(text: str) -> Repeats | None:
    return repetition_in(text, 0, len(text))[0]


def test_before_a_day_means_the_end_of_the_day_before() -> None:
    due, _ = read("gửi danh sách trước ngày 04/9/2021.")
    assert due is not None
    assert due.at.isoformat() == "2021-09-03T23:59:59+07:00"
    assert (due.relation, due.precision) == ("before", "day")


def test_before_the_first_of_january_is_the_year_before() -> None:
    assert at("gửi báo cáo trước ngày 01/01/2022") == "2021-12-31T23:59:59+07:00"


def test_before_an_hour_means_that_hour() -> None:
    due, _ = read("gửi danh sách trước 14 giờ ngày 21/8/2021.")
    assert due is not None
    assert due.at.isoformat() == "2021-08-21T14:00:00+07:00"
    assert (due.relation, due.precision) == ("before", "hour")


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("chậm nhất ngày 12/8/2021", "2021-08-12T23:59:59+07:00"),
        ("chậm nhất là ngày 12 tháng 8 năm 2021", "2021-08-12T23:59:59+07:00"),
        ("chậm nhất vào 10 giờ 30 phút ngày 12/8/2021", "2021-08-12T10:30:00+07:00"),
        ("hoàn thành trong ngày 12/8", "2021-08-12T23:59:59+07:00"),
        ("hoàn thành trong buổi sáng ngày 12/8/2021", "2021-08-12T12:00:00+07:00"),
        ("hoàn thành trong chiều ngày 12/8/2021", "2021-08-12T17:00:00+07:00"),
        ("trước 16h ngày 12/8/2021", "2021-08-12T16:00:00+07:00"),
        ("trước 16h30 ngày 12/8/2021", "2021-08-12T16:30:00+07:00"),
        ("trước 4 giờ chiều ngày 12/8/2021", "2021-08-12T16:00:00+07:00"),
        ("trước 24 giờ ngày 12/8/2021", "2021-08-12T23:59:59+07:00"),
        ("trước 17 giờ hôm nay", "2021-08-10T17:00:00+07:00"),
        ("hoàn thành trong sáng mai", "2021-08-11T12:00:00+07:00"),
        ("xong trong tháng 8/2021", "2021-08-31T23:59:59+07:00"),
        ("trước tháng 9/2021", "2021-08-31T23:59:59+07:00"),
        ("hoàn thành trong quý IV/2021", "2021-12-31T23:59:59+07:00"),
    ],
)
def test_the_last_instant_that_still_meets_the_words(words: str, instant: str) -> None:
    assert at(f"Sở Y tế báo cáo kết quả {words}.") == instant


def test_a_day_long_past_without_a_year_is_next_years() -> None:
    assert at("hoàn thành trước ngày 15/01", date(2021, 12, 20)) == "2022-01-14T23:59:59+07:00"


def test_a_day_without_a_year_in_an_undated_document_is_asked_about() -> None:
    due, questions = read("hoàn thành trước ngày 15/9", None)
    assert due is None
    assert [question.code for question in questions] == ["due_unclear"]


def test_today_in_an_undated_document_is_asked_about() -> None:
    due, questions = read("hoàn thành trong ngày hôm nay", None)
    assert due is None
    assert [question.code for question in questions] == ["due_unclear"]


def test_a_day_that_cannot_be_is_no_deadline_and_is_asked_about() -> None:
    due, questions = read("gửi về trước ngày 31/9/2021")
    assert due is None
    assert [question.code for question in questions] == ["due_unclear"]


def test_within_some_hours_of_an_unnamed_instant_is_asked_about() -> None:
    due, questions = read("khoanh vùng trong vòng 24 giờ")
    assert due is None
    assert [question.code for question in questions] == ["due_relative"]


@pytest.mark.parametrize(
    "words",
    [
        "Ngày 04/8/2021, huyện ghi nhận ổ dịch.",
        "Người về từ ngày 01/8/2021 đến hết ngày 09/8/2021.",
        "Thực hiện Công văn ngày 01/8/2021 của tỉnh.",
        "Báo cáo trước 16 giờ hằng ngày.",
    ],
)
def test_a_day_of_background_or_an_hour_of_every_day_is_no_deadline(words: str) -> None:
    assert read(words) == (None, [])


def test_an_hour_that_cannot_be_is_no_deadline() -> None:
    assert at("trước 27 giờ ngày 12/8/2021") is None


def test_every_day_between_two_hours() -> None:
    found = often("báo cáo mỗi ngày 1 lần, từ 16 giờ đến 17 giờ")
    assert found is not None
    assert (found.every, found.from_, found.until) == ("day", "16:00", "17:00")


def test_every_day_before_an_hour() -> None:
    found = often("báo cáo trước 16 giờ 30 hằng ngày")
    assert found is not None
    assert (found.every, found.from_, found.until) == ("day", None, "16:30")


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("họp giao ban hàng ngày", "day"),
        ("họp giao ban hằng tuần", "week"),
        ("báo cáo hằng tháng", "month"),
    ],
)
def test_the_unit_of_a_repetition(words: str, every: str) -> None:
    found = often(words)
    assert found is not None
    assert (found.every, found.from_, found.until) == (every, None, None)


def test_a_duty_of_once_is_not_repeated() -> None:
    assert often("Báo cáo kết quả trước 16 giờ ngày 12/8/2021") is None


def test_every_few_days_and_every_night() -> None:
    for words, every in (
        ("05 ngày/lần", "5 days"),
        ("02 tuần/lần", "2 weeks"),
        ("mỗi đêm", "day"),
    ):
        found = often(words)
        assert found is not None
        assert found.every == every


@pytest.mark.parametrize(
    "words",
    [
        "không đưa tin trước ngày 12/8/2021",
        "rà soát người trở về trước ngày 01/8/2021",
        "thống kê số người vào tỉnh trong ngày 09/8/2021",
    ],
)
def test_a_ban_and_a_day_that_tells_which_people_set_no_deadline(words: str) -> None:
    assert at(words) is None


def test_a_day_without_a_year_that_has_just_passed_is_asked_about() -> None:
    due, questions = read("báo cáo trước ngày 05/8")
    assert due is None
    assert [question.code for question in questions] == ["due_unclear"]


def test_a_rhythm_of_some_days_is_asked_about_and_an_even_one_is_not() -> None:
    assert [q.code for q in uneven(often("03 ngày/lần"), (0, 11))] == ["repeats_uneven"]
    assert uneven(often("hằng tuần"), (0, 9)) == []
    assert uneven(None, (0, 0)) == []


def test_a_deadline_that_was_over_when_the_document_was_issued_is_asked_about():
    text = "Sở Y tế báo cáo trước ngày 05/7/2020."
    due, questions, _ = deadline_in(text, 0, len(text), issued_on=date(2021, 7, 3))
    assert due is None
    assert [question.about for question in questions] == ["due"]


def test_twelve_at_night_is_the_end_of_the_day_and_not_noon():
    text = "Hoàn thành trước 12 giờ đêm nay."
    due, _, _ = deadline_in(text, 0, len(text), issued_on=date(2021, 7, 3))
    assert due is not None
    assert due.at.isoformat() == "2021-07-03T23:59:59+07:00"
