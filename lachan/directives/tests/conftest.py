"""Fixtures of the directives' tests."""

from __future__ import annotations

import pytest

from lachan.directives import actions
from lachan.directives.terms import Answer
from lachan.directives.tests.documents import incoming
from tests.cast import NOW


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Original files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def document(cast):
    """A document in review, with two tasks, a rule, a citation, a figure and one question."""
    return actions.register_document(cast.clerk, incoming(), now=NOW)


@pytest.fixture
def reviewed(cast, document):
    """The same, everything decided and answered."""
    for question in document.questions.all():
        actions.answer_question(
            cast.synthesist, question.pk, question.version, outcome=Answer.UNKNOWN, now=NOW
        )
    actions.accept_untouched(cast.synthesist, document.pk, now=NOW)
    return document


@pytest.fixture
def approved(cast, reviewed):
    """The same, approved by the leader."""
    return actions.approve(
        cast.leader, reviewed.pk, expected_tasks=2, whole_text_reviewed=True, now=NOW
    )
