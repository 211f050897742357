"""What is proposed to communes, for those who may read their contacts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from lachan.contacts.models import Proposal, ProposalLine
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import ScopedQuerySet


def proposals(actor: Actor) -> ScopedQuerySet[Proposal]:
    """Proposals in sight, the latest first."""
    rows: ScopedQuerySet[Proposal] = Proposal.objects.visible_to(actor, Permission.READ)
    return rows.order_by("-pk")


def get_proposal(actor: Actor, key: UUID | str) -> Proposal:
    """One proposal by the key of its address, or NotThere."""
    found = proposals(actor).filter(key=key).select_related("run").first()
    if found is None:
        raise NotThere
    return found


def lines_of(proposal: Proposal) -> QuerySet[ProposalLine]:
    """The persons of a proposal with their days."""
    rows = ProposalLine.objects.filter(proposal=proposal).order_by("pk")
    return rows.prefetch_related("contact__person__root__household")


def rules_proposed(actor: Actor) -> list[str]:
    """The names of the rules on which proposals in sight rest, for a filter."""
    rows = proposals(actor).exclude(rule="").order_by("rule")
    return list(rows.values_list("rule", flat=True).distinct())
