"""The ladder of the not reached, the days of follow-up, who looks after whom: no database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import permutations

import pytest

from lachan.contacts.rules.follow_up import (
    Patience,
    Try,
    day_of_follow_up,
    of_each_day,
    standing,
)
from lachan.contacts.rules.teams import Placed, Ready, nearest, round_robin
from lachan.contacts.terms import Outcome, Rung, Way
from lachan.core.dates import VIETNAM

NAMED = datetime(2021, 9, 15, 9, 0, tzinfo=VIETNAM)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
PATIENCE = Patience(
    first=HOUR,
    retry=30 * MINUTE,
    own_tries=2,
    other_tries=2,
    visit_tries=1,
    visit=4 * HOUR,
    police=12 * HOUR,
)


def tried(outcome=Outcome.NO_ANSWER, after=10 * MINUTE, way=Way.TELEPHONE, again=None):
    return Try(NAMED + after, way, outcome, again)


def stands(*tries):
    return standing(NAMED, tries, PATIENCE)


def in_vain(number):
    return [tried(after=n * HOUR) for n in range(1, number + 1)]


def test_who_was_not_called_is_called_within_the_hour_of_being_named():
    assert stands().rung == Rung.FIRST
    assert stands().due_at == NAMED + HOUR


@pytest.mark.parametrize(
    ("number", "rung", "wait"),
    [
        (1, Rung.AGAIN, 30 * MINUTE),
        (2, Rung.OTHER_NUMBER, 30 * MINUTE),
        (3, Rung.OTHER_NUMBER, 30 * MINUTE),
        (4, Rung.HEALTH_WORKER, 4 * HOUR),
    ],
)
def test_each_rung_gives_way_to_the_next_when_its_tries_are_used_up(number, rung, wait):
    found = stands(*in_vain(number))
    assert (found.rung, found.due_at) == (rung, NAMED + number * HOUR + wait)


def test_calls_do_not_stand_for_the_visit_of_the_health_worker():
    assert stands(*in_vain(9)).rung == Rung.HEALTH_WORKER
    visit = tried(after=10 * HOUR, way=Way.VISIT)
    found = stands(*in_vain(9), visit)
    assert (found.rung, found.due_at) == (Rung.POLICE, NAMED + 22 * HOUR)


def test_calls_in_vain_put_no_visit_off():
    for_the_visit = stands(*in_vain(4)).due_at
    assert stands(*in_vain(60)).due_at == for_the_visit
    agreed = tried(after=5 * HOUR, again=NAMED + 30 * HOUR)
    assert stands(*in_vain(4), agreed).due_at == for_the_visit
    visited = [*in_vain(4), tried(after=6 * HOUR, way=Way.VISIT)]
    assert stands(*visited, tried(after=17 * HOUR)).due_at == NAMED + 18 * HOUR


@pytest.mark.parametrize(
    ("outcome", "rung"),
    [
        (Outcome.WRONG_NUMBER, Rung.OTHER_NUMBER),
        (Outcome.REFUSED, Rung.HEALTH_WORKER),
        (Outcome.MOVED, Rung.POLICE),
    ],
)
def test_some_outcomes_climb_at_once(outcome, rung):
    assert stands(tried(outcome)).rung == rung


def test_the_ladder_never_falls_before_the_contact_is_reached():
    found = stands(tried(Outcome.REFUSED), tried(after=HOUR))
    assert found.rung == Rung.HEALTH_WORKER


def test_who_was_reached_is_called_on_the_day_after_and_begins_the_ladder_anew():
    found = stands(*in_vain(4), tried(Outcome.WELL, 6 * HOUR))
    assert found.rung == Rung.DAILY
    assert found.due_at.astimezone(VIETNAM).date() == date(2021, 9, 16)
    again = stands(*in_vain(4), tried(Outcome.WELL, 6 * HOUR), tried(after=DAY))
    assert (again.rung, again.tries) == (Rung.AGAIN, 1)


def test_an_hour_that_was_agreed_counts_before_the_usual_wait_after_a_climb_too():
    at_six = NAMED + 9 * HOUR
    assert stands(tried(again=at_six)).due_at == at_six
    climbed = stands(tried(), tried(after=HOUR, again=at_six))
    assert (climbed.rung, climbed.due_at) == (Rung.OTHER_NUMBER, at_six)
    refused = stands(tried(Outcome.REFUSED, again=at_six))
    assert (refused.rung, refused.due_at) == (Rung.HEALTH_WORKER, at_six)


def test_an_hour_agreed_with_who_was_reached_counts_but_puts_no_day_off():
    tomorrow_at_nine = NAMED + DAY
    assert stands(tried(Outcome.WELL, again=tomorrow_at_nine)).due_at == tomorrow_at_nine
    in_two_days = tried(Outcome.WELL, again=NAMED + 2 * DAY)
    assert stands(in_two_days).due_at.astimezone(VIETNAM).date() == date(2021, 9, 16)


def test_what_was_tried_before_the_naming_does_not_count():
    assert stands(tried(Outcome.WELL, -DAY)).rung == Rung.FIRST


def test_calls_that_arrive_in_any_order_give_the_same_standing():
    tries = [
        tried(after=HOUR),
        tried(Outcome.WELL, 2 * HOUR),
        tried(Outcome.WRONG_NUMBER, 26 * HOUR),
    ]
    assert len({standing(NAMED, order, PATIENCE) for order in permutations(tries)}) == 1


def test_of_several_visits_on_a_day_the_latest_counts():
    morning, evening = tried(Outcome.WELL, HOUR), tried(Outcome.SYMPTOMS, 9 * HOUR)
    assert of_each_day([evening, morning]) == {date(2021, 9, 15): evening}
    found = stands(evening, morning)
    assert (found.seen_at, found.has_symptoms) == (evening.at, True)


def test_the_day_after_the_last_exposure_is_the_first_of_follow_up():
    exposed, until = date(2021, 9, 1), date(2021, 9, 15)
    assert day_of_follow_up(exposed, until, date(2021, 9, 2)) == (1, 14)
    assert day_of_follow_up(exposed, until, until) == (14, 14)
    assert day_of_follow_up(exposed, None, until) == (14, None)


def test_a_new_exposure_begins_the_days_anew():
    assert day_of_follow_up(date(2021, 9, 10), date(2021, 9, 24), date(2021, 9, 12)) == (2, 14)


def test_in_turn_teams_are_even_to_within_one():
    contacts = [Placed(n) for n in range(1, 101)]
    given = round_robin(contacts, [Ready(n) for n in (3, 1, 2)])
    loads = [list(given.values()).count(team) for team in (1, 2, 3)]
    assert sum(loads) == 100
    assert max(loads) - min(loads) <= 1


def test_in_turn_who_has_fewer_already_gets_more():
    given = round_robin([Placed(n) for n in range(6)], [Ready(1, load=4), Ready(2, load=0)])
    assert list(given.values()).count(2) == 5


def test_the_same_contacts_and_teams_give_the_same_answer_in_whatever_order_they_come():
    contacts, teams = [Placed(n) for n in range(7)], [Ready(2), Ready(1), Ready(3)]
    assert round_robin(contacts, teams) == round_robin(contacts[::-1], teams[::-1])


def test_the_nearest_team_is_that_of_the_hamlet_however_it_is_written():
    teams = [Ready(1, "Ấp 7"), Ready(2, "Ấp 8")]
    given = nearest([Placed(1, "ap 8"), Placed(2, "Ấp  7"), Placed(3), Placed(4, "Ấp 8")], teams)
    assert given == {1: 2, 2: 1, 3: 1, 4: 2}


def test_without_teams_nobody_is_given_to_anybody():
    assert round_robin([Placed(1)], []) == nearest([Placed(1)], []) == {}
