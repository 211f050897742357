"""Corrections of the header, and answers to the reader's questions."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.text import folded, normal
from lachan.directives.actions.locked import lock_question, lock_review, refuse_stale
from lachan.directives.events import FieldsCorrected, QuestionAnswered, QuestionReopened
from lachan.directives.models import Document, Question
from lachan.directives.terms import FIELD_LABELS, Answer


@transaction.atomic
def correct_header(
    actor: Actor, document_id: int, version: int, values: dict[str, Any], *, now: datetime
) -> Document:
    """Write the given header fields; nothing is recorded when nothing changed."""
    document = lock_review(actor, document_id)
    refuse_stale(version, document.version, str(document.corrected_by or ""), document.corrected_at)
    _write_header(actor, document, values, now=now)
    return document


@transaction.atomic
def answer_question(
    actor: Actor,
    question_id: int,
    version: int,
    *,
    outcome: Answer,
    answer: str = "",
    value: Any = None,
    now: datetime,
) -> Question:
    """Close a question: `value` goes into the header field it is about, `answer` is kept as typed.

    An unknown value is confirmed to be unknown; the field stays as it is.
    """
    question = lock_question(actor, question_id, version)
    if outcome == Answer.GIVEN and not normal(answer):
        raise Refused(_("Type the answer, or confirm that it is unknown."))
    if outcome == Answer.GIVEN and question.about in FIELD_LABELS and value is not None:
        _write_header(actor, question.document, {question.about: value}, now=now)
    question.outcome = outcome
    question.answer = normal(answer)
    question.answered_at = now
    question.answered_by_id = actor.id
    question.version += 1
    question.save()
    record(
        QuestionAnswered(question.document_id, question.pk),
        actor=actor,
        path=question.document.path,
        subject=question.document,
    )
    return question


@transaction.atomic
def reopen_question(actor: Actor, question_id: int, version: int, *, now: datetime) -> Question:
    """Take an answer back; the header field keeps what was written and can be corrected there."""
    question = lock_question(actor, question_id, version)
    if not question.outcome:
        raise Refused(_("This question is still open."))
    question.outcome = ""
    question.answer = ""
    question.answered_at = now
    question.answered_by_id = actor.id
    question.version += 1
    question.save()
    record(
        QuestionReopened(question.document_id, question.pk),
        actor=actor,
        path=question.document.path,
        subject=question.document,
    )
    return question


def search_text_of(document: Document) -> str:
    """What the register is searched by: number, issuer, subject and the whole text, folded."""
    return folded(" ".join((document.identifier, document.issuer, document.subject, document.text)))


def _write_header(
    actor: Actor, document: Document, values: dict[str, Any], *, now: datetime
) -> None:
    before = {name: getattr(document, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(document, name, value)
    document.search_text = search_text_of(document)
    document.version += 1
    document.corrected_at = now
    document.corrected_by_id = actor.id
    document.save()
    record(
        FieldsCorrected(
            document.pk,
            before={name: _plain(before[name]) for name in changed},
            after={name: _plain(value) for name, value in changed.items()},
        ),
        actor=actor,
        path=document.path,
        subject=document,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
