"""Single lines: written once, corrected, struck; places and people found or made."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC

import pytest

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused, ToldOtherwise
from lachan.people.models import Person
from lachan.tracing.actions.investigating import (
    begin_interview,
    close_investigation,
    open_investigation,
    reopen_investigation,
    set_days,
)
from lachan.tracing.actions.lines import MetWords, add_line, strike_line
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.models import Line, NamedContact, Stay, Venue
from lachan.tracing.queries.investigations import facts_of, household_of, lines_of
from lachan.tracing.queries.venues import venues_named, who_else
from lachan.tracing.rules.lines import versions_beside
from lachan.tracing.terms import LineKind, Setting, Source, Way
from tests.cast import NOW

from .examples import (
    COMMUNE,
    MARKET,
    WARD,
    a_case,
    a_family,
    hour,
    look_into,
    met,
    span,
    stay,
    told,
)


def test_a_case_has_one_open_investigation_that_asks_about_the_days_of_the_rule(cast):
    made, _people = a_case(cast)
    again = open_investigation(cast.commune, made.case, now=NOW)
    assert again.pk == made.pk
    assert (made.days, "308-CV/TU" in made.days_by) == (20, True)
    assert [person.full_name for person in household_of(made)] == ["Trần Thị Vợ", "Lê Thị Con"]


def test_the_number_of_days_is_set_with_its_document(cast):
    made, _people = a_case(cast)
    with pytest.raises(Refused):
        set_days(cast.commune, made.key, 21, " ")
    with pytest.raises(Refused):
        set_days(cast.commune, made.key, 0, "CV 1")
    assert set_days(cast.commune, made.key, 21, "CV 5599/BYT").days == 21
    assert Entry.objects.get(event="tracing.DaysSet").payload["before"] == 20


def test_a_line_is_saved_by_itself_and_the_same_key_is_one_line(cast):
    made, _people = a_case(cast)
    words = stay()
    first = told(cast, made, words)
    again = replace(words.span, started_at=words.span.started_at.astimezone(UTC))
    second = told(cast, made, replace(words, span=again))
    assert first.pk == second.pk
    with pytest.raises(ToldOtherwise):
        told(cast, made, replace(words, span=span(1, 2)))
    assert (Line.objects.count(), Stay.objects.count(), Venue.objects.count()) == (1, 1, 1)
    assert Entry.objects.filter(event="tracing.LineAdded").count() == 1


def test_a_key_of_another_case_is_refused(cast):
    made, _people = a_case(cast)
    words = stay()
    told(cast, made, words)
    (other,) = a_family(cast, "Võ Văn Khác", form_id="khac")
    second = look_into(cast, other, COMMUNE)
    with pytest.raises(Refused):
        told(cast, second, words)


def test_a_place_typed_again_without_marks_is_the_same_place(cast):
    made, _people = a_case(cast)
    told(cast, made, stay())
    told(cast, made, stay(replace(MARKET, name="cho  thu nghiem"), span(9, 10)))
    assert Venue.objects.count() == 1
    told(cast, made, stay(replace(MARKET, path=WARD), span(11, 12)))
    assert Venue.objects.count() == 2


def test_a_market_of_a_commune_is_the_one_that_is_told_of_a_hamlet_of_it(cast):
    made, _people = a_case(cast)
    told(cast, made, stay())
    told(cast, made, stay(replace(MARKET, path=f"{COMMUNE}32025-001/"), span(9, 10)))
    assert Venue.objects.get().path == COMMUNE
    for number, hamlet in enumerate(("32025-001", "32025-002")):
        cafe = PlaceWords("Quán nước", Setting.OTHER, f"{COMMUNE}{hamlet}/")
        told(cast, made, stay(cafe, span(number + 11, number + 12)))
    assert Venue.objects.filter(name="Quán nước").count() == 2


def test_a_place_is_found_by_words_begun_without_marks_the_near_one_first(cast):
    made, _people = a_case(cast)
    told(cast, made, stay(replace(MARKET, path=WARD)))
    told(cast, made, stay())
    found = venues_named(cast.commune, "thu ngh", near=COMMUNE)
    assert [venue.path for venue in found] == [COMMUNE, WARD]
    assert venues_named(cast.commune, "ngh", near=COMMUNE)
    assert venues_named(cast.commune, "giem") == []
    assert venues_named(cast.neighbour, "thu ngh") == []


def test_a_person_met_is_made_once_and_the_meeting_is_told_to_the_engine(cast):
    made, people = a_case(cast)
    words = met()
    told(cast, made, words)
    told(cast, made, words)
    contact = NamedContact.objects.get()
    assert (contact.person_a, contact.person_b.full_name) == (people[0], "Phạm Thị Gặp")
    assert contact.person_b.path == WARD
    assert (contact.started_at, contact.setting) == (hour(9), Setting.OTHER)
    assert Person.objects.filter(full_name="Phạm Thị Gặp").count() == 1


def test_a_person_met_can_be_chosen_and_is_never_the_case_itself(cast):
    made, people = a_case(cast)
    told(cast, made, met(met=MetWords(key=people[1].key)))
    with pytest.raises(Refused):
        told(cast, made, met(met=MetWords(key=people[0].key)))
    assert NamedContact.objects.get().person_b == people[1]


def test_a_day_at_home_is_a_stay_of_the_whole_household(cast):
    made, people = a_case(cast)
    line = told(cast, made, stay(None, kind=LineKind.HOUSEHOLD))
    stays = Stay.objects.filter(line=line)
    assert {row.person_id for row in stays} == {person.root_id for person in people}
    assert {row.source for row in stays} == {Source.INTERVIEW, Source.HOUSEHOLD}
    assert line.venue.setting == Setting.HOUSEHOLD
    told(cast, made, stay(None, span(1, 2), kind=LineKind.HOUSEHOLD))
    assert Venue.objects.count() == 1


def test_a_seat_row_stands_on_the_stay(cast):
    made, _people = a_case(cast)
    bus = PlaceWords("Xe khách 69B-012.34", Setting.VEHICLE, COMMUNE)
    told(cast, made, stay(bus, kind=LineKind.TRIP, row=7))
    assert Stay.objects.get().row == 7


def test_what_is_told_of_the_future_or_of_nowhere_is_refused_and_nothing_is_left(cast):
    made, _people = a_case(cast)
    with pytest.raises(Refused):
        told(cast, made, stay(when=span(7, 8, day=20)))
    with pytest.raises(Refused):
        told(cast, made, stay(None))
    with pytest.raises(Refused):
        told(cast, made, met(met=MetWords(full_name=" ")))
    with pytest.raises(Refused):
        told(cast, made, met(met=MetWords(full_name="0912 345 678")))
    assert not Line.objects.exists()
    assert not Venue.objects.exists()


def test_a_struck_line_takes_its_stay_and_meeting_along_and_stays_readable(cast):
    made, _people = a_case(cast)
    line, meeting = told(cast, made, stay()), told(cast, made, met())
    with pytest.raises(Refused):
        strike_line(cast.commune, line.key, "", now=NOW)
    for one in (line, meeting):
        strike_line(cast.commune, one.key, "kể nhầm ngày", now=NOW)
        strike_line(cast.commune, one.key, "lần nữa", now=NOW)
    assert not Stay.objects.filter(struck_at=None).exists()
    assert not NamedContact.objects.filter(struck_at=None).exists()
    assert [row.struck_because for row in lines_of(made)] == ["kể nhầm ngày"] * 2
    assert Entry.objects.filter(event="tracing.LineStruck").count() == 2


def test_a_correction_strikes_and_adds(cast):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    new = told(cast, made, stay(when=span(15, 16), replaces=old.key))
    old.refresh_from_db()
    assert old.struck_at is not None
    assert new.replaces == old
    assert [row.entered_at for row in Stay.objects.filter(struck_at=None)] == [hour(15)]


def test_two_who_correct_one_line_leave_two_versions_that_are_shown(cast):
    made, _people = a_case(cast)
    old = told(cast, made, stay())
    one = told(cast, made, stay(when=span(15, 16), replaces=old.key))
    other = told(cast, made, stay(when=span(17, 18), replaces=old.key))
    facts = [facts_of(line) for line in lines_of(made)]
    assert versions_beside(facts) == {one.pk: (other.pk,), other.pk: (one.pk,)}
    strike_line(cast.commune, other.key, "đã hỏi lại", now=NOW)
    assert versions_beside([facts_of(line) for line in lines_of(made)]) == {}


def test_a_closed_case_takes_no_lines_until_it_is_opened_again(cast):
    made, _people = a_case(cast)
    close_investigation(cast.commune, made.key, now=NOW)
    with pytest.raises(Refused):
        told(cast, made, stay())
    reopen_investigation(cast.commune, made.key)
    assert told(cast, made, stay()).pk


def test_lines_name_the_interview_in_which_they_were_told(cast):
    made, _people = a_case(cast)
    key = uuid.uuid4()
    for _time in range(2):
        interview = begin_interview(
            cast.commune, made.key, Way.TELEPHONE, interview_key=key, now=NOW
        )
    assert told(cast, made, stay(interview_key=key)).interview == interview
    with pytest.raises(NotThere):
        told(cast, made, stay(when=span(3, 4), interview_key=uuid.uuid4()))


def test_the_neighbour_can_neither_read_nor_write(cast):
    made, _people = a_case(cast)
    line = told(cast, made, stay())
    with pytest.raises(NotThere):
        add_line(cast.neighbour, made.key, stay(), now=NOW)
    with pytest.raises(NotThere):
        strike_line(cast.neighbour, line.key, "không phải", now=NOW)
    with pytest.raises(Refused):
        open_investigation(cast.neighbour, made.case, now=NOW)


def test_who_else_was_there_is_told_at_once_longest_first(cast):
    made, people = a_case(cast)
    line = told(cast, made, stay(when=span(7, 9)))
    for number, (name, since, until) in enumerate(
        [("Đỗ Văn Ngắn", 8, 9), ("Đỗ Văn Dài", 6, 10), ("Đỗ Văn Vừa Đến", 9, 11)]
    ):
        (other,) = a_family(cast, name, form_id=f"khac{number}")
        second = look_into(cast, other, COMMUNE)
        told(cast, second, stay(when=span(since, until)))
    found = who_else(
        cast.commune, line.venue, line.started_at, line.ended_at, but=people[0].root_id
    )
    assert [(one.person.full_name, one.minutes) for one in found.people] == [
        ("Đỗ Văn Dài", 120),
        ("Đỗ Văn Ngắn", 60),
    ]
    assert found.elsewhere == 0


def test_of_people_of_other_areas_only_the_number_is_told(cast):
    made, people = a_case(cast)
    far = replace(MARKET, path=WARD)
    line = told(cast, made, stay(far))
    (other,) = a_family(cast, "Ngô Thị Xa", path=WARD, form_id="xa")
    second = look_into(cast, other, WARD)
    add_line(cast.city, second.key, stay(far), now=NOW)
    asked = (line.venue, line.started_at, line.ended_at)
    found = who_else(cast.commune, *asked, but=people[0].root_id)
    assert (found.people, found.elsewhere) == ((), 1)
    assert len(who_else(cast.city, *asked, but=people[0].root_id).people) == 1
