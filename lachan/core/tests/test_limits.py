"""Dated numbers: which row holds on a day, and what may be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from lachan.core.limits import Bounds, Standing, faults, held, lines, told_source

TODAY = date(2021, 9, 15)
DAY = timedelta(days=1)


@dataclass
class Row:
    value: int
    valid_from: date
    valid_until: date | None = None
    name: str = "stay"
    source: str = "QĐ thử"
    pk: int | None = None


def test_of_several_rows_the_one_that_begins_latest_holds():
    old, new = Row(24, TODAY - 9 * DAY), Row(12, TODAY)
    assert held([new, old], TODAY) == {"stay": new}
    assert held([new, old], TODAY - DAY) == {"stay": old}


def test_a_row_that_ended_gives_way_to_the_one_before():
    old, short = Row(24, TODAY - 9 * DAY), Row(12, TODAY - 5 * DAY, TODAY)
    assert held([old, short], TODAY - DAY) == {"stay": short}
    assert held([old, short], TODAY) == {"stay": old}


def test_lines_tell_what_ended_what_holds_and_what_comes_the_latest_first():
    rows = [Row(24, TODAY - 9 * DAY), Row(12, TODAY - DAY), Row(6, TODAY + DAY)]
    found = lines(rows, ["stay", "rows"], TODAY)
    assert [(line.row.value, line.standing, line.last_day) for line in found] == [
        (6, Standing.LATER, None),
        (12, Standing.HOLDS, TODAY),
        (24, Standing.ENDED, TODAY - 2 * DAY),
    ]


def test_a_source_says_when_it_is_to_be_confirmed():
    assert told_source("cần xác nhận: đề xuất") == ("đề xuất", True)
    assert told_source("QĐ 12, khoản 1") == ("QĐ 12, khoản 1", False)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"value": 0}, "value"),
        ({"value": 241}, "value"),
        ({"valid_from": TODAY - DAY}, "valid_from"),
        ({"valid_from": TODAY + timedelta(days=400)}, "valid_from"),
        ({"source": "  "}, "source"),
        ({"source": "x" * 301}, "source"),
    ],
)
def test_what_cannot_be_set_is_told_at_its_field(changed, field):
    asked = {"value": 24, "valid_from": TODAY, "source": "QĐ thử"} | changed
    assert list(faults(**asked, bounds=Bounds(1, 240), today=TODAY)) == [field]


def test_today_is_the_earliest_day_on_which_a_value_can_begin():
    bounds = Bounds(1, 240)
    assert not faults(value=240, bounds=bounds, valid_from=TODAY, source="QĐ", today=TODAY)
