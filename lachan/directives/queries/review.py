"""The review of one document: its proposals, its questions, and how far it has come."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.directives.models import Document, Proposal, Question
from lachan.directives.queries.documents import get_document
from lachan.directives.rules.approval import ReviewCounts, ReviewFacts
from lachan.directives.terms import STANDING, DocumentState, ProposalKind, ProposalState


def proposals_of(document: Document) -> QuerySet[Proposal]:
    """All proposals in order, with who decided."""
    return document.proposals.select_related("decided_by", "clause").order_by("position", "id")


def questions_of(document: Document) -> QuerySet[Question]:
    """All questions in the order in which the reader asked."""
    return document.questions.select_related("answered_by").order_by("id")


def get_proposal(actor: Actor, proposal_id: int) -> Proposal:
    """One proposal of a document in sight, or NotThere."""
    proposal = Proposal.objects.select_related("decided_by").filter(pk=proposal_id).first()
    if proposal is None:
        raise NotThere
    proposal.document = get_document(actor, proposal.document_id)
    return proposal


def get_question(actor: Actor, question_id: int) -> Question:
    """One question of a document in sight, or NotThere."""
    question = Question.objects.select_related("answered_by").filter(pk=question_id).first()
    if question is None:
        raise NotThere
    question.document = get_document(actor, question.document_id)
    return question


def counts_of(document: Document) -> ReviewCounts:
    """The figures of the review bar."""
    standing = Q(state__in=STANDING)
    found = document.proposals.aggregate(
        proposed=Count("pk", filter=Q(state=ProposalState.PROPOSED)),
        standing=Count("pk", filter=standing),
        rejected=Count("pk", filter=Q(state=ProposalState.REJECTED)),
        standing_tasks=Count("pk", filter=standing & Q(kind=ProposalKind.TASK)),
        without_lead=Count(
            "pk",
            filter=Q(kind=ProposalKind.TASK, content__lead=[]) & ~Q(state=ProposalState.REJECTED),
        ),
    )
    asked = document.questions.aggregate(
        questions=Count("pk"), open_questions=Count("pk", filter=Q(outcome=""))
    )
    return ReviewCounts(**found, **asked)


def review_facts(
    document: Document, *, expected_tasks: int | None, whole_text_reviewed: bool
) -> ReviewFacts:
    """What `obstacles_to_approval` asks about."""
    counts = counts_of(document)
    return ReviewFacts(
        state=DocumentState(document.state),
        open_questions=counts.open_questions,
        undecided=counts.proposed,
        standing_tasks=counts.standing_tasks,
        expected_tasks=expected_tasks,
        whole_text_reviewed=whole_text_reviewed,
    )
