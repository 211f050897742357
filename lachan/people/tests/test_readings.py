"""Who looked at whom, and when that is unusual."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lachan.core.actor import system
from lachan.core.refused import Refused
from lachan.people.actions.reading import limit_readings, log_many, log_reading
from lachan.people.actions.recognising import recognise
from lachan.people.models import Reading, ReadingLimit
from lachan.people.queries.readings import days_of_reading, limits, readings
from lachan.people.rules.readings import limit_on
from lachan.people.tests.conftest import WARD, claim
from tests.cast import NOW, TODAY


def persons(*claims) -> list[int]:
    return [answer.person_id for answer in recognise(system("lists"), claims, now=NOW)]


def test_a_look_is_kept_under_the_unit_of_the_person(cast):
    here, there = persons(claim(), claim("Lê Thị Xa", path=WARD))
    log_reading(cast.actor("city"), [here, there, here], "arrivals:watch", NOW, purpose="gọi")
    rows = Reading.objects.order_by("person_id")
    assert [(row.person_id, row.path) for row in rows] == [(here, "96/964/32025/"), (there, WARD)]
    assert {row.purpose for row in rows} == {"gọi"}


def test_what_the_system_reads_is_not_logged(db):
    log_reading(system("lists"), persons(claim()), "lists:run", NOW)
    assert not Reading.objects.exists()


def test_a_day_beyond_the_limit_stands_out_and_nobody_is_stopped(cast):
    limit_readings(system("test"), 5, since=TODAY, source="thử")
    log_many(cast.actor("leader"), 4, "people:search", NOW)
    log_many(cast.actor("leader"), 2, "people:export", NOW)
    log_many(cast.actor("synthesist"), 5, "people:search", NOW)
    log_many(cast.actor("synthesist"), 50, "people:search", NOW - timedelta(days=1))
    found = days_of_reading(cast.actor("leader"), until=TODAY)
    judged = {(day.reader_name, day.day.day): day.is_unusual for day in found}
    assert judged == {
        ("Trần Văn Lãnh", 15): True,
        ("Lê Thị Tổng", 15): False,
        ("Lê Thị Tổng", 14): False,
    }


def test_an_auditor_sees_the_looks_of_the_own_province_only(cast):
    log_reading(cast.actor("city"), persons(claim()), "people:person", NOW)
    assert readings(cast.actor("admin")).count() == 1
    assert readings(cast.actor("neighbour")).count() == 0
    assert readings(cast.actor("commune")).count() == 0


def test_a_new_limit_ends_the_one_before(db):
    ReadingLimit.objects.all().delete()
    limit_readings(system("test"), 300, since=date(2020, 1, 1), source="a")
    limit_readings(system("test"), 100, since=date(2021, 10, 1), source="b")
    limit_readings(system("test"), 200, since=date(2021, 6, 1), source="c")
    days = (date(2021, 5, 31), date(2021, 6, 1), date(2021, 9, 30), date(2021, 10, 1))
    assert [limit_on(limits(), day).persons_a_day for day in days] == [300, 200, 200, 100]
    assert ReadingLimit.objects.get(persons_a_day=200).valid_until == date(2021, 10, 1)


def test_a_limit_without_a_source_is_refused(db):
    with pytest.raises(Refused):
        limit_readings(system("test"), 10, since=TODAY, source=" ")
