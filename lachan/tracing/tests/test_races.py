"""Several interviewers on one case at once, on the real PostgreSQL."""

from __future__ import annotations

import uuid

import pytest

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.actions.lines import add_line
from lachan.tracing.actions.sending import send_lines
from lachan.tracing.models import HandedLine, Line, NamedContact, Stay, Venue
from lachan.tracing.queries.investigations import facts_of, lines_of
from lachan.tracing.rules.lines import versions_beside
from tests.at_once import at_once
from tests.cast import NOW, Cast

from .examples import a_case, met, span, stay, told

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


def test_no_line_of_several_interviewers_is_lost(cast):
    made, _people = a_case(cast)
    teams = [cast.commune, cast.city, cast.synthesist, cast.leader]

    def interviewer(number, actor):
        for turn in range(5):
            words = stay(when=span(turn, turn + 1, day=number + 1))
            add_line(actor, made.key, words, now=NOW)
            person = met(f"Người {number} {turn}", span(turn, turn + 1, day=number + 1))
            add_line(actor, made.key, person, now=NOW)

    done = at_once(*(lambda pair=pair: interviewer(*pair) for pair in enumerate(teams)))
    assert done == [None] * 4
    assert (Line.objects.count(), Stay.objects.count(), NamedContact.objects.count()) == (
        40,
        20,
        20,
    )
    assert Venue.objects.count() == 1


def test_one_line_that_arrives_many_times_at_once_is_one_line(cast):
    made, _people = a_case(cast)
    words = met(key=uuid.uuid4())
    found = at_once(*[lambda: told(cast, made, words).pk] * 6)
    assert len(set(found)) == 1
    assert (Line.objects.count(), NamedContact.objects.count()) == (1, 1)


def test_two_corrections_at_once_both_stand_and_are_shown(cast):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    found = at_once(
        *(
            lambda hour=hour: told(cast, made, stay(when=span(hour, hour + 1), replaces=old.key)).pk
            for hour in (15, 18)
        )
    )
    beside = versions_beside([facts_of(line) for line in lines_of(made)])
    assert set(beside) == set(found)
    assert Stay.objects.filter(struck_at=None).count() == 2


def test_send_now_pressed_by_several_at_once_sends_each_line_once(cast):
    made, _people = a_case(cast)
    for number in range(4):
        told(cast, made, stay(when=span(number, number + 1)))
    found = at_once(*[lambda: len(send_lines(cast.commune, made.key, now=NOW))] * 4)
    assert sorted(found) == [0, 0, 0, 1]
    assert HandedLine.objects.count() == 4


def test_gathering_at_once_writes_a_stay_once(cast):
    _made, people = a_case(cast)
    door = WatchPlace.objects.create(code="A3C9XK", path="96/", name="Chợ", opened_at=NOW)
    PlaceVisit.objects.create(place=door, person=people[0], entered_at=NOW)
    assert sorted(at_once(*[lambda: gather_stays(NOW)] * 3)) == [0, 0, 1]
