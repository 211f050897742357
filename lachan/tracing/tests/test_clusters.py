"""Clusters on the test's own database: what holds together, how we know, who sees what."""

from __future__ import annotations

from datetime import date

import pytest

from lachan.cases.actions.classifying import Judgement, classify
from lachan.cases.models import Case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import Classification, Result, Symptoms
from lachan.core.refused import NotThere
from lachan.tracing.actions.lines import add_line, strike_line
from lachan.tracing.models import Line
from lachan.tracing.queries.clusters import chain_of, chains, limits_of_links
from lachan.tracing.queries.exposure_places import exposure_of, map_of_places
from lachan.tracing.queries.meetings import candidates_for, links_in
from lachan.tracing.rules.clusters import Doubt
from lachan.tracing.terms import Source
from tests.cast import NOW, TODAY

from .cluster_examples import ill, infect, meet
from .examples import COMMUNE, WARD, a_family, met, span

SICK_BUT_NEGATIVE = Evidence(Result.NEGATIVE, symptoms=Symptoms.PRESENT)


def links_of(cast, one):
    chain = chain_of(cast.synthesist, one.case.key)
    return links_in(chain.seen.members, chain.whole, limits_of_links(TODAY), NOW)


def offered_to(cast, one, actor=None):
    chain = chain_of(cast.synthesist, one.case.key)
    member = chain.whole[one.case.pk]
    return candidates_for(actor or cast.synthesist, member, limits_of_links(TODAY), NOW)


def test_a_chain_is_found_from_each_of_its_cases(cast):
    first, second, third, other = (ill(cast, f"Ca {n}", 5 + n) for n in range(4))
    infect(cast, first, second)
    infect(cast, second, third)
    for one in (first, second, third):
        chain = chain_of(cast.synthesist, one.case.key)
        assert {m.id for m in chain.seen.members} == {c.case.pk for c in (first, second, third)}
        assert chain.seen.generations == 3
    assert [chain.cases for chain in chains(cast.synthesist)] == [1, 3]
    assert chain_of(cast.synthesist, other.case.key).cases == 1


def test_a_discarded_case_belongs_to_no_cluster_but_stays_where_it_infected_one(cast):
    first, second, alone = (ill(cast, f"Ca {n}", 8 + n) for n in range(3))
    infect(cast, first, second)
    for one in (first, alone):
        negative = Judgement(Classification.DISCARDED, SICK_BUT_NEGATIVE, basis="TB 9")
        classify(cast.synthesist, one.case.key, negative, now=NOW)
    (link,) = links_of(cast, second)
    assert Doubt.DISCARDED in link.doubts
    with pytest.raises(NotThere):
        chain_of(cast.synthesist, alone.case.key)


def test_a_link_is_supported_by_the_shared_hours_at_a_place(cast):
    first, second = ill(cast, "Ca Đầu", 9), ill(cast, "Ca Sau", 13)
    infect(cast, first, second)
    assert not links_of(cast, second)[0].is_supported
    meet(cast, first, second)
    (link,) = links_of(cast, second)
    assert (len(link.meetings), link.minutes, link.interval) == (1, 60, 4)
    (meeting,) = link.meetings
    assert {told.way for told in meeting.told} == {Source.INTERVIEW}
    assert {told.person for told in meeting.told} == {first.person.root_id, second.person.root_id}


def test_hours_before_the_window_or_after_the_illness_support_nothing(cast):
    first, second = ill(cast, "Ca Đầu", 9), ill(cast, "Ca Sau", 12)
    infect(cast, first, second)
    meet(cast, first, second, day=2)
    meet(cast, first, second, day=13)
    assert not links_of(cast, second)[0].meetings


def test_struck_lines_support_nothing(cast):
    first, second = ill(cast, "Ca Đầu", 9), ill(cast, "Ca Sau", 13)
    infect(cast, first, second)
    meet(cast, first, second)
    line = Line.objects.get(investigation=second.made)
    strike_line(cast.synthesist, line.key, "nhầm ngày", now=NOW)
    assert not links_of(cast, second)[0].is_supported


def test_a_named_meeting_and_a_household_support_a_link(cast):
    one, other = a_family(cast, "Lê Ca", "Trần Vợ")
    first = ill(cast, "", 9, person=one)
    second = ill(cast, "", 13, person=other)
    infect(cast, first, second)
    (link,) = links_of(cast, second)
    assert link.is_household
    assert link.is_supported
    words = met("Ai Đó", span(9, 10))
    told = add_line(cast.synthesist, first.made.key, words, now=NOW)
    stranger = ill(cast, "", 14, person=told.met)
    infect(cast, first, stranger)
    named = next(x for x in links_of(cast, stranger) if x.infected.id == stranger.case.pk)
    assert [meeting.venue for meeting in named.meetings] == [None]
    assert named.minutes == 60


def test_who_met_a_case_while_infectious_is_offered_as_its_source_and_nothing_is_set(cast):
    near, far, case = ill(cast, "Gần", 9), ill(cast, "Xa", 10), ill(cast, "Chưa Rõ", 14)
    late = ill(cast, "Sau Này", 14)
    meet(cast, near, case)
    meet(cast, late, case, day=10)
    found = offered_to(cast, case)
    assert [one.member.id for one in found.found] == [near.case.pk]
    assert found.found[0].interval == 5
    assert far.case.pk not in {one.member.id for one in found.found}
    case.case.refresh_from_db()
    assert case.case.source_case_id is None


def test_whom_a_case_infected_is_not_offered_as_its_source(cast):
    first, second = ill(cast, "Ca Đầu", 10), ill(cast, "Ca Sau", 10)
    meet(cast, first, second)
    assert [one.member.id for one in offered_to(cast, first).found] == [second.case.pk]
    infect(cast, first, second)
    assert not offered_to(cast, first).found


def test_of_cases_of_another_unit_the_number_alone_is_told(cast):
    first, second = ill(cast, "Ca Đầu", 9), ill(cast, "Ca Sau", 13, path=WARD)
    infect(cast, first, second)
    meet(cast, first, second)
    chain = chain_of(cast.commune, first.case.key)
    assert [member.id for member in chain.seen.members] == [first.case.pk]
    assert (chain.elsewhere, chain.cases) == (1, 2)
    with pytest.raises(NotThere):
        chain_of(cast.commune, second.case.key)
    assert [one.elsewhere for one in chains(cast.commune)] == [1]
    assert chains(cast.neighbour) == []


def test_a_candidate_of_another_unit_is_counted_not_named(cast):
    first, second = ill(cast, "Ca Đầu", 9, path=WARD), ill(cast, "Ca Sau", 13)
    meet(cast, first, second)
    found = offered_to(cast, second, cast.commune)
    assert (found.found, found.elsewhere) == ((), 1)


def test_places_of_exposure_count_cases_days_and_others(cast):
    first, second = ill(cast, "Ca Đầu", 9), ill(cast, "Ca Sau", 10)
    healthy = ill(cast, "Người Khác", 1)
    Case.objects.filter(pk=healthy.case.pk).update(classification=Classification.DISCARDED)
    infect(cast, first, second)
    meet(cast, first, second, healthy, day=10)
    meet(cast, first, day=11)
    meet(cast, first, day=3)  # before the window
    members = chain_of(cast.synthesist, first.case.key).seen.members
    found = exposure_of(cast.synthesist, members, NOW)
    (place,) = found.places
    assert place.cases == tuple(sorted([first.case.pk, second.case.pk]))
    assert place.days == (date(2021, 9, 10), date(2021, 9, 11))
    assert place.others == 1
    assert found.per_day == {date(2021, 9, 10): 1, date(2021, 9, 11): 1}
    (day,) = exposure_of(cast.synthesist, members, NOW, date(2021, 9, 11)).places
    assert (day.cases, day.others) == ((first.case.pk,), 0)
    assert exposure_of(cast.synthesist, members, NOW, date(2021, 9, 12)).places == ()


SQUARE = {
    "type": "MultiPolygon",
    "coordinates": [[[[105.0, 9.0], [105.2, 9.0], [105.2, 9.2], [105.0, 9.2], [105.0, 9.0]]]],
}


def test_a_place_without_coordinates_stands_at_the_centre_of_its_commune(cast):
    first = ill(cast, "Ca Đầu", 9)
    meet(cast, first)
    members = chain_of(cast.synthesist, first.case.key).seen.members
    places = exposure_of(cast.synthesist, members, NOW).places
    assert map_of_places(places, TODAY) is None
    unit = cast.units[COMMUNE]
    unit.boundary = SQUARE
    unit.save()
    drawn = map_of_places(places, TODAY)
    (spot,) = drawn.spots
    assert not spot.is_exact
    assert len(drawn.shapes) == 1
    places[0].venue.latitude, places[0].venue.longitude = 9.05, 105.15
    (exact,) = map_of_places(places, TODAY).spots
    assert exact.is_exact
    assert exact.x > spot.x
    assert exact.y > spot.y
