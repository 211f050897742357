"""Say what a case is, by a definition or a document; and how an episode ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.cases import events
from lachan.cases.actions.locking import lock_case, save_changed
from lachan.cases.models import Case, Classified
from lachan.cases.queries.cases import evidence_of
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.rules.definitions import Evidence, met_for, obstacles_to_classifying
from lachan.cases.terms import Classification, Outcome, Permission, Symptoms
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import refuse_if
from lachan.core.text import normal


@dataclass(frozen=True)
class Judgement:
    """What a case is held to be, on what; `basis` names a document where no definition is met.

    `reference` names the row of a list that said so, where one did.
    """

    classification: Classification
    evidence: Evidence
    ct: Decimal | None = None
    basis: str = ""
    reference: str = ""


def classify(
    actor: Actor,
    key: UUID | str,
    judgement: Judgement,
    *,
    seen_at: datetime | None = None,
    now: datetime,
) -> Case:
    """Classify a case by the definitions in force today; every classification is kept.

    A discarded case is closed and has no window; one that was discarded and is not any more is
    open again, unless it is a refuted re-positive. Refused where no definition is met and no
    document named, and where the person has another open case by now. The same judgement again
    changes nothing.
    """
    on = day_of(now)
    evidence, wanted = judgement.evidence, judgement.classification
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY, seen_at=seen_at)
        definitions = definitions_on(on)
        obstacles = obstacles_to_classifying(
            wanted, definitions, evidence, basis=judgement.basis, on=on
        )
        if case.onset_on and evidence.symptoms != Symptoms.PRESENT:
            obstacles.append(
                _("The case has a day of onset: correct it before you say there are no symptoms.")
            )
        refuse_if(obstacles)
        before = Classification(case.classification)
        if before == wanted and evidence_of(case) == evidence and case.ct == judgement.ct:
            return case
        definition = met_for(definitions, wanted, evidence)
        Classified.objects.create(
            case=case,
            before=before,
            classification=wanted,
            definition=definition.reference if definition else "",
            definition_source=definition.source if definition else "",
            is_definition_confirmed=definition.is_confirmed if definition else True,
            basis=normal(judgement.basis)[:300],
            reference=judgement.reference,
            facts=evidence.as_json(),
            made_at=now,
            made_by_id=actor.id,
            made_by_name=actor.name,
        )
        case.pcr, case.antigen, case.ct = evidence.pcr, evidence.antigen, judgement.ct
        case.symptoms, case.has_link = evidence.symptoms, evidence.has_link
        case.classification = wanted
        is_confirmed = wanted == Classification.CONFIRMED
        case.confirmed_at = (case.confirmed_at or now) if is_confirmed else None
        save_changed(actor, case, now=now)
        record(
            events.Classified(
                case.pk, str(before), str(wanted), definition.reference if definition else ""
            ),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case


def end_episode(
    actor: Actor,
    key: UUID | str,
    outcome: Outcome,
    at: datetime,
    *,
    seen_at: datetime | None = None,
    now: datetime,
) -> Case:
    """The episode ended at an instant: recovered by the criteria in force, died, transferred.

    Once: another outcome is said after the episode was opened again.
    """
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY, seen_at=seen_at)
        obstacles = []
        if case.classification == Classification.DISCARDED:
            obstacles.append(_("The case was discarded: it has no outcome."))
        elif case.outcome:
            obstacles.append(_("The episode has ended already; open it again first."))
        elif case.closed_at is not None:
            obstacles.append(_("The re-positive was refuted: it has no outcome."))
        if at > now:
            obstacles.append(_("This hour lies ahead."))
        earliest = min(filter(None, [case.sampled_at, case.reported_at]))
        if at < earliest:
            obstacles.append(_("The episode cannot have ended before it was found."))
        refuse_if(obstacles)
        case.outcome, case.outcome_at = outcome, at
        save_changed(actor, case, now=now)
        record(events.Ended(case.pk, str(outcome), at), actor=actor, path=case.path, subject=case)
    return case


def reopen_episode(actor: Actor, key: UUID | str, reason: str, *, now: datetime) -> Case:
    """The end was a mistake; Refused without a reason, or when the person has another open case."""
    with transaction.atomic():
        case = lock_case(actor, key, Permission.CLASSIFY)
        obstacles = []
        if not case.outcome:
            obstacles.append(_("The episode has not ended."))
        if len(reason.strip()) < 3:
            obstacles.append(_("Say why."))
        refuse_if(obstacles)
        before = case.outcome
        case.outcome, case.outcome_at = "", None
        save_changed(actor, case, now=now)
        record(
            events.Reopened(case.pk, before, normal(reason)),
            actor=actor,
            path=case.path,
            subject=case,
        )
    return case
