"""Clauses of approved documents, what serves them, and what later directives did to them."""

from __future__ import annotations

from django.db.models import QuerySet

from lachan.directives.models import Proposal
from lachan.directives.terms import STANDING, DocumentState, ProposalKind


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
