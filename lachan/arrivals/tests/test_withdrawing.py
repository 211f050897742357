"""Words that were a mistake count no more: their coming is told anew, or was never one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lachan.arrivals.actions import deciding
from lachan.arrivals.actions.joining import join_arrival, withdraw_source
from lachan.arrivals.models import Arrival, ArrivalSource
from lachan.arrivals.queries.arrivals import visible_arrivals
from lachan.arrivals.terms import StepKind, WatchState
from lachan.arrivals.tests.examples import COMMUNE, OTHER, words
from lachan.audit.models import Entry
from lachan.core.refused import Refused
from lachan.people.terms import SourceKind
from lachan.policies.rules.facts import Facts
from lachan.policies.rules.ruleset import Area, Conditions, Rule, RuleSet, Source
from lachan.policies.terms import Measure
from tests.cast import NOW

LATER = NOW + timedelta(hours=1)


def clock():
    return LATER


def test_a_coming_known_only_from_a_mistake_leaves_every_list_with_the_reason(cast):
    arrival = join_arrival(cast.synthesist, words("p:1"), now=NOW)
    withdraw_source(cast.synthesist, "p:1", "quét nhầm", now=LATER)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.withdrawn_at) == (WatchState.ENDED, LATER)
    assert not visible_arrivals(cast.leader).exists()
    step = arrival.steps.first()
    assert (step.kind, step.note) == (StepKind.ENDED, "quét nhầm")
    entry = Entry.objects.get(event="arrivals.SourcesWithdrawn")
    assert entry.payload == {"sources": 1, "ended": 1, "arrival_ids": [arrival.pk]}


@pytest.fixture
def quarantine_for_all_from_the_city(monkeypatch):
    def rule(code, measure, **fields):
        source = Source("308-CV/TU", "khoản 1", f"Lời của {code}")
        return Rule(code, 1, code, NOW - timedelta(days=300), measure, source, **fields)

    found = RuleSet(
        rules=(
            rule("all", Measure.DECLARE),
            rule(
                "city",
                Measure.CENTRALISED_QUARANTINE,
                days=14,
                conditions=Conditions(origins=("hcm",)),
            ),
        ),
        areas=(Area("hcm", "Thành phố Hồ Chí Minh", before=("79/",), after=("79/",)),),
        path="96/",
    )
    monkeypatch.setattr(deciding, "rules_in_force", lambda path, at: found)


def test_a_coming_of_which_others_know_is_told_anew_from_these_and_decided_again(
    cast, quarantine_for_all_from_the_city
):
    alone = join_arrival(cast.synthesist, words("d:1", facts=Facts(stays=())), now=NOW)
    expected = (alone.path, alone.arrived_at, alone.plate, alone.measure)
    both = join_arrival(
        cast.synthesist,
        words("p:1", kind=SourceKind.PASSAGE, to=OTHER, came_at=NOW, said_at=NOW, plate="69A1"),
        now=NOW,
    )
    assert (both.pk, both.path, both.plate) == (alone.pk, OTHER, "69A1")
    assert both.measure != alone.measure
    withdraw_source(cast.synthesist, "p:1", "quét nhầm", now=LATER)
    both.refresh_from_db()
    assert (both.path, both.arrived_at, both.plate, both.measure) == expected
    assert both.facts["stays"] == []
    assert (both.state, both.source_kinds) == (WatchState.SENT, ["declaration"])
    assert both.decisions.first().decided_at == LATER


def test_words_withdrawn_twice_are_withdrawn_once(cast):
    join_arrival(cast.synthesist, words("p:1"), now=NOW)
    withdraw_source(cast.synthesist, "p:1", "quét nhầm", now=LATER)
    assert withdraw_source(cast.synthesist, "p:1", "lại", now=LATER) is None
    assert withdraw_source(cast.synthesist, "p:unknown", "lại", now=LATER) is None
    assert ArrivalSource.objects.get().withdrawn_reason == "quét nhầm"
    assert Entry.objects.filter(event="arrivals.SourcesWithdrawn").count() == 1


def test_withdrawn_words_brought_again_are_not_taken_and_new_words_make_a_new_coming(cast):
    wrong = join_arrival(cast.synthesist, words("p:1"), now=NOW)
    withdraw_source(cast.synthesist, "p:1", "quét nhầm", now=LATER)
    assert join_arrival(cast.synthesist, words("p:1"), now=LATER).pk == wrong.pk
    assert not Arrival.objects.standing().exists()
    true = join_arrival(cast.synthesist, words("d:1"), now=LATER)
    assert Arrival.objects.standing().get().pk == true.pk != wrong.pk


def test_comings_that_only_a_mistake_bridged_are_two_again(cast):
    for reference, hour in (("a:1", 0), ("a:3", 45), ("a:2", 90)):
        join_arrival(
            cast.synthesist, words(reference, came_at=NOW + timedelta(hours=hour)), now=NOW
        )
    one = Arrival.objects.standing().get()
    withdraw_source(cast.synthesist, "a:3", "nhầm người", now=LATER)
    first, second = Arrival.objects.standing().order_by("arrived_at")
    assert first.pk == one.pk
    assert [arrival.sources.get(withdrawn_at=None).reference for arrival in (first, second)] == [
        *("a:1", "a:2")
    ]
    assert (second.path, second.state) == (COMMUNE, WatchState.SENT)
    assert second.decided_at == LATER


def test_a_commune_that_found_the_person_keeps_them_when_one_of_two_sources_goes(cast):
    arrival = join_arrival(cast.synthesist, words("d:1"), now=NOW)
    Arrival.objects.update(state=WatchState.RECEIVED, is_placed_by_hand=True)
    join_arrival(cast.synthesist, words("p:1", kind=SourceKind.PASSAGE, to=OTHER), now=NOW)
    withdraw_source(cast.synthesist, "p:1", "quét nhầm", now=LATER)
    arrival.refresh_from_db()
    assert (arrival.path, arrival.state) == (COMMUNE, WatchState.RECEIVED)


def test_without_a_reason_nothing_is_withdrawn(cast):
    join_arrival(cast.synthesist, words("p:1"), now=NOW)
    with pytest.raises(Refused):
        withdraw_source(cast.synthesist, "p:1", "", now=LATER)
    assert Arrival.objects.standing().count() == 1


def test_the_page_of_a_withdrawn_coming_says_why_and_offers_no_step(cast, settings):
    settings.CLOCK = "lachan.arrivals.tests.test_withdrawing.clock"
    arrival = join_arrival(cast.synthesist, words("p:1"), now=NOW)
    withdraw_source(cast.synthesist, "p:1", "quét nhầm xe", now=LATER)
    browser = Client()
    browser.force_login(cast.users["leader"])
    page = browser.get(reverse("arrivals:arrival", args=[arrival.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    assert "quét nhầm xe" in text
    assert reverse("arrivals:step", args=[arrival.pk, "receive"]) not in text
