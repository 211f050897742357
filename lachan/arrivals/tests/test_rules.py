"""What several sources tell of one coming, without a database."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lachan.arrivals.rules.codes import ALPHABET, LENGTH, code_of, spoken, typed_code
from lachan.arrivals.rules.declaring import DeclaredOne, Draft, facts_of, words_of
from lachan.arrivals.rules.joining import Told, hanging_together, joined, united
from lachan.arrivals.rules.keeping import from_json, to_json
from lachan.arrivals.rules.paths import meeting
from lachan.arrivals.rules.watching import (
    WatchFacts,
    is_late,
    must_be_sent_again,
    obstacles,
    state_after,
)
from lachan.arrivals.terms import StepKind, WatchState
from lachan.people.terms import SourceKind
from lachan.policies.rules.facts import Dose, Facts, Stay, Test
from lachan.policies.terms import Measure

T0 = datetime(2021, 10, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def told(reference="a", kind=SourceKind.DECLARATION, hours=0, **fields) -> Told:
    at = T0 + hours * HOUR
    fields.setdefault("recorded_path", "96/")
    return Told(
        reference=reference,
        kind=kind,
        said_at=fields.pop("said_at", at),
        came_at=at,
        facts=fields.pop("facts", Facts()),
        **fields,
    )


def test_words_within_the_window_hang_together_by_a_chain():
    instants = [T0, T0 + 90 * HOUR, T0 + 47 * HOUR, T0 + 200 * HOUR]
    assert hanging_together(instants, 48 * HOUR) == [[0, 2, 1], [3]]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12), st.integers(0, 11))
def test_the_order_in_which_words_come_does_not_change_the_groups(offsets, turn):
    instants = [T0 + offset * HOUR for offset in offsets]
    shuffled = [*reversed(instants[turn:]), *instants[:turn]]

    def groups(rows):
        found = hanging_together(rows, 48 * HOUR)
        return [sorted(rows[position] for position in group) for group in found]

    assert groups(instants) == groups(shuffled)


def test_who_saw_the_person_knows_when_and_the_latest_words_know_where():
    declared = told("d", destination_path="96/964/32025/", facts=Facts(stays=(Stay("79/"),)))
    passed = told("p", SourceKind.PASSAGE, hours=5, said_at=T0 + 5 * HOUR, plate="69A12345")
    called = told("k", SourceKind.KEYED, hours=1, said_at=T0 + 20 * HOUR)
    for order in itertools.permutations([declared, passed, called]):
        coming = joined(order)
        assert coming.arrived_at == T0 + 5 * HOUR
        assert coming.path == "96/964/32025/"
        assert coming.plate == "69A12345"
        assert coming.facts == Facts(stays=(Stay("79/"),), arrived_at=T0 + 5 * HOUR)


def test_who_goes_on_to_another_province_stays_with_who_recorded_it():
    coming = joined([told(destination_path="95/954/1/", recorded_path="96/964/")])
    assert coming.path == "96/964/"


def test_facts_unite_and_stay_unknown_only_where_nobody_knew():
    first = Facts(vaccinations=(), contact_level=2)
    second = Facts(vaccinations=(Dose(date(2021, 8, 1)),), contact_level=1, has_recovered=False)
    both = united([first, second])
    assert both.vaccinations == (Dose(date(2021, 8, 1)),)
    assert both.contact_level == 1
    assert both.has_recovered is False
    assert both.tests is None
    assert both == united([second, first])


def test_facts_come_back_from_where_they_are_kept():
    facts = Facts(
        stays=(Stay("79/760/", date(2021, 6, 20), None),),
        arrived_at=T0,
        vaccinations=(Dose(date(2021, 8, 1), 2, "AZ"),),
        recovered_on=date(2021, 5, 1),
        has_recovered=True,
        tests=(Test("pcr", "negative", T0 - HOUR, T0, 31.5), Test("rapid", "")),
        contact_level=1,
        last_exposure_at=T0 - 24 * HOUR,
    )
    assert from_json(to_json(facts)) == facts
    assert from_json(to_json(Facts())) == Facts()
    assert from_json(to_json(Facts(tests=()))) == Facts(tests=())


@given(st.integers(0, 10**12))
def test_codes_have_six_signs_and_are_read_back_however_they_are_typed(number):
    code = code_of(number)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert typed_code(spoken(code).lower()) == code


def test_words_that_are_no_code_are_none():
    assert typed_code("096090000123") == ""
    assert typed_code("OOOOOO") == ""
    assert typed_code("") == ""


def test_a_declaration_tells_what_was_answered_and_leaves_the_rest_unknown():
    one = DeclaredOne("Trần Thị Khai", birth_year=1980, doses=0, has_no_test=True)
    draft = Draft((one,), "96/964/32025/", T0, from_words="Bình Dương", arrives_at=T0)
    facts = facts_of(draft, one)
    assert facts.stays == (Stay("Bình Dương"),)
    assert facts.vaccinations == ()
    assert facts.tests == ()
    assert facts.recovered_on is None
    assert facts.contact_level is None


def test_a_household_is_told_as_one_household_and_one_person_as_none():
    people = (DeclaredOne("A", birth_year=1980), DeclaredOne("B", birth_year=2010))
    both = Draft(people, "96/", T0, phone="0912345678")
    keys = {words_of(both, i, f"arrivals.Declaration:7#{i}").claim.household_key for i in (0, 1)}
    assert keys == {"arrivals.Declaration:7"}
    alone = Draft(people[:1], "96/", T0)
    assert words_of(alone, 0, "arrivals.Declaration:8#0").claim.household_key == ""


def watch(state=WatchState.SENT, sent=T0):
    return WatchFacts(state, sent, T0, Measure.DECLARE, None)


def test_nobody_acknowledges_twice_or_without_a_commune():
    assert not obstacles(watch(), StepKind.RECEIVED)
    assert obstacles(watch(WatchState.RECEIVED), StepKind.RECEIVED)
    assert obstacles(watch(WatchState.UNPLACED), StepKind.RECEIVED)
    assert obstacles(watch(WatchState.ENDED), StepKind.ENDED)


def test_after_a_step_the_watch_stands_where_it_must():
    assert state_after(StepKind.PASSED_ON, "96/964/32025/") == WatchState.SENT
    assert state_after(StepKind.PASSED_ON, "") == WatchState.UNPLACED
    assert state_after(StepKind.NOT_HERE, "x") == WatchState.NOT_HERE


def test_a_list_is_late_when_its_hours_are_over_and_only_while_somebody_waits():
    send, receive = 2 * HOUR, 6 * HOUR
    assert not is_late(watch(), T0 + 6 * HOUR, send, receive)
    assert is_late(watch(), T0 + 7 * HOUR, send, receive)
    assert is_late(watch(WatchState.UNPLACED, None), T0 + 3 * HOUR, send, receive)
    assert not is_late(watch(WatchState.RECEIVED), T0 + 99 * HOUR, send, receive)


def test_only_a_stricter_measure_is_sent_again():
    assert must_be_sent_again("declare", "centralised_quarantine")
    assert must_be_sent_again("", "home_quarantine")
    assert not must_be_sent_again("home_quarantine", "declare")
    assert not must_be_sent_again("test", "test")


def test_several_units_meet_at_the_lowest_that_holds_them_all():
    assert meeting(["96/964/32025/", "96/964/31999/"]) == "96/964/"
    assert meeting(["96/964/", "96/966/"]) == "96/"
    assert meeting(["96/96/", "96/964/"]) == "96/"
    assert meeting(["96/964/"]) == "96/964/"
    assert meeting([]) == ""
