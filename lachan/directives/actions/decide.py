"""Decisions on proposals: accept, correct, reject, add, and take back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.directives.actions.locked import lock_proposal, lock_review
from lachan.directives.events import DecisionUndone, ProposalDecided
from lachan.directives.models import Document, Proposal
from lachan.directives.rules.proposals import obstacles_to_content
from lachan.directives.terms import ProposalKind, ProposalState

Span = tuple[int, int] | None
_KEPT = ("state", "content", "reason", "span_start", "span_end")


@transaction.atomic
def accept_proposal(actor: Actor, proposal_id: int, version: int, *, now: datetime) -> Proposal:
    """Take the proposal as the machine made it."""
    proposal = lock_proposal(actor, proposal_id, version)
    if proposal.state != ProposalState.PROPOSED:
        raise Refused(_("This proposal is already decided; undo the decision first."))
    refuse_if(
        obstacles_to_content(
            ProposalKind(proposal.kind), proposal.content, _span(proposal), proposal.document.text
        )
    )
    return _decided(actor, proposal, ProposalState.ACCEPTED, now=now)


@transaction.atomic
def correct_proposal(
    actor: Actor,
    proposal_id: int,
    version: int,
    content: dict[str, Any],
    *,
    span: Span,
    now: datetime,
) -> Proposal:
    """Take the proposal with other content; a person's own addition stays one."""
    proposal = lock_proposal(actor, proposal_id, version)
    refuse_if(
        obstacles_to_content(ProposalKind(proposal.kind), content, span, proposal.document.text)
    )
    added = proposal.original is None
    _remember(proposal)
    proposal.content = content
    proposal.span_start, proposal.span_end = span or (None, None)
    proposal.reason = ""
    state = ProposalState.ADDED if added else ProposalState.CORRECTED
    return _decided(actor, proposal, state, now=now, remembered=True)


@transaction.atomic
def reject_proposal(
    actor: Actor, proposal_id: int, version: int, reason: str, *, now: datetime
) -> Proposal:
    """Leave the proposal out, saying why."""
    proposal = lock_proposal(actor, proposal_id, version)
    if proposal.state == ProposalState.REJECTED:
        raise Refused(_("This proposal is already rejected."))
    if not normal(reason):
        raise Refused(_("Say why the proposal is rejected."))
    _remember(proposal)
    proposal.reason = normal(reason)
    return _decided(actor, proposal, ProposalState.REJECTED, now=now, remembered=True)


@transaction.atomic
def add_proposal(
    actor: Actor,
    document_id: int,
    kind: ProposalKind,
    content: dict[str, Any],
    *,
    span: Span,
    now: datetime,
) -> Proposal:
    """Add what the machine has not seen."""
    document = lock_review(actor, document_id)
    refuse_if(obstacles_to_content(kind, content, span, document.text))
    proposal = Proposal(
        document=document,
        kind=kind,
        position=_next_position(document),
        content=content,
        span_start=span[0] if span else None,
        span_end=span[1] if span else None,
        version=0,
    )
    return _decided(actor, proposal, ProposalState.ADDED, now=now, remembered=True)


@transaction.atomic
def undo_decision(
    actor: Actor, proposal_id: int, version: int, *, now: datetime
) -> Proposal | None:
    """Go one decision back; what was added disappears (None) with its first decision."""
    proposal = lock_proposal(actor, proposal_id, version)
    undone = ProposalState(proposal.state)
    if not proposal.past:
        if proposal.original is not None:
            raise Refused(_("There is nothing to undo."))
        record(
            DecisionUndone(proposal.document_id, proposal.pk, undone, None),
            actor=actor,
            path=proposal.document.path,
            subject=proposal.document,
        )
        proposal.delete()
        return None
    earlier = proposal.past.pop()
    for name in _KEPT:
        setattr(proposal, name, earlier[name])
    proposal.version += 1
    proposal.decided_at = now
    proposal.decided_by_id = actor.id
    proposal.save()
    record(
        DecisionUndone(proposal.document_id, proposal.pk, undone, ProposalState(proposal.state)),
        actor=actor,
        path=proposal.document.path,
        subject=proposal.document,
    )
    return proposal


@transaction.atomic
def accept_untouched(actor: Actor, document_id: int, *, now: datetime) -> int:
    """Accept all proposals that nobody has decided; return how many.

    Those that cannot stand as they are (a task without text) stay open.
    """
    document = lock_review(actor, document_id)
    accepted = 0
    for proposal in document.proposals.filter(state=ProposalState.PROPOSED):
        proposal.document = document
        kind = ProposalKind(proposal.kind)
        if obstacles_to_content(kind, proposal.content, _span(proposal), document.text):
            continue
        _decided(actor, proposal, ProposalState.ACCEPTED, now=now)
        accepted += 1
    return accepted


def _span(proposal: Proposal) -> Span:
    if proposal.span_start is None or proposal.span_end is None:
        return None
    return proposal.span_start, proposal.span_end


def _remember(proposal: Proposal) -> None:
    proposal.past = [*proposal.past, {name: getattr(proposal, name) for name in _KEPT}]


def _decided(
    actor: Actor,
    proposal: Proposal,
    state: ProposalState,
    *,
    now: datetime,
    remembered: bool = False,
) -> Proposal:
    if not remembered:
        _remember(proposal)
    proposal.state = state
    proposal.version += 1
    proposal.decided_at = now
    proposal.decided_by_id = actor.id
    proposal.save()
    record(
        ProposalDecided(proposal.document_id, proposal.pk, state),
        actor=actor,
        path=proposal.document.path,
        subject=proposal.document,
    )
    return proposal


def _next_position(document: Document) -> int:
    last = document.proposals.aggregate(last=Max("position"))["last"]
    return int(last or 0) + 1
