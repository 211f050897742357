"""A directive amends, suspends, resumes, repeals or ends clauses of another, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal
from lachan.directives import queries
from lachan.directives.actions.locked import lock_document
from lachan.directives.events import ClauseChanged, ClauseChangePlanned, ClauseChangeWithdrawn
from lachan.directives.models import Clause, ClauseChange
from lachan.directives.rules.clauses import (
    ChangeFacts,
    obstacles_to_clause_change,
    resulting_state,
)
from lachan.directives.terms import ClauseState, ClauseVerb, DocumentState, Permission

CLOCKWORK = system("schedule")


@transaction.atomic
def change_clauses(
    actor: Actor,
    by_document_id: int,
    clause_ids: Sequence[int],
    verb: ClauseVerb,
    *,
    effective_on: date,
    note: str = "",
    now: datetime,
) -> list[ClauseChange]:
    """Let a document change clauses of one of the same office: today, or on a later day.

    All clauses or none: one that cannot be changed refuses the whole.
    """
    by_document = lock_document(actor, by_document_id, Permission.APPROVE)
    if not clause_ids:
        raise Refused(_("Choose the clauses to be changed."))
    clauses = list(
        Clause.objects.select_for_update(of=("self",))
        .select_related("document")
        .filter(pk__in=clause_ids)
        .order_by("pk")
    )
    if len(clauses) != len(set(clause_ids)) or any(
        not actor.may(Permission.APPROVE, clause.document.path) for clause in clauses
    ):
        raise NotThere
    change = ChangeFacts(
        by_document_id=by_document.pk,
        by_document_state=DocumentState(by_document.state),
        verb=verb,
        effective_on=effective_on,
    )
    refuse_if(
        dict.fromkeys(
            reason
            for facts in queries.clause_facts(clauses)
            for reason in obstacles_to_clause_change(facts, change)
        )
    )
    written = []
    for clause in clauses:
        row = ClauseChange.objects.create(
            clause=clause,
            by_document=by_document,
            verb=verb,
            effective_on=effective_on,
            note=normal(note),
            decided_by_id=actor.id,
            decided_at=now,
        )
        if effective_on <= day_of(now):
            _apply(actor, row, now)
        else:
            record(
                ClauseChangePlanned(row.pk, clause.pk, verb, by_document.pk, effective_on),
                actor=actor,
                path=clause.document.path,
                subject=clause.document,
            )
        written.append(row)
    return written


@transaction.atomic
def withdraw_change(actor: Actor, change_id: int, *, now: datetime) -> None:
    """Call off a planned change before its day."""
    change = queries.get_change(actor, change_id)
    lock_document(actor, change.by_document_id, Permission.APPROVE)
    change = ClauseChange.objects.select_for_update().get(pk=change_id)
    if change.applied_at or change.withdrawn_at:
        raise Refused(_("This change has taken effect already; a new document must change it."))
    change.withdrawn_at = now
    change.save(update_fields=["withdrawn_at"])
    record(
        ClauseChangeWithdrawn(change.pk, change.clause_id),
        actor=actor,
        path=change.clause.document.path,
        subject=change.clause.document,
    )


def apply_due_changes(now: datetime) -> int:
    """Let every planned change whose day has come take effect; return how many.

    Scheduled. Each change is applied in a transaction of its own and marked, so that a restart,
    a late clock or two workers apply it once.
    """
    due = ClauseChange.objects.filter(
        applied_at__isnull=True, withdrawn_at__isnull=True, effective_on__lte=day_of(now)
    ).order_by("effective_on", "id")
    return sum(_apply_once(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _apply_once(change_id: int, now: datetime) -> bool:
    change = ClauseChange.objects.select_for_update().get(pk=change_id)
    if change.applied_at or change.withdrawn_at:
        return False
    _apply(CLOCKWORK, change, now)
    return True


def _apply(actor: Actor, change: ClauseChange, now: datetime) -> None:
    clause = Clause.objects.select_for_update().get(pk=change.clause_id)
    state = resulting_state(ClauseState(clause.state), ClauseVerb(change.verb))
    clause.state = state
    if state in (ClauseState.REPEALED, ClauseState.ENDED):
        clause.in_force_until = change.effective_on
    clause.save(update_fields=["state", "in_force_until"])
    change.applied_at = now
    change.save(update_fields=["applied_at"])
    record(
        ClauseChanged(
            clause_id=clause.pk,
            verb=ClauseVerb(change.verb),
            state=state,
            by_document_id=change.by_document_id,
            effective_on=change.effective_on,
            note=change.note,
        ),
        actor=actor,
        path=clause.document.path,
        subject=clause.document,
    )
