"""Several people at the same moment, on a real PostgreSQL."""

from __future__ import annotations

import pytest

from lachan.core.refused import Refused
from lachan.directives import actions
from lachan.directives.models import Clause, Document, RegisterBook
from lachan.directives.terms import Answer, ProposalState
from lachan.directives.tests.documents import incoming
from tests.at_once import at_once
from tests.cast import NOW

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    from tests.cast import Cast

    return Cast.assemble()


def test_twenty_clerks_register_at_once_and_the_numbers_have_no_gap(cast):
    clerk = cast.clerk

    def register(number):
        paper = incoming(f"văn bản {number}", identifier=f"{number}-CV/TU")
        return lambda: actions.register_document(clerk, paper, now=NOW)

    rows = at_once(*(register(number) for number in range(20)))
    assert sorted(row.arrival_number for row in rows) == list(range(1, 21))
    assert RegisterBook.objects.get().last_number == 20


def test_the_same_file_sent_twice_at_once_is_registered_once(cast):
    clerk = cast.clerk
    results = at_once(
        *(lambda: actions.register_document(clerk, incoming(), now=NOW) for _ in range(5))
    )
    assert Document.objects.count() == 1
    assert sum(isinstance(result, actions.LooksLikeDuplicate) for result in results) == 4


def test_of_two_decisions_at_once_the_second_is_refused(cast):
    document = actions.register_document(cast.clerk, incoming(), now=NOW)
    task = document.proposals.first()
    one, other = cast.synthesist, cast.leader
    results = at_once(
        lambda: actions.accept_proposal(one, task.pk, 1, now=NOW),
        lambda: actions.reject_proposal(other, task.pk, 1, "bối cảnh", now=NOW),
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
    task.refresh_from_db()
    assert task.version == 2
    assert task.state in (ProposalState.ACCEPTED, ProposalState.REJECTED)


def test_a_document_is_approved_once(cast):
    document = actions.register_document(cast.clerk, incoming(), now=NOW)
    question = document.questions.get()
    actions.answer_question(cast.synthesist, question.pk, 1, outcome=Answer.UNKNOWN, now=NOW)
    actions.accept_untouched(cast.synthesist, document.pk, now=NOW)
    leader = cast.leader
    results = at_once(
        *(
            lambda: actions.approve(
                leader, document.pk, expected_tasks=2, whole_text_reviewed=True, now=NOW
            )
            for _ in range(4)
        )
    )
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert Clause.objects.count() == 3
