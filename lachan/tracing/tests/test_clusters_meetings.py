"""Meetings that support a link, and the order of those who may be a source."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lachan.core.dates import at
from lachan.tracing.rules.clusters import Limits, Member
from lachan.tracing.rules.meetings import Meeting, Presence, Told, meetings_between, ranked

from .examples import hour

LIMITS = Limits(before=14, after=30, usual=5, incubation=14)
TOLD = Told("interview")
ALL = (hour(0), hour(23))


def was(person: int, since: datetime, until: datetime, venue: int = 1) -> Presence:
    return Presence(person, venue, since, until, TOLD)


def minutes(*found: Meeting) -> list[int]:
    return [one.minutes for one in found]


def test_two_met_for_as_long_as_both_were_there():
    met = meetings_between([was(1, hour(7), hour(9))], [was(2, hour(8), hour(12))], *ALL)
    assert minutes(*met) == [60]
    assert (met[0].since, met[0].until) == (hour(8), hour(9))


def test_who_came_when_the_other_left_did_not_meet():
    assert meetings_between([was(1, hour(7), hour(8))], [was(2, hour(8), hour(9))], *ALL) == []


def test_a_stay_of_no_length_counts_where_it_falls_within():
    met = meetings_between([was(1, hour(8), hour(8))], [was(2, hour(7), hour(9))], *ALL)
    assert minutes(*met) == [0]


def test_another_place_at_the_same_hour_is_no_meeting():
    there = [was(2, hour(7), hour(9), venue=2)]
    assert meetings_between([was(1, hour(7), hour(9))], there, *ALL) == []


def test_only_what_fell_into_the_window_counts():
    mine, theirs = [was(1, hour(7), hour(12))], [was(2, hour(6), hour(13))]
    assert minutes(*meetings_between(mine, theirs, hour(10), hour(11))) == [60]
    assert meetings_between(mine, theirs, hour(12), hour(15)) == []


def on(number: int, day: int) -> Member:
    return Member(number, date(2021, 9, day))


def met(length: int) -> list[Meeting]:
    since = at(date(2021, 9, 10), 8)
    return [Meeting(since, since + timedelta(minutes=length), (TOLD,))]


def test_the_household_comes_first_then_the_longest_then_the_nearest_to_the_usual_interval():
    offered = [
        (on(1, 10), met(20), False),  # an interval of 5 days
        (on(2, 13), met(50), False),  # of 2
        (on(3, 1), met(300), False),  # of 14, but half a day together
        (on(4, 14), [], True),
        (on(5, 10), met(25), False),
    ]
    found = ranked(on(9, 15), offered, LIMITS)
    assert [one.member.id for one in found] == [4, 3, 5, 1, 2]
    assert found[1].interval == 14


def test_an_interval_out_of_the_limits_is_not_offered():
    assert ranked(on(9, 30), [(Member(1, date(2021, 8, 1)), met(60), False)], LIMITS) == []
