"""Rows locked for a change, and the refusals that every change of a review shares."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import NotThere, Refused
from lachan.directives.models import Document, Proposal, Question
from lachan.directives.terms import DocumentState, Permission


def lock_document(actor: Actor, document_id: int, permission: Permission) -> Document:
    """The document, locked; NotThere when out of sight, Refused when it may only be read."""
    found = Document.objects.get_visible(actor, Permission.READ, pk=document_id)
    if not actor.may(permission, found.path):
        raise Refused(_("You may read this document, but not do this with it."))
    return Document.objects.select_for_update().get(pk=found.pk)


def lock_review(actor: Actor, document_id: int) -> Document:
    """The document, locked, while its review is open."""
    document = lock_document(actor, document_id, Permission.REVIEW)
    if document.state == DocumentState.APPROVED:
        raise Refused(_("The document is already approved."))
    if document.state == DocumentState.CANCELLED:
        raise Refused(_("The document was cancelled."))
    return document


def lock_proposal(actor: Actor, proposal_id: int, version: int) -> Proposal:
    """The proposal in its locked document, as the person saw it; Refused if changed since."""
    found = Proposal.objects.filter(pk=proposal_id).values("document_id").first()
    if found is None:
        raise NotThere
    document = lock_review(actor, found["document_id"])
    proposal = Proposal.objects.select_related("decided_by").filter(pk=proposal_id).first()
    if proposal is None:
        raise NotThere
    proposal.document = document
    refuse_stale(version, proposal.version, str(proposal.decided_by or ""), proposal.decided_at)
    return proposal


def lock_question(actor: Actor, question_id: int, version: int) -> Question:
    """The question in its locked document, as the person saw it; Refused if answered since."""
    found = Question.objects.filter(pk=question_id).values("document_id").first()
    if found is None:
        raise NotThere
    document = lock_review(actor, found["document_id"])
    question = Question.objects.select_related("answered_by").get(pk=question_id)
    question.document = document
    refuse_stale(version, question.version, str(question.answered_by or ""), question.answered_at)
    return question


def refuse_stale(seen: int, present: int, who: str, when: datetime | None) -> None:
    """Refuse to write over what somebody else wrote since it was shown."""
    if seen == present:
        return
    if who and when:
        raise Refused(
            _("Changed by %(who)s at %(when)s: look at it again, then decide.")
            % {"who": who, "when": f"{when.astimezone(VIETNAM):%H:%M %d/%m/%Y}"}
        )
    raise Refused(_("Changed by somebody else meanwhile: look at it again, then decide."))
