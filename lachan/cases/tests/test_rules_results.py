"""What a laboratory's result changes in a case that is there: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lachan.cases.rules.definitions import Condition, Definition, Evidence
from lachan.cases.rules.results import Standing, classification_after, evidence_after
from lachan.cases.terms import Classification, Result, Symptoms

SAMPLED = datetime(2021, 9, 13, 5, tzinfo=UTC)
POSITIVE, NEGATIVE = Evidence(pcr=Result.POSITIVE), Evidence(pcr=Result.NEGATIVE)
RAPID = Evidence(antigen=Result.POSITIVE)


def definition(classification, *alternatives):
    return Definition(
        str(classification), 1, classification, alternatives, "", date(2020, 1, 1), None, "", True
    )


DEFINITIONS = [
    definition(Classification.CONFIRMED, (Condition.PCR_POSITIVE,)),
    definition(Classification.PROBABLE, (Condition.ANTIGEN_POSITIVE,)),
    definition(Classification.SUSPECTED, (Condition.SYMPTOMS, Condition.LINK)),
    definition(Classification.DISCARDED, (Condition.PCR_NEGATIVE,)),
]


def after(classification, known, told, days=0):
    case = Standing(classification, known, SAMPLED)
    return classification_after(
        case, evidence_after(case, told, SAMPLED + timedelta(days=days)), DEFINITIONS
    )


@pytest.mark.parametrize(
    ("held", "known", "told", "days", "becomes"),
    [
        ("probable", RAPID, POSITIVE, 0, "confirmed"),
        ("probable", RAPID, NEGATIVE, 1, "discarded"),
        ("suspected", Evidence(symptoms=Symptoms.PRESENT), NEGATIVE, 0, "discarded"),
        ("confirmed", POSITIVE, NEGATIVE, 0, "discarded"),
        ("confirmed", POSITIVE, NEGATIVE, 1, "confirmed"),
        # Confirmed by a document: the test with which one is discharged does not unsay it.
        ("confirmed", Evidence(), NEGATIVE, 9, "confirmed"),
        ("confirmed", Evidence(), RAPID, 1, "confirmed"),
        ("discarded", NEGATIVE, POSITIVE, 0, "confirmed"),
        # The only test was taken back, and no definition is met: suspected until it is settled.
        ("probable", RAPID, Evidence(antigen=Result.NEGATIVE), 0, "suspected"),
        ("confirmed", POSITIVE, Evidence(), 0, "confirmed"),
    ],
)
def test_what_a_result_makes_of_a_case(held, known, told, days, becomes):
    assert after(Classification(held), known, told, days) == becomes


def test_a_result_without_a_day_of_sampling_corrects_nothing():
    case = Standing(Classification.CONFIRMED, POSITIVE, SAMPLED)
    assert evidence_after(case, NEGATIVE, None) == POSITIVE
