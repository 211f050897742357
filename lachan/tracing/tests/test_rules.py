"""Rules of investigation: spans, lines, versions, forms. No database."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from lachan.core.dates import VIETNAM, at
from lachan.tracing.rules.lines import (
    LineFacts,
    by_day,
    obstacles_to_line,
    responsible,
    versions_beside,
)
from lachan.tracing.rules.links import obstacles_to_form
from lachan.tracing.rules.spans import NotATime, Part, Span, clock, days_asked, span_of
from lachan.tracing.terms import LineKind, Precision

DAY = date(2021, 9, 10)
HOUR = timedelta(hours=1)
NOW = datetime(2021, 9, 15, 9, 0, tzinfo=VIETNAM)


def hour(number, minute=0, day=10):
    return datetime(2021, 9, day, number, minute, tzinfo=VIETNAM)


def told(part="", since="", until=""):
    return span_of(DAY, part, since, until, usual=HOUR)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("7:30", (7, 30)),
        ("7h30", (7, 30)),
        ("7 giờ 5", (7, 5)),
        ("19", (19, 0)),
        ("19h", (19, 0)),
        ("7.30", (7, 30)),
        ("7 giờ 30 phút", (7, 30)),
    ],
)
def test_an_hour_is_read_as_people_write_it(words, expected):
    found = clock(words)
    assert (found.hour, found.minute) == expected


@pytest.mark.parametrize("words", ["sáng", "25:00", "7:61", "7:30:10", "-3"])
def test_what_is_no_hour_is_said_at_its_field(words):
    with pytest.raises(NotATime) as wrong:
        told(until=words)
    assert wrong.value.field == "until"


def test_two_hours_make_a_span_to_the_minute():
    span = told(since="7:30", until="9:00")
    assert (span.started_at, span.ended_at) == (hour(7, 30), hour(9))
    assert span.precision == Precision.MINUTE


def test_an_end_before_the_beginning_lies_on_the_next_day():
    assert told(since="22:00", until="5:00").ended_at == hour(5, day=11)


def test_a_beginning_alone_lasts_as_long_as_is_usual_and_is_about():
    span = told(since="8:00")
    assert (span.ended_at, span.precision) == (hour(9), Precision.PART)


def test_an_end_alone_begins_as_long_before():
    assert told(until="8:00").started_at == hour(7)


def test_hours_outrank_the_part_of_the_day():
    assert told(Part.EVENING, since="7:00", until="8:00").started_at == hour(7)


def test_a_part_of_the_day_is_its_hours_and_nothing_is_the_whole_day():
    assert told(Part.NIGHT).ended_at == hour(5, day=11)
    whole = told()
    assert (whole.started_at, whole.ended_at) == (hour(0), hour(0, day=11))
    assert whole.precision == Precision.DAY


def test_the_days_asked_end_with_the_last_one():
    days = days_asked(DAY, 20, DAY)
    assert (days[0], days[-1], len(days)) == (DAY, date(2021, 8, 22), 20)


def test_days_after_the_zero_point_are_asked_until_the_last_one():
    days = days_asked(DAY, 3, date(2021, 9, 12))
    assert [day.day for day in days] == [12, 11, 10, 9, 8]
    assert days_asked(DAY, 3, date(2021, 9, 1)) == days_asked(DAY, 3, DAY)


def fact(number, *, kind=LineKind.STAY, replaces=None, is_struck=False, **paths):
    return LineFacts(number, kind, hour(7, number), replaces, is_struck, **paths)


def obstacles(kind=LineKind.STAY, when=None, **changed):
    facts = {
        "has_place": True,
        "has_met": True,
        "words": "",
        "row": None,
        "is_closed": False,
        "zero_on": DAY,
        "now": NOW,
    }
    return obstacles_to_line(kind, when or told(since="7:00"), **(facts | changed))


def test_a_line_that_says_everything_has_no_obstacle():
    assert obstacles() == []


def test_each_kind_asks_for_what_it_is_about():
    assert len(obstacles(has_place=False)) == 1
    assert len(obstacles(LineKind.MET, has_met=False)) == 1
    assert len(obstacles(LineKind.EVENT, words=" ")) == 1
    assert obstacles(LineKind.EVENT, words="sốt", has_place=False, has_met=False) == []


def test_the_future_a_closed_case_and_a_row_of_no_vehicle_are_refused_together():
    assert len(obstacles(now=hour(6), is_closed=True, row=255)) == 3


def test_a_line_lies_as_near_to_the_test_and_is_as_short_as_anybody_can_ask():
    def line(since, until):
        return obstacles(when=Span(since, until, Precision.MINUTE))

    first = at(DAY - timedelta(days=60), 0)
    assert line(first, first + timedelta(days=60)) == []
    assert line(first - HOUR, first) == [
        "Thời điểm ghi sớm hơn ngày lấy mẫu hoặc ngày báo cáo quá 60 ngày; hãy kiểm tra lại ngày."
    ]
    assert line(first, first + timedelta(days=60) + HOUR) == [
        "Mỗi dòng ghi nhiều nhất 60 ngày; hãy kiểm tra thời điểm kết thúc."
    ]
    assert line(NOW, NOW + timedelta(days=1)) == []
    assert line(NOW, NOW + timedelta(days=1, hours=1)) == [
        "Thời điểm ghi chưa tới; hãy kiểm tra ngày, giờ."
    ]


def test_days_without_a_line_are_shown_and_days_outside_too():
    early = LineFacts(9, LineKind.STAY, hour(7, day=1), None, is_struck=False)
    found = by_day([fact(2), fact(1), early], days_asked(DAY, 2, DAY))
    assert found == {DAY: [1, 2], date(2021, 9, 9): [], date(2021, 9, 1): [9]}


def test_two_corrections_of_one_line_stand_beside_each_other():
    lines = [fact(1, is_struck=True), fact(2, replaces=1), fact(3, replaces=1), fact(4)]
    assert versions_beside(lines) == {2: (3,), 3: (2,)}


def test_a_version_that_is_corrected_once_more_still_stands_beside_the_other():
    lines = [
        fact(1, is_struck=True),
        fact(2, replaces=1, is_struck=True),
        fact(3, replaces=1),
        fact(4, replaces=2),
    ]
    assert versions_beside(lines) == {3: (4,), 4: (3,)}


def test_a_version_that_was_struck_stands_beside_nothing():
    lines = [fact(2, replaces=1), fact(3, replaces=1, is_struck=True)]
    assert versions_beside(lines) == {}


def test_a_line_concerns_the_unit_of_the_place_and_of_the_person_met():
    line = fact(1, kind=LineKind.MET, venue_path="96/1/", met_path="96/2/", person_path="96/3/")
    assert responsible(line) == {"96/1/", "96/2/"}
    assert responsible(fact(1, kind=LineKind.EVENT, person_path="96/3/")) == frozenset()
    assert responsible(
        fact(1, kind=LineKind.HOUSEHOLD, venue_path="96/3/", person_path="96/3/")
    ) == {"96/3/"}


def form(**changed):
    facts = {
        "expires_at": NOW + HOUR,
        "revoked_at": None,
        "attempts": 0,
        "most_attempts": 3,
        "is_closed": False,
        "now": NOW,
    }
    return obstacles_to_form(**(facts | changed))


def test_a_form_is_open_until_its_time_its_tries_the_investigation_or_somebody_ends_it():
    assert form() == []
    assert form(expires_at=NOW)
    assert form(attempts=3)
    assert form(is_closed=True)
    assert form(revoked_at=NOW - HOUR)
