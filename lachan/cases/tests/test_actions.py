"""Cases on the real database: opened once, classified, corrected, linked, and on the record."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lachan.cases.actions.classifying import (
    classify,
)
from lachan.cases.actions.correcting import (
    Facts,
    correct_case,
    isolate,
    move_case,
    set_source,
)
from lachan.cases.actions.opening import open_case, open_case_of
from lachan.cases.models import Case, Classified
from lachan.cases.queries.cases import get_case
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import (
    Classification,
    Origin,
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
    NEGATIVE,
    ONSET,
    a_case,
    by_document,
    events_of,
    hour,
    ill,
    judged,
    payload,
    report,
)

pytestmark = pytest.mark.usefixtures("protocol")


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
