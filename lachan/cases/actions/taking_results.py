"""Bring a laboratory's result into the case that its person has already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lachan.cases.actions.classifying import Judgement, classify
from lachan.cases.actions.correcting import correct_case, facts_of
from lachan.cases.models import Case
from lachan.cases.queries.cases import evidence_of
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.results import (
    Standing,
    classification_after,
    evidence_after,
    is_taken_back,
)
from lachan.cases.terms import Classification
from lachan.core.actor import Actor
from lachan.core.dates import day_of


@dataclass(frozen=True)
class Told:
    """What a laboratory says of a sample; the instant is None where it does not say that."""

    evidence: Evidence
    ct: Decimal | None
    sampled_at: datetime | None


def take_result(
    actor: Actor, case: Case, told: Told, *, basis: str, reference: str, now: datetime
) -> bool:
    """Write what the result changes; whether it changed anything.

    The case is classified anew by the definitions in force, with the list and row as the
    explanation; a positive that the laboratory took back so discards it. `reference` is kept with
    the classification, so that the row counts once. A day of sampling that was not known is filled
    in: the window of one without symptoms is counted from it.
    """
    standing = Standing(Classification(case.classification), evidence_of(case), case.sampled_at)
    evidence = evidence_after(standing, told.evidence, told.sampled_at)
    if evidence == standing.evidence:
        return False
    wanted = classification_after(standing, evidence, definitions_on(day_of(now)))
    ct = None if is_taken_back(standing.evidence, evidence) else case.ct
    with transaction.atomic():
        if case.sampled_at is None and told.sampled_at is not None:
            facts = replace(facts_of(case), sampled_at=told.sampled_at)
            correct_case(actor, case.key, facts, reason=basis, now=now)
        judgement = Judgement(wanted, evidence, told.ct or ct, basis, reference)
        classify(actor, case.key, judgement, now=now)
    return True
