"""Positive again: linked to the episode that it follows, described, decided, taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import (
    classify,
    end_episode,
    reopen_episode,
)
from lachan.cases.actions.limits import NUMBERS
from lachan.cases.actions.opening import open_case, open_case_of
from lachan.cases.actions.re_positives import (
    Finding,
    decide_re_positive,
    link_re_positive,
    unlink_re_positive,
)
from lachan.cases.models import Case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.terms import (
    Classification,
    LimitName,
    Outcome,
    RePositiveState,
    Result,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.limit_setting import set_number
from lachan.core.refused import NotThere, Refused
from lachan.people.models import Person
from tests.cast import NOW, TODAY

from .examples import (
    COMMUNE,
    DAY,
    HOUR,
    NEGATIVE,
    PCR,
    a_case,
    events_of,
    ill,
    judged,
    payload,
    recovered,
    report,
)

RAPID = Evidence(antigen=Result.POSITIVE, symptoms=Symptoms.PRESENT)
pytestmark = pytest.mark.usefixtures("protocol")


def test_positive_again_within_the_days_is_linked_and_no_new_case(cast):
    first = recovered(cast)
    again = a_case(cast, reported_at=NOW)
    assert (again.previous, again.episode) == (first, 2)
    assert again.re_positive.state == RePositiveState.SUSPECTED
    assert list(Case.objects.confirmed()) == [first]
    assert events_of(again) == ["cases.Opened", "cases.RePositiveLinked"]
    assert payload("Opened")["is_re_positive"]


def late(cast, who=None, evidence=PCR, **words):
    """A report of this morning whose sample was taken ten days ago."""
    told = report(sampled_at=NOW - 10 * DAY, onset_on=None, evidence=evidence, **words)
    said = {"path": COMMUNE, "reference": "cases.form:late", "now": NOW}
    return open_case(who or cast.synthesist, ill(), told, **said)


def test_a_late_result_of_an_ended_illness_opens_nothing_and_counts_nothing(cast):
    first = recovered(cast, days=5)
    happened = Entry.objects.filter(event="cases.Opened").count()
    opened = late(cast)
    assert (opened.case, opened.was_brought_in, opened.is_news) == (first, True, False)
    assert Case.objects.confirmed().count() == 1
    assert Entry.objects.filter(event="cases.Opened").count() == happened


def test_a_late_result_that_says_more_classifies_the_ended_case_and_leaves_it_ended(cast):
    rapid = Evidence(antigen=Result.POSITIVE)
    first = recovered(cast, days=5, evidence=rapid)
    assert first.classification == Classification.PROBABLE
    opened = late(cast)
    assert (opened.was_brought_in, opened.is_news) == (True, True)
    first.refresh_from_db()
    assert (first.classification, first.outcome) == (Classification.CONFIRMED, Outcome.RECOVERED)
    assert first.closed_at == NOW - 5 * DAY
    assert not late(cast).is_news


def test_a_late_result_goes_to_the_ended_episode_although_a_later_one_is_open(cast):
    first = recovered(cast, days=5)
    a_case(cast, reported_at=NOW)
    assert late(cast).case == first


def test_who_may_not_classify_is_told_where_the_late_result_belongs(cast):
    first = recovered(cast, days=5, evidence=Evidence(antigen=Result.POSITIVE))
    with pytest.raises(Refused, match=f"case {first.number}/{first.year}"):
        late(cast, officer(COMMUNE))


def test_of_an_ended_illness_at_another_unit_only_that_there_was_one_is_told(cast):
    first = recovered(cast, days=5)
    with pytest.raises(Refused, match="another unit") as refused:
        open_case_of(
            officer("96/966/"),
            first.person_id,
            report(sampled_at=NOW - 10 * DAY, onset_on=None),
            path="96/966/",
            reference="cases.form:far",
            now=NOW,
        )
    assert str(first.number) not in "".join(refused.value.reasons)


def officer(path):
    """Somebody who opens cases and does not classify them."""
    grants = frozenset({("cases.open", path), ("cases.read", path)})
    return Actor(id=None, name="cán bộ", grants=grants)


def test_beyond_the_days_it_is_a_new_case(cast):
    recovered(cast, days=91)
    again = a_case(cast, reported_at=NOW, sampled_at=NOW)
    assert again.previous is None
    assert Case.objects.confirmed().count() == 2


def test_what_was_no_illness_in_between_is_passed_over(cast):
    first = recovered(cast, days=40)
    suspected = a_case(cast, reported_at=NOW - 5 * DAY, sampled_at=None, onset_on=None)
    classify(cast.synthesist, suspected.key, judged("discarded", NEGATIVE), now=NOW)
    again = a_case(cast, reported_at=NOW)
    assert (again.previous, again.episode) == (first, 3)
    refuted = Finding(RePositiveState.REFUTED, laboratory="CDC")
    decide_re_positive(cast.synthesist, again.key, refuted, now=NOW)
    later = a_case(cast, reported_at=NOW - HOUR, sampled_at=NOW)
    assert (later.previous, later.episode) == (first, 4)


def test_an_open_case_of_a_record_that_was_merged_leaves_no_room_either(cast):
    """The winner's own case is over; the loser's, older in number, is open."""
    winner, loser = recovered(cast, 1), a_case(cast, 2)
    Person.objects.filter(pk=loser.person_id).update(root=winner.person)
    with pytest.raises(Refused, match="open case already"):
        a_case(cast, 1, reported_at=NOW)
    classify(cast.synthesist, loser.key, judged("discarded", NEGATIVE), now=NOW)
    assert a_case(cast, 1, reported_at=NOW).episode == 2


def test_the_days_are_a_dated_limit(cast):
    recovered(cast, days=40)
    set_number(
        NUMBERS, cast.synthesist, LimitName.RE_POSITIVE_DAYS, 30, TODAY, "Văn bản thử", now=NOW
    )
    assert a_case(cast, reported_at=NOW, sampled_at=NOW).previous is None


def test_a_re_positive_is_confirmed_with_what_the_directive_asks(cast):
    recovered(cast)
    again = a_case(cast, reported_at=NOW)
    finding = Finding(
        RePositiveState.CONFIRMED,
        epidemiology="ở nhà từ khi ra viện",
        cause="chưa rõ",
        laboratory="CDC Cà Mau",
    )
    decide_re_positive(cast.synthesist, again.key, finding, now=NOW)
    again.refresh_from_db()
    assert again.re_positive.state == RePositiveState.CONFIRMED
    assert again.re_positive.decided_by_name == cast.synthesist.name
    assert payload("RePositiveDecided")["state"] == "confirmed"


def test_a_sample_as_weak_as_at_discharge_does_not_confirm_one(cast):
    recovered(cast)
    again = a_case(cast, reported_at=NOW, ct=Decimal("31.2"))
    finding = Finding(
        RePositiveState.CONFIRMED, epidemiology="ở nhà", cause="chưa rõ", laboratory="CDC"
    )
    with pytest.raises(Refused, match="31,2"):
        decide_re_positive(cast.synthesist, again.key, finding, now=NOW)


def test_a_refuted_one_is_closed_without_a_window(cast):
    recovered(cast)
    again = a_case(cast, reported_at=NOW)
    refuted = Finding(RePositiveState.REFUTED, laboratory="CDC")
    again = decide_re_positive(cast.synthesist, again.key, refuted, now=NOW)
    assert again.closed_at == NOW
    assert again.infectious_from is None
    suspected = Finding(RePositiveState.SUSPECTED)
    again = decide_re_positive(cast.synthesist, again.key, suspected, now=NOW)
    assert again.closed_at is None
    assert again.infectious_from is not None


def test_a_link_is_taken_back_and_set_again(cast):
    first = recovered(cast)
    again = a_case(cast, reported_at=NOW)
    unlink_re_positive(cast.synthesist, again.key, "nhiễm mới, biến thể khác", now=NOW)
    assert Case.objects.confirmed().count() == 2
    link_re_positive(cast.synthesist, again.key, first.key, now=NOW)
    assert Case.objects.confirmed().count() == 1


def test_another_person_s_episode_cannot_be_followed(cast):
    first = recovered(cast, 1)
    other = a_case(cast, 2)
    with pytest.raises(NotThere):
        link_re_positive(cast.synthesist, other.key, first.key, now=NOW)


def test_an_end_that_was_a_mistake_is_taken_back(cast):
    case = recovered(cast)
    case = reopen_episode(cast.synthesist, case.key, "ghi nhầm người", now=NOW)
    assert (case.closed_at, case.outcome) == (None, "")


def test_an_episode_does_not_end_before_it_was_found(cast):
    case = a_case(cast)
    with pytest.raises(Refused):
        end_episode(cast.synthesist, case.key, Outcome.RECOVERED, NOW - 9 * DAY, now=NOW)


def test_a_refuted_one_is_not_opened_again_beside_an_open_case(cast):
    recovered(cast)
    again = a_case(cast, reported_at=NOW)
    refuted = Finding(RePositiveState.REFUTED, laboratory="CDC Cà Mau")
    decide_re_positive(cast.synthesist, again.key, refuted, now=NOW)
    a_case(cast, reported_at=NOW - HOUR, sampled_at=NOW - HOUR)
    with pytest.raises(Refused, match="another open case"):
        decide_re_positive(cast.synthesist, again.key, Finding(RePositiveState.SUSPECTED), now=NOW)
    again.refresh_from_db()
    assert (again.closed_at, again.re_positive.state) == (NOW, RePositiveState.REFUTED)


REFUTED = Finding(RePositiveState.REFUTED, laboratory="CDC Cà Mau")
SUSPECTED = Finding(RePositiveState.SUSPECTED)


def refuted(cast):
    """A re-positive that was found to be none."""
    recovered(cast)
    again = a_case(cast, reported_at=NOW)
    return decide_re_positive(cast.synthesist, again.key, REFUTED, now=NOW)


def test_a_refuted_one_that_is_a_new_case_after_all_is_open_again(cast):
    again = refuted(cast)
    again = unlink_re_positive(cast.synthesist, again.key, "nhiễm mới", now=NOW)
    assert again.closed_at is None
    assert again.infectious_from is not None


def test_a_refuted_one_is_no_new_case_beside_an_open_one(cast):
    again = refuted(cast)
    a_case(cast, reported_at=NOW - HOUR, sampled_at=NOW - HOUR)
    with pytest.raises(Refused, match="another open case"):
        unlink_re_positive(cast.synthesist, again.key, "nhiễm mới", now=NOW)
    again.refresh_from_db()
    assert again.previous is not None


def test_a_discarded_one_stays_closed_whatever_it_is_found_to_be_and_blocks_nothing(cast):
    again = refuted(cast)
    classify(cast.synthesist, again.key, judged("discarded", NEGATIVE), now=NOW)
    again = decide_re_positive(cast.synthesist, again.key, SUSPECTED, now=NOW + HOUR)
    assert again.closed_at == NOW
    assert a_case(cast, reported_at=NOW - HOUR).episode == 3


def test_a_refuted_one_that_is_classified_anew_stays_closed(cast):
    again = refuted(cast)
    again = classify(cast.synthesist, again.key, judged("probable", RAPID), now=NOW + HOUR)
    assert again.closed_at == NOW
    assert again.infectious_from is None


def test_an_episode_ends_once_and_anew_only_after_it_was_opened_again(cast):
    case = a_case(cast)
    end_episode(cast.synthesist, case.key, Outcome.DIED, NOW, now=NOW)
    with pytest.raises(Refused, match="ended already"):
        end_episode(cast.synthesist, case.key, Outcome.RECOVERED, NOW, now=NOW)
    reopen_episode(cast.synthesist, case.key, "ghi nhầm người", now=NOW)
    case = end_episode(cast.synthesist, case.key, Outcome.RECOVERED, NOW, now=NOW)
    assert (case.outcome, case.closed_at) == (Outcome.RECOVERED, NOW)


def test_what_was_found_to_be_no_illness_has_no_outcome(cast):
    again = refuted(cast)
    with pytest.raises(Refused, match="was refuted"):
        end_episode(cast.synthesist, again.key, Outcome.RECOVERED, NOW, now=NOW)
