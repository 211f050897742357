"""Clauses of approved documents, what serves them, and what later directives did to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, QuerySet

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.directives.models import Clause, ClauseChange, Document, Proposal
from lachan.directives.queries.documents import get_document
from lachan.directives.rules.clauses import ClauseFacts
from lachan.directives.terms import (
    STANDING,
    ClauseState,
    ClauseVerb,
    DocumentState,
    ProposalKind,
)


def approved_task_proposals(document_id: int) -> QuerySet[Proposal]:
    """The standing task proposals of an approved document, each with its `clause`, in order.

    For the reaction to `Approved`, which acts for the system and asks for no actor; empty while
    the document is not approved. `content` has the fields of a task in docs/formats.md, with
    `title`, `product` and `proof_required` besides; `matches` maps each name in `lead`, `support`
    and `report_to` to the ids of the organisations it means (several for a collective, none when
    nobody in the gazetteer bears it).
    """
    return (
        Proposal.objects.filter(
            document_id=document_id,
            document__state=DocumentState.APPROVED,
            kind=ProposalKind.TASK,
            state__in=STANDING,
        )
        .select_related("clause", "document")
        .order_by("position", "id")
    )


def clauses_of(document: Document) -> QuerySet[Clause]:
    """The clauses of a document as they stand in it, with their changes and rule drafts."""
    standing = ClauseChange.objects.filter(withdrawn_at__isnull=True).select_related(
        "by_document", "decided_by"
    )
    return document.clauses.prefetch_related(
        Prefetch("changes", queryset=standing), "rule_drafts"
    ).order_by("span_start", "id")


def changes_by(document: Document) -> QuerySet[ClauseChange]:
    """What this document does to clauses of others, withdrawn changes left out."""
    return (
        document.clause_changes.filter(withdrawn_at__isnull=True)
        .select_related("clause__document", "decided_by")
        .order_by("effective_on", "id")
    )


def get_change(actor: Actor, change_id: int) -> ClauseChange:
    """One change by a document in sight, or NotThere."""
    change = ClauseChange.objects.filter(pk=change_id).select_related("clause").first()
    if change is None:
        raise NotThere
    change.by_document = get_document(actor, change.by_document_id)
    return change


def clause_facts(clauses: Iterable[Clause]) -> list[ClauseFacts]:
    """What `obstacles_to_clause_change` asks about each clause."""
    return [
        ClauseFacts(
            label=clause.label,
            document_id=clause.document_id,
            document_state=DocumentState(clause.document.state),
            state=ClauseState(clause.state),
            in_force_from=clause.in_force_from,
            waiting=tuple(_waiting(clause)),
        )
        for clause in clauses
    ]


def _waiting(clause: Clause) -> list[tuple[date, ClauseVerb]]:
    return [
        (change.effective_on, ClauseVerb(change.verb))
        for change in clause.changes.filter(applied_at__isnull=True, withdrawn_at__isnull=True)
    ]
