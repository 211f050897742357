"""Cases on the real database: opened once, classified, corrected, linked, and on the record."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from lachan.audit.models import Entry
from lachan.cases.actions.classifying import (
    Judgement,
    classify,
    end_episode,
    reopen_episode,
)
from lachan.cases.actions.correcting import (
    Facts,
    correct_case,
    isolate,
    move_case,
    set_source,
)
from lachan.cases.actions.limits import set_definition, set_limit
from lachan.cases.actions.opening import open_case, open_case_of
from lachan.cases.actions.re_positives import (
    Finding,
    decide_re_positive,
    link_re_positive,
    unlink_re_positive,
)
from lachan.cases.models import Case, Classified
from lachan.cases.queries.cases import cases, cases_found, get_case
from lachan.cases.queries.figures import figures as figures_of
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import (
    Classification,
    LimitName,
    Origin,
    Outcome,
    RePositiveState,
    Result,
    SourceState,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.dates import at
from lachan.core.refused import NotThere, Refused
from lachan.people.models import Person
from tests.cast import NOW, TODAY

from .examples import (
    COMMUNE,
    DAY,
    HOUR,
    ONSET,
    PCR,
    a_case,
    by_document,
    figures,
    hour,
    ill,
    report,
)

NEGATIVE = Evidence(pcr=Result.NEGATIVE, symptoms=Symptoms.PRESENT)


@pytest.fixture(autouse=True)
def protocol(db):
    """The figures of the protocols; reasons are read in English."""
    figures()
    with override("en"):
        yield


def events_of(case):
    return list(
        Entry.objects.filter(subject=f"cases.case:{case.pk}")
        .order_by("pk")
        .values_list("event", flat=True)
    )


def payload(event):
    return Entry.objects.filter(event=f"cases.{event}").latest("pk").payload


# Opening


def test_an_opened_case_has_its_number_its_window_and_its_definition(cast):
    case = a_case(cast)
    assert (case.year, case.number, case.episode) == (2021, 1, 1)
    assert case.classification == Classification.CONFIRMED
    assert case.infectious_from == at(ONSET - 3 * DAY, 0)
    assert case.infectious_until is None
    assert case.window_protocol == "infectious-before-onset-days@2020-12-03"
    made = Classified.objects.get(case=case)
    assert made.definition == "confirmed@3"
    assert not made.is_definition_confirmed


def test_opening_is_told_with_the_window_and_without_a_name(cast):
    case = a_case(cast)
    told = payload("Opened")
    assert told["case_id"] == case.pk
    assert told["infectious_from"] == case.infectious_from.isoformat()
    assert "Bệnh" not in str(told)


def test_numbers_run_within_the_unit_and_the_year(cast):
    assert [a_case(cast, n).number for n in (1, 2)] == [1, 2]
    assert a_case(cast, 3, path="96/964/31999/").number == 1
    earlier = a_case(cast, 4, reported_at=hour(1) - 300 * DAY, sampled_at=None, onset_on=None)
    assert (earlier.year, earlier.number) == (2020, 1)


def test_the_same_report_twice_is_one_case(cast):
    said = {"path": COMMUNE, "reference": "cases.form:x", "now": NOW}
    first = open_case(cast.synthesist, ill(), report(), **said)
    again = open_case(cast.synthesist, ill(), report(), **said)
    assert again.was_repeated
    assert again.case == first.case
    assert events_of(first.case) == ["cases.Opened"]


def test_a_person_with_an_open_case_gets_no_second_one(cast):
    first = a_case(cast)
    with pytest.raises(Refused, match=f"{first.number}/2021"):
        a_case(cast, path="96/964/31999/", reported_at=NOW)


def test_of_a_case_out_of_sight_only_that_it_is_open_is_told(cast):
    case = a_case(cast)
    far = Actor(id=None, name="U Minh", grants=frozenset({("cases.open", "96/966/")}))
    with pytest.raises(Refused, match="another unit") as refused:
        open_case_of(
            far, case.person_id, report(), path="96/966/", reference="cases.form:y", now=NOW
        )
    assert "1/2021" not in str(refused.value)


def test_nothing_known_makes_no_case_without_a_document(cast):
    with pytest.raises(Refused):
        a_case(cast, evidence=Evidence(), onset_on=None)
    case = open_case(
        cast.synthesist, ill(), by_document(), path=COMMUNE, reference="cases.form:d", now=NOW
    ).case
    assert Classified.objects.get(case=case).basis.startswith("Thông báo 12")


def test_by_a_document_only_who_may_classify_opens(cast):
    with pytest.raises(Refused, match="document"):
        open_case(cast.commune, ill(), by_document(), path=COMMUNE, reference="r", now=NOW)
    assert open_case(cast.commune, ill(), report(), path=COMMUNE, reference="s", now=NOW)


def test_where_one_may_not_open_nothing_is_opened(cast):
    with pytest.raises(Refused):
        open_case(cast.commune, ill(), report(), path="96/966/", reference="r", now=NOW)
    assert not Person.objects.exists()


def test_days_ahead_are_refused_all_at_once(cast):
    with pytest.raises(Refused) as refused:
        a_case(cast, onset_on=TODAY + DAY, sampled_at=NOW + HOUR)
    assert len(refused.value.reasons) == 2


def test_the_definition_of_the_day_of_the_report_judges_also_later(cast):
    """A report of May 2022 with a rapid test and a link is confirmed by CV 1909."""
    rapid = Evidence(antigen=Result.POSITIVE, has_link=True)
    later = at(TODAY.replace(year=2022, month=5, day=2), 9)
    for number, reported_at, wanted in (
        (1, NOW, Classification.PROBABLE),
        (2, later, Classification.CONFIRMED),
    ):
        case = open_case(
            cast.synthesist,
            ill(number),
            report(reported_at=reported_at, evidence=rapid, sampled_at=None, onset_on=None),
            path=COMMUNE,
            reference=f"r{number}",
            now=later,
        ).case
        assert case.classification == wanted


# One open episode


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_offices_that_open_the_same_case_at_once_one_is_refused(cast):
    actors = [cast.synthesist, cast.leader] * 2

    def go(number):
        try:
            return open_case(
                actors[number],
                ill(),
                report(),
                path=COMMUNE,
                reference=f"race:{number}",
                now=NOW,
            ).case.pk
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(go, range(4)))
    assert sum(isinstance(result, int) for result in results) == 1, results
    assert sum(isinstance(result, Refused) for result in results) == 3, results
    assert Case.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_database_itself_keeps_a_second_open_episode_out(cast):
    """Whatever the code forgets: two rows written at once, past every action."""
    case = a_case(cast)
    Case.objects.filter(pk=case.pk).delete()

    def write(number):
        row = replace_key(case, number)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
            return "kept"
        except IntegrityError as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(write, range(4)))
    assert results.count("kept") == 1
    assert all("one open episode" in words for words in results if words != "kept")


def replace_key(case, number):
    fields = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
    return Case(
        **fields
        | {
            "id": None,
            "key": uuid.uuid4(),
            "episode": number + 1,
            "number": number + 1,
            "reference": f"direct:{number}",
        }
    )


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_twin(cast):
    actor = cast.synthesist

    def go(number):
        try:
            return open_case(
                actor,
                ill(number),
                report(),
                path=COMMUNE,
                reference=f"many:{number}",
                now=NOW,
            ).case.number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(go, range(1, 9))) == list(range(1, 9))


# Classifying


def judged(classification, evidence, **words):
    return Judgement(classification, evidence, **words)


def test_a_negative_pcr_discards_closes_and_takes_the_window_away(cast):
    case = a_case(cast)
    case = classify(cast.synthesist, case.key, judged("discarded", NEGATIVE), now=NOW)
    assert case.closed_at == NOW
    assert case.infectious_from is None
    assert events_of(case) == ["cases.Opened", "cases.WindowChanged", "cases.Classified"]
    told = payload("WindowChanged")
    assert (told["from_before"] is None, told["infectious_from"]) == (False, None)


def test_every_classification_is_kept_with_its_definition(cast):
    rapid = Evidence(antigen=Result.POSITIVE, symptoms=Symptoms.PRESENT)
    case = a_case(cast, evidence=rapid)
    both = replace(rapid, pcr=Result.POSITIVE)
    classify(cast.synthesist, case.key, judged(Classification.CONFIRMED, both), now=NOW)
    kept = Classified.objects.filter(case=case).values_list(
        "before", "classification", "definition"
    )
    assert list(kept) == [
        ("probable", "confirmed", "confirmed@3"),
        ("", "probable", "probable@1"),
    ]
    assert Case.objects.get(pk=case.pk).confirmed_at == NOW


def test_the_same_judgement_again_changes_nothing(cast):
    case = a_case(cast)
    same = judged(Classification.CONFIRMED, Evidence(pcr="positive", symptoms="present"))
    classify(cast.synthesist, case.key, same, now=NOW)
    assert events_of(case) == ["cases.Opened"]


def test_a_discarded_case_can_stand_again_unless_another_one_is_open(cast):
    case = a_case(cast)
    classify(cast.synthesist, case.key, judged(Classification.DISCARDED, NEGATIVE), now=NOW)
    positive = judged(Classification.CONFIRMED, replace(NEGATIVE, pcr=Result.POSITIVE))
    case = classify(cast.synthesist, case.key, positive, now=NOW + HOUR)
    assert case.closed_at is None
    assert case.infectious_from is not None
    classify(cast.synthesist, case.key, judged(Classification.DISCARDED, NEGATIVE), now=NOW)
    a_case(cast, reported_at=NOW)
    with pytest.raises(Refused, match="another open case"):
        classify(cast.synthesist, case.key, positive, now=NOW + 2 * HOUR)


def test_an_officer_of_a_commune_opens_cases_and_does_not_classify_them(cast):
    case = a_case(cast)
    with pytest.raises(Refused):
        classify(cast.commune, case.key, judged(Classification.DISCARDED, NEGATIVE), now=NOW)


def test_nobody_overwrites_what_they_have_not_seen(cast):
    case = a_case(cast)
    seen_at = case.changed_at
    isolate(cast.synthesist, case.key, NOW, now=NOW + HOUR)
    with pytest.raises(Refused, match="meanwhile"):
        classify(
            cast.synthesist,
            case.key,
            judged(Classification.DISCARDED, NEGATIVE),
            seen_at=seen_at,
            now=NOW + HOUR,
        )


# Correcting


def facts_of(case, **changes):
    names = ("reported_at", "symptoms", "onset_on", "sampled_at", "isolated_at", "note")
    return Facts(**{name: getattr(case, name) for name in names} | changes)


def test_a_corrected_onset_moves_the_window_and_keeps_what_stood_there(cast):
    case = a_case(cast)
    earlier = ONSET - 2 * DAY
    correct_case(
        cast.synthesist, case.key, facts_of(case, onset_on=earlier), reason="hỏi lại", now=NOW
    )
    case.refresh_from_db()
    assert case.infectious_from == at(earlier - 3 * DAY, 0)
    assert payload("Corrected")["changed"] == {"onset_on": [ONSET.isoformat(), earlier.isoformat()]}
    assert datetime.fromisoformat(payload("WindowChanged")["from_before"]) == at(ONSET - 3 * DAY, 0)


def test_a_note_is_corrected_without_its_words_on_the_record(cast):
    case = a_case(cast)
    correct_case(
        cast.synthesist, case.key, facts_of(case, note="gặp ông Tám"), reason="hỏi lại", now=NOW
    )
    assert payload("Corrected")["changed"] == {"note": []}


def test_nothing_corrected_is_nothing_recorded(cast):
    case = a_case(cast)
    correct_case(cast.synthesist, case.key, facts_of(case), reason="hỏi lại", now=NOW)
    assert events_of(case) == ["cases.Opened"]


def test_isolation_ends_the_window_once(cast):
    case = a_case(cast)
    case = isolate(cast.commune, case.key, NOW, now=NOW)
    assert case.infectious_until == NOW
    with pytest.raises(Refused, match="on record"):
        isolate(cast.commune, case.key, NOW, now=NOW)


def test_a_case_that_came_under_another_unit_keeps_its_number(cast):
    case = a_case(cast)
    moved = move_case(cast.synthesist, case.key, "96/966/", reason="về quê", now=NOW)
    assert (moved.path, moved.number, moved.number_path) == ("96/966/", 1, COMMUNE)
    with pytest.raises(NotThere):
        get_case(cast.commune, case.key)


# Source


def test_a_source_case_is_set_and_nobody_is_infected_by_whom_they_infected(cast):
    first = a_case(cast, 1, onset_on=ONSET - 6 * DAY)
    second = a_case(cast, 2)
    local = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    set_source(cast.synthesist, second.key, local, source_key=first.key, now=NOW)
    second.refresh_from_db()
    assert second.source_case == first
    with pytest.raises(Refused, match="itself infected"):
        set_source(cast.synthesist, first.key, local, source_key=second.key, now=NOW)


def test_a_source_case_out_of_sight_is_not_there(cast):
    first = a_case(cast, 1, path="96/966/", onset_on=ONSET - 6 * DAY)
    second = a_case(cast, 2)
    local = SourceWords(Origin.LOCAL, source=SourceState.KNOWN)
    with pytest.raises(NotThere):
        set_source(cast.commune, second.key, local, source_key=first.key, now=NOW)


# Re-positives


def recovered(cast, number=1, days=40):
    """A case that recovered so many days ago."""
    found = NOW - (days + 14) * DAY
    case = a_case(
        cast,
        number,
        reported_at=found,
        sampled_at=found,
        onset_on=None,
    )
    return end_episode(
        cast.synthesist, case.key, Outcome.RECOVERED, NOW - days * DAY, now=NOW - days * DAY
    )


def test_positive_again_within_the_days_is_linked_and_no_new_case(cast):
    first = recovered(cast)
    again = a_case(cast, reported_at=NOW)
    assert (again.previous, again.episode) == (first, 2)
    assert again.re_positive.state == RePositiveState.SUSPECTED
    assert list(Case.objects.confirmed()) == [first]
    assert events_of(again) == ["cases.Opened", "cases.RePositiveLinked"]
    assert payload("Opened")["is_re_positive"]


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
    set_limit(cast.synthesist, LimitName.RE_POSITIVE_DAYS, 30, TODAY, "Văn bản thử", now=NOW)
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


# Definitions and sight


def test_a_definition_set_today_judges_today_and_not_yesterday(cast):
    set_definition(
        cast.synthesist,
        "confirmed",
        Classification.CONFIRMED,
        [["antigen_positive"]],
        "test nhanh dương tính",
        valid_from=TODAY,
        source="Văn bản thử ngày 15/9/2021",
        now=NOW,
    )
    rapid = Evidence(antigen=Result.POSITIVE)
    assert a_case(cast, 1, evidence=rapid).classification == Classification.CONFIRMED
    before = a_case(cast, 2, evidence=rapid, reported_at=NOW - 2 * DAY)
    assert before.classification == Classification.PROBABLE


def test_a_definition_that_asks_nothing_or_begins_in_the_past_is_refused(cast):
    with pytest.raises(Refused) as refused:
        set_definition(
            cast.synthesist,
            "confirmed",
            Classification.CONFIRMED,
            [[]],
            "mọi người",
            valid_from=TODAY - DAY,
            source="Văn bản thử",
            now=NOW,
        )
    assert len(refused.value.reasons) == 2


def test_cases_are_found_by_number_by_name_without_marks_and_by_card(cast):
    case = a_case(cast)
    for words in ("1/2021", "nguyen van benh", "096080000001"):
        assert list(cases_found(cast.synthesist, words)) == [case]
    assert not cases_found(cast.neighbour, "1/2021")


def test_the_neighbour_sees_no_case(cast):
    case = a_case(cast)
    assert not cases(cast.neighbour)
    with pytest.raises(NotThere):
        get_case(cast.neighbour, case.key)


def test_figures_count_what_their_lists_show(cast):
    recovered(cast, 1)
    a_case(cast, 1, reported_at=NOW)
    local = a_case(cast, 2, reported_at=NOW - 3 * DAY, sampled_at=None, onset_on=None)
    set_source(cast.synthesist, local.key, SourceWords(Origin.LOCAL), now=NOW)
    isolated = a_case(cast, 3)
    isolate(cast.synthesist, isolated.key, NOW, now=NOW)
    told = {
        one.name: (one.numerator, one.denominator)
        for one in figures_of(Case.objects.all(), NOW, source_hours=48)
    }
    assert told["confirmed"] == (3, 3)
    assert told["source_overdue"] == (1, 1)
    assert told["not_isolated"] == (2, 3)
    assert told["in_time"] == (1, 3)
    assert told["re_positive"] == (1, 1)


def test_evidence_of_the_definition_in_force_is_kept(cast):
    case = a_case(cast)
    assert Classified.objects.get(case=case).facts == PCR.as_json()


def test_a_window_of_2022_ends_with_a_test(cast):
    later = NOW + timedelta(days=150)
    case = open_case(
        cast.synthesist,
        ill(),
        report(reported_at=later, sampled_at=later, onset_on=None),
        path=COMMUNE,
        reference="r",
        now=later,
    ).case
    isolate(cast.synthesist, case.key, later, now=later)
    case.refresh_from_db()
    assert case.infectious_until is None
    cleared = later + 9 * DAY
    correct_case(
        cast.synthesist,
        case.key,
        facts_of(case, cleared_at=cleared),
        reason="PCR âm tính",
        now=cleared,
    )
    case.refresh_from_db()
    assert case.infectious_until == cleared
