"""What the province decides about cases: definitions, windows, episodes, sources. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.cases.queries.definitions import definitions_on
from lachan.cases.rules.days import Days, faults_of_days
from lachan.cases.rules.definitions import (
    Evidence,
    in_force,
    obstacles_to_classifying,
    proposed,
    read_criteria,
)
from lachan.cases.rules.episodes import (
    Episode,
    Following,
    is_within,
    obstacles_to_deciding,
    obstacles_to_linking,
    what_follows,
)
from lachan.cases.rules.sources import CaseInTime, SourceWords, obstacles_to_source
from lachan.cases.rules.windows import Figure, Protocol, WindowFacts, infectious_window
from lachan.cases.terms import (
    Classification,
    Origin,
    Outcome,
    RePositiveState,
    Result,
    SourceState,
    Symptoms,
    WindowBasis,
)
from lachan.core.dates import at

SEPTEMBER = date(2021, 9, 15)
NOW = at(SEPTEMBER, 9)
MAY_2022 = date(2022, 5, 1)
PCR = Evidence(pcr=Result.POSITIVE)
RAPID = Evidence(antigen=Result.POSITIVE)


# Definitions


@pytest.fixture
def shipped(monkeypatch):
    """The shipped definitions of a day, without a database."""
    monkeypatch.setattr("lachan.cases.models.CaseDefinition.objects.all", lambda: [])
    return definitions_on


def test_a_positive_pcr_is_a_confirmed_case_on_every_day_of_the_epidemic(shipped):
    for day in (date(2020, 3, 18), date(2020, 8, 7), SEPTEMBER, date(2021, 12, 29), MAY_2022):
        assert proposed(shipped(day), PCR).classification == Classification.CONFIRMED


def test_a_rapid_test_with_symptoms_confirms_only_since_cv_1909(shipped):
    rapid = replace(RAPID, symptoms=Symptoms.PRESENT)
    assert proposed(shipped(date(2022, 4, 14)), rapid).classification == Classification.PROBABLE
    assert proposed(shipped(date(2022, 4, 15)), rapid).classification == Classification.CONFIRMED


def test_since_cv_1909_a_link_makes_a_rapid_test_enough_and_nothing_does_not(shipped):
    linked = replace(RAPID, has_link=True)
    assert proposed(shipped(MAY_2022), linked).classification == Classification.CONFIRMED
    assert proposed(shipped(MAY_2022), RAPID).classification == Classification.PROBABLE


def test_a_negative_pcr_discards_what_a_rapid_test_made_probable(shipped):
    both = replace(RAPID, pcr=Result.NEGATIVE)
    assert proposed(shipped(SEPTEMBER), both).classification == Classification.DISCARDED


def test_symptoms_with_a_link_are_suspected_and_symptoms_alone_are_nothing(shipped):
    ill = Evidence(symptoms=Symptoms.PRESENT)
    assert proposed(shipped(SEPTEMBER), ill) is None
    linked = replace(ill, has_link=True)
    assert proposed(shipped(SEPTEMBER), linked).classification == Classification.SUSPECTED


def test_what_no_source_was_seen_for_is_to_be_confirmed(shipped):
    sure = {row.source for row in shipped(MAY_2022) if row.is_confirmed}
    assert sure == {"CV 1909/BYT-DP ngày 15/4/2022"}


def test_before_the_first_instrument_nothing_is_defined(shipped):
    assert shipped(date(2020, 3, 17)) == []


def test_without_its_tests_a_case_is_not_confirmed_and_the_reason_cites_the_definition(shipped):
    (reason,) = obstacles_to_classifying(
        Classification.CONFIRMED, shipped(SEPTEMBER), RAPID, basis="", on=SEPTEMBER
    )
    assert "QĐ 3638/QĐ-BYT" in reason


def test_a_document_stands_in_for_a_definition(shipped):
    assert not obstacles_to_classifying(
        Classification.CONFIRMED, shipped(SEPTEMBER), RAPID, basis="TB 12/TB-CDC", on=SEPTEMBER
    )


def test_criteria_that_everybody_meets_are_none():
    with pytest.raises(ValueError, match="conditions"):
        read_criteria([[]])
    with pytest.raises(ValueError, match="alternatives"):
        read_criteria([])


def test_of_two_versions_the_one_that_begins_later_holds(shipped):
    (row,) = (one for one in shipped(SEPTEMBER) if one.code == "confirmed")
    later = replace(row, version=99, valid_from=SEPTEMBER, valid_until=None)
    (held,) = in_force([later, row], SEPTEMBER)
    assert held.version == 99
    (held,) = in_force([later, row], SEPTEMBER - timedelta(days=1))
    assert held.version == row.version


# Windows

THREE = Figure(
    "infectious-before-onset-days", Decimal(3), date(2020, 12, 3), "QĐ 5053/QĐ-BYT ngày 3/12/2020"
)
TWO = Figure("infectious-before-onset-days", Decimal(2), date(2021, 12, 29), "CV 11042/BYT-DP")
TWO_SAMPLE = replace(TWO, name="infectious-before-sample-days")
UNTIL_CT = Figure("infectious-until-ct", Decimal(30), date(2021, 12, 29), "CV 11042/BYT-DP")
OF_5053 = Protocol(before_onset=THREE)
OF_11042 = Protocol(before_onset=TWO, before_sample=TWO_SAMPLE, until_ct=UNTIL_CT)
ONSET = date(2021, 9, 12)


def test_by_5053_a_case_is_infectious_from_three_days_before_onset_until_isolation():
    window = infectious_window(WindowFacts(True, ONSET, isolated_at=NOW), OF_5053)
    assert window.begins_at == at(date(2021, 9, 9), 0)
    assert window.ends_at == NOW
    assert window.protocol == "infectious-before-onset-days@2020-12-03"
    assert window.source == "QĐ 5053/QĐ-BYT ngày 3/12/2020"


def test_who_is_not_isolated_is_infectious_until_now():
    assert infectious_window(WindowFacts(True, ONSET), OF_5053).ends_at is None


def test_by_5053_without_symptoms_it_is_the_day_of_the_sample():
    window = infectious_window(WindowFacts(True, sampled_at=at(ONSET, 16)), OF_5053)
    assert window.begins_at == at(ONSET, 0)
    assert window.basis == WindowBasis.SAMPLE
    assert window.source == "", "no figure is in force: nothing is cited"


def test_by_11042_it_is_two_days_before_onset_or_sample():
    onset = infectious_window(WindowFacts(True, ONSET), OF_11042)
    sample = infectious_window(WindowFacts(True, sampled_at=at(ONSET, 16)), OF_11042)
    assert onset.begins_at == sample.begins_at == at(date(2021, 9, 10), 0)


def test_by_11042_isolation_does_not_end_it_but_a_test_does():
    cleared = at(date(2021, 9, 20), 8)
    isolated = WindowFacts(True, ONSET, isolated_at=NOW)
    assert infectious_window(isolated, OF_11042).ends_at is None
    tested = replace(isolated, cleared_at=cleared)
    assert infectious_window(tested, OF_11042).ends_at == cleared


def test_a_positive_sample_before_the_first_symptoms_begins_it():
    facts = WindowFacts(True, onset_on=date(2021, 9, 20), sampled_at=at(ONSET, 8))
    window = infectious_window(facts, OF_5053)
    assert (window.begins_at, window.basis) == (at(ONSET, 0), WindowBasis.SAMPLE)


def test_who_was_isolated_before_it_began_met_nobody():
    facts = WindowFacts(True, ONSET, isolated_at=at(date(2021, 9, 1), 8))
    window = infectious_window(facts, OF_5053)
    assert window.begins_at == window.ends_at


def test_death_ends_it_under_every_protocol():
    died = at(date(2021, 9, 18), 3)
    for protocol in (OF_5053, OF_11042):
        assert (
            infectious_window(WindowFacts(True, ONSET, outcome_at=died), protocol).ends_at == died
        )


def test_a_discarded_case_and_one_of_which_nothing_is_known_have_none():
    assert infectious_window(WindowFacts(False, ONSET, NOW), OF_5053).begins_at is None
    assert infectious_window(WindowFacts(True), OF_5053).begins_at is None


DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))
INSTANTS = st.builds(at, DAYS, st.integers(0, 23), st.integers(0, 59))


@given(
    st.none() | DAYS,
    *[st.none() | INSTANTS] * 4,
    st.sampled_from([OF_5053, OF_11042, Protocol()]),
)
def test_a_window_never_ends_before_it_begins(onset, sampled, isolated, cleared, ended, protocol):
    facts = WindowFacts(True, onset, sampled, isolated, cleared, ended)
    window = infectious_window(facts, protocol)
    assert (window.begins_at is None) == (onset is None and sampled is None)
    if window.ends_at:
        assert window.ends_at >= window.begins_at


# Episodes

RECOVERED = Episode(
    Classification.CONFIRMED,
    closed_at=at(date(2021, 8, 1), 10),
    outcome=Outcome.RECOVERED,
    outcome_at=at(date(2021, 8, 1), 10),
)


def test_a_positive_soon_after_recovery_is_a_re_positive_and_later_a_new_case():
    assert what_follows(RECOVERED, at(date(2021, 10, 30), 23), 90) == Following.RE_POSITIVE
    assert what_follows(RECOVERED, at(date(2021, 10, 31), 0), 90) == Following.NEW


def test_a_sample_from_before_the_recovery_is_no_re_positive():
    assert obstacles_to_linking(RECOVERED, at(date(2021, 7, 31), 8), 90)


BEGAN = replace(RECOVERED, began_at=at(date(2021, 7, 20), 9))


@pytest.mark.parametrize(
    ("found_at", "days", "following"),
    [
        (at(date(2021, 7, 25), 8), 90, Following.WITHIN),
        (at(date(2021, 8, 1), 9), 90, Following.WITHIN),
        (at(date(2021, 8, 1), 10), 90, Following.RE_POSITIVE),
        (at(date(2021, 7, 10), 0), 10, Following.WITHIN),
        (at(date(2021, 7, 9), 23), 10, Following.NEW),
    ],
)
def test_a_late_result_belongs_to_the_episode_in_which_its_sample_was_taken(
    found_at, days, following
):
    assert what_follows(BEGAN, found_at, days) == following


@given(DAYS, st.integers(0, 120), st.sampled_from([*Outcome, ""]))
def test_only_an_episode_that_ended_and_was_an_illness_holds_late_results(day, days, outcome):
    found_at = at(day, 8)
    assert not is_within(replace(BEGAN, closed_at=None), found_at, days)
    assert not is_within(replace(BEGAN, classification=Classification.DISCARDED), found_at, days)
    held = is_within(replace(BEGAN, outcome=outcome), found_at, days)
    assert held == (bool(outcome) and date(2021, 7, 20) - timedelta(days) <= day <= BEGAN_TO_END)


BEGAN_TO_END = date(2021, 8, 1)


def test_an_open_episode_leaves_no_room_for_another():
    is_open = replace(RECOVERED, closed_at=None, outcome="", outcome_at=None)
    assert what_follows(is_open, NOW, 90) == Following.OPEN


def test_after_a_discarded_or_transferred_case_comes_a_new_one():
    discarded = replace(RECOVERED, classification=Classification.DISCARDED, outcome="")
    assert what_follows(discarded, NOW, 90) == Following.NEW
    transferred = replace(RECOVERED, outcome=Outcome.TRANSFERRED)
    assert what_follows(transferred, NOW, 90) == Following.NEW


def test_the_first_positive_is_the_first():
    assert what_follows(None, NOW, 90) == Following.FIRST


def deciding(state=RePositiveState.CONFIRMED, **words):
    told = {
        "pcr": Result.POSITIVE,
        "ct": Decimal("24.5"),
        "ct_figure": Decimal(30),
        "laboratory": "CDC Cà Mau",
        "cause": "chưa rõ",
        "epidemiology": "ở nhà sau điều trị, không gặp ai",
        **words,
    }
    return obstacles_to_deciding(state, **told)


def test_a_weak_positive_is_not_being_positive_again():
    assert not deciding()
    (reason,) = deciding(ct=Decimal("30.0"))
    assert "CT 30" in reason


def test_a_re_positive_is_confirmed_with_what_the_directive_asks():
    assert len(deciding(epidemiology="", cause="", laboratory="")) == 3
    assert deciding(pcr=Result.UNKNOWN)


def test_to_refute_takes_the_laboratory_and_to_suspect_takes_nothing():
    nothing = {"pcr": Result.UNKNOWN, "laboratory": "", "cause": "", "epidemiology": ""}
    assert len(deciding(RePositiveState.REFUTED, **nothing)) == 1
    assert not deciding(RePositiveState.SUSPECTED, **nothing)


# Sources

LATER = CaseInTime(2, found_at=NOW, begins_at=NOW - timedelta(days=3), is_standing=True)
EARLIER = CaseInTime(
    1, found_at=NOW - timedelta(days=5), begins_at=NOW - timedelta(days=8), is_standing=True
)
FROM_CASE = SourceWords(Origin.LOCAL, source=SourceState.KNOWN, source_case_id=1)


def test_somebody_ill_before_can_be_the_source():
    assert not obstacles_to_source(FROM_CASE, LATER, EARLIER, {})


def test_nobody_is_infected_by_themselves_or_by_whom_they_infected():
    assert obstacles_to_source(FROM_CASE, LATER, LATER, {})
    assert obstacles_to_source(FROM_CASE, LATER, EARLIER, {1: 7, 7: 2})


def test_a_circle_that_is_on_record_ends_the_search():
    assert not obstacles_to_source(FROM_CASE, LATER, EARLIER, {1: 7, 7: 1})


def test_somebody_infectious_only_later_or_discarded_is_no_source():
    late = replace(EARLIER, begins_at=NOW + timedelta(days=1))
    assert obstacles_to_source(FROM_CASE, LATER, late, {})
    assert obstacles_to_source(FROM_CASE, LATER, replace(EARLIER, is_standing=False), {})


def test_an_imported_case_says_from_where():
    assert obstacles_to_source(SourceWords(Origin.IMPORTED), LATER, None, {})
    told = SourceWords(Origin.IMPORTED, origin_words="Thành phố Hồ Chí Minh")
    assert not obstacles_to_source(told, LATER, None, {})


def test_a_known_source_is_a_case_or_is_told_in_words():
    bare = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    assert obstacles_to_source(bare, LATER, None, {})
    assert not obstacles_to_source(replace(bare, note="chợ Phường 7"), LATER, None, {})


# Days


def test_what_lies_ahead_is_refused_and_an_onset_after_the_report_is_not():
    days = Days(NOW - timedelta(days=2), Symptoms.PRESENT, onset_on=SEPTEMBER)
    assert not faults_of_days(days, NOW)
    ahead = replace(days, onset_on=SEPTEMBER + timedelta(days=1), isolated_at=at(SEPTEMBER, 10))
    assert set(faults_of_days(ahead, NOW)) == {"onset_on", "isolated_at"}


def test_a_year_that_nothing_holds_for_is_a_slip():
    slip = Days(at(date(1987, 9, 15), 9), Symptoms.PRESENT, onset_on=date(2012, 9, 12))
    assert set(faults_of_days(slip, NOW)) == {"reported_at", "onset_on"}


def test_without_symptoms_there_is_no_onset():
    assert "onset_on" in faults_of_days(Days(NOW, Symptoms.NONE, onset_on=SEPTEMBER), NOW)
