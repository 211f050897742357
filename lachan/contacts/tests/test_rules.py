"""Sentences about meetings and changes, and how long somebody was with somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.contacts.rules.follow_up_words import LIMITS
from lachan.contacts.rules.telling import (
    Meeting,
    Turned,
    because_sentence,
    is_going_on,
    length_words,
    meeting_sentence,
    span_words,
    turn_sentence,
)
from lachan.contacts.rules.words import CAUSES, STATES, TURNS, level_words
from lachan.contacts.terms import Cause, LimitName, State
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.tests.examples import hour

pytestmark = pytest.mark.usefixtures("english")


def a_meeting(**words):
    values = {
        "person": "A",
        "source": "B",
        "place": "",
        "is_home": False,
        "setting": "",
        "met_from": hour(7, 10),
        "met_until": hour(8),
    }
    return Meeting(**(values | words))


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ({"place": "Chợ", "setting": "Market"}, "A met B at Chợ (market) from 07:10 until 08:00"),
        ({"place": "Chợ"}, "A met B at Chợ from 07:10"),
        ({"is_home": True, "setting": "Household"}, "A was at home with B from 07:10"),
        ({"setting": "School"}, "A met B (school) from 07:10"),
        ({}, "A met B from 07:10 until 08:00 on 10/9/2021 (50 minutes together), as was told"),
    ],
)
def test_a_meeting_is_told_as_exactly_as_it_is_known(words, wanted):
    assert meeting_sentence(a_meeting(**words)).startswith(wanted)


def test_a_meeting_over_midnight_names_both_days():
    words = span_words(hour(22), hour(1, day=11))
    assert words == "from 22:00 10/9/2021 until 01:00 11/9/2021"


@pytest.mark.parametrize(
    ("minutes", "wanted"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (130, "2 hours 10 minutes"),
        (1500, "1 day 1 hour"),
        (4330, "3 days 10 minutes"),
    ],
)
def test_a_length_is_told_in_two_units_at_most(minutes, wanted):
    assert length_words(hour(7), hour(7) + timedelta(minutes=minutes)) == wanted


@pytest.mark.parametrize("turn", list(Turn))
def test_every_turn_has_its_sentence_and_its_reason(turn):
    told = Turned(turn, 2, 1, hour(8), hour(9))
    assert "F" in turn_sentence(told)
    reason = because_sentence(turn, a_meeting())
    assert ("counts no longer" in reason) == (turn in (Turn.FREED, Turn.FARTHER, Turn.LATER))
    assert "A met B" in reason


def test_undetermined_is_a_level_with_a_word():
    assert [level_words(level) for level in (None, 0, 1, 12)] == [
        "undetermined",
        "undetermined",
        "F1",
        "F12",
    ]


def test_every_word_of_the_domain_is_translated_into_words():
    assert set(STATES) == set(State)
    assert set(CAUSES) == set(Cause)
    assert set(TURNS) == set(Turn)
    assert set(LIMITS) == set(LimitName)


def test_what_is_going_on_has_no_end_and_no_length():
    since, until = hour(18, day=11), hour(20, day=11)
    told = a_meeting(is_home=True, met_from=since, met_until=until, is_going_on=True)
    words = meeting_sentence(told)
    assert words == "A has been at home with B since 18:00 11/9/2021, still going on"


def test_only_people_at_home_go_on_beyond_the_hour_at_which_it_is_told():
    assert is_going_on(hour(20), hour(19), is_home=True)
    assert not is_going_on(hour(20), hour(19), is_home=False)
    assert not is_going_on(hour(20), hour(20), is_home=True)
    assert not is_going_on(None, hour(20), is_home=True)
