"""Decide what is proposed: approve or refuse it, once; what then follows is for others to do."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.actions.levels import LEAST_REASON, LONGEST_REASON
from lachan.contacts.models import Proposal
from lachan.contacts.rules.words import ANSWERS
from lachan.contacts.terms import Answer, Permission
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.core.text import normal


@transaction.atomic
def approve(actor: Actor, key: UUID | str, *, people: int | None = None, now: datetime) -> Proposal:
    """What is proposed is to be done. Of two who decide at once, the second is told so.

    people: how many persons were on it when it was read, since a trace may add some; None where
    whoever approves means all of them. Nothing else is changed: whoever orders the measure answers
    `contacts.ProposalApproved`. Raises NotThere out of sight; Refused without the permission, where
    it was decided before, and where others are on it than were read.
    """
    proposal = _locked(actor, key)
    if people is not None and people != proposal.people:
        raise Refused(
            _("it was read with %(read)d persons and has %(now)d now; look at it again")
            % {"read": people, "now": proposal.people}
        )
    _answer(proposal, Answer.APPROVED, actor, "", now)
    record(
        events.ProposalApproved(proposal.pk, proposal.aim, proposal.measure, proposal.people),
        actor=actor,
        path=proposal.path,
        subject=proposal,
    )
    return proposal


@transaction.atomic
def refuse(actor: Actor, key: UUID | str, reason: str, *, now: datetime) -> Proposal:
    """What is proposed is not to be done, for this reason. Raises as `approve` does."""
    proposal = _locked(actor, key)
    words = normal(reason)
    if not LEAST_REASON <= len(words) <= LONGEST_REASON:
        raise Refused(
            _("say why, in %(least)d to %(most)d letters")
            % {"least": LEAST_REASON, "most": LONGEST_REASON}
        )
    _answer(proposal, Answer.REFUSED, actor, words, now)
    record(
        events.ProposalRefused(proposal.pk, words),
        actor=actor,
        path=proposal.path,
        subject=proposal,
    )
    return proposal


def _locked(actor: Actor, key: UUID | str) -> Proposal:
    """The proposal, locked until the end of the transaction, where the actor may decide it."""
    rows = Proposal.objects.visible_to(actor, Permission.READ)
    proposal: Proposal | None = rows.select_for_update().filter(key=key).first()
    if proposal is None:
        raise NotThere
    if not actor.may(Permission.DECIDE, proposal.path):
        raise Refused(_("you may not decide what is proposed to this commune"))
    if proposal.answer != Answer.OPEN:
        raise Refused(
            _("it is decided already: %(answer)s") % {"answer": _decision_words(proposal)}
        )
    return proposal


def _decision_words(proposal: Proposal) -> str:
    who = proposal.answered_by_name
    return f"{ANSWERS[proposal.answer]} ({who})" if who else str(ANSWERS[proposal.answer])


def _answer(proposal: Proposal, answer: Answer, actor: Actor, reason: str, now: datetime) -> None:
    proposal.answer = answer
    proposal.answered_at = now
    proposal.answered_by_id = actor.id
    proposal.answered_by_name = actor.name
    proposal.answered_because = reason
    proposal.save(
        update_fields=[
            *("answer", "answered_at", "answered_by", "answered_by_name", "answered_because")
        ]
    )
