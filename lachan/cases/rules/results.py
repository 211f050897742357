"""What a laboratory's result changes in a case that is there already.

A negative of a later sample does not unsay a positive: people become negative again. A negative of
the very sample that was told positive does: the laboratory corrected itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lachan.cases.rules.definitions import Definition, Evidence, proposed
from lachan.cases.terms import Classification, Result
from lachan.core.dates import day_of

# From what is held to be no illness to what is sure.
RISING = (
    Classification.DISCARDED,
    Classification.SUSPECTED,
    Classification.PROBABLE,
    Classification.CONFIRMED,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as it is held when a result comes in."""

    classification: Classification
    evidence: Evidence
    sampled_at: datetime | None = None


def is_same_sample(case: Standing, sampled_at: datetime | None) -> bool:
    """Whether the result is of the sample on which the case stands: lists give the day alone."""
    if case.sampled_at is None or sampled_at is None:
        return False
    return day_of(case.sampled_at) == day_of(sampled_at)


def evidence_after(case: Standing, told: Evidence, sampled_at: datetime | None) -> Evidence:
    """What is known of the case once the tests in `told` are; as before where they say nothing new.

    A confirmed case is touched by a negative of its own sample only: another one may be the test
    with which it is discharged.
    """
    is_correction = is_same_sample(case, sampled_at)
    is_confirmed = case.classification == Classification.CONFIRMED

    def after(known: Result, new: Result) -> Result:
        is_sure = known == Result.POSITIVE or is_confirmed
        if new == Result.UNKNOWN or (new == Result.NEGATIVE and is_sure and not is_correction):
            return known
        return new

    known = case.evidence
    return replace(
        known, pcr=after(known.pcr, told.pcr), antigen=after(known.antigen, told.antigen)
    )


def is_taken_back(before: Evidence, after: Evidence) -> bool:
    """Whether a test that was positive is negative now."""
    return any(
        old == Result.POSITIVE and new == Result.NEGATIVE
        for old, new in ((before.pcr, after.pcr), (before.antigen, after.antigen))
    )


def classification_after(
    case: Standing, evidence: Evidence, definitions: Sequence[Definition]
) -> Classification:
    """What the case is held to be with the new evidence, by the definitions in force.

    1. A positive that was taken back: whatever the definitions say now; suspected where none does.
    2. Else a case never falls, but one that was only suspected or probable and whose PCR came
       back negative.
    """
    found = proposed(definitions, evidence)
    if is_taken_back(case.evidence, evidence):
        return found.classification if found else Classification.SUSPECTED
    if found is None:
        return case.classification
    if found.classification == Classification.DISCARDED:
        is_sure = case.classification == Classification.CONFIRMED
        return case.classification if is_sure else Classification.DISCARDED
    return max(case.classification, found.classification, key=RISING.index)
