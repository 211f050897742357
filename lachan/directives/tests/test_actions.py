"""What people do with documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from lachan.directives import actions, queries
from lachan.directives.models import Clause, Document, Proposal, RuleDraft
from lachan.directives.terms import (
    Answer,
    ClauseState,
    ClauseVerb,
    DocumentState,
    ProposalKind,
    ProposalState,
)
from lachan.directives.tests.documents import TEXT, incoming, span
from tests.cast import NOW, TODAY


def first_task(document):
    return document.proposals.filter(kind=ProposalKind.TASK).first()


def events(document):
    return list(queries.history(document).values_list("event", flat=True))


# Registering


def test_a_document_is_kept_read_and_numbered(document, files):
    assert (document.register_year, document.arrival_number) == (2021, 1)
    assert document.state == DocumentState.IN_REVIEW
    assert document.proposals.count() == 5
    assert document.questions.count() == 1
    assert (files / document.file.name).read_bytes() == TEXT.encode()
    assert events(document) == ["directives.Registered"]


def test_numbers_rise_in_an_office_and_begin_anew_each_year(cast, document):
    second = actions.register_document(cast.clerk, incoming("khác", identifier="1-CV/TU"), now=NOW)
    later = actions.register_document(
        cast.clerk, incoming("năm sau", identifier="2-CV/TU"), now=NOW.replace(year=2022)
    )
    elsewhere = actions.register_document(cast.neighbour, incoming(), now=NOW)
    assert [row.arrival_number for row in (second, later, elsewhere)] == [2, 1, 1]


def test_only_a_clerk_registers(cast):
    with pytest.raises(Refused):
        actions.register_document(cast.health, incoming(), now=NOW)
    with pytest.raises(Refused):
        actions.register_document(cast.nobody, incoming(), now=NOW)


def test_the_same_file_warns_and_leaves_no_gap(cast, document):
    with pytest.raises(actions.LooksLikeDuplicate) as refused:
        actions.register_document(cast.clerk, incoming(identifier="9-CV/TU"), now=NOW)
    assert refused.value.earlier == [document]
    second = actions.register_document(cast.clerk, incoming(), confirmed=True, now=NOW)
    assert second.arrival_number == 2
    assert second.duplicate_of == document


def test_the_same_number_and_issuer_warn_but_another_issuer_does_not(cast, document):
    with pytest.raises(actions.LooksLikeDuplicate):
        actions.register_document(cast.clerk, incoming("chữ khác"), now=NOW)
    other = incoming("chữ khác", issuer="Huyện ủy U Minh")
    assert actions.register_document(cast.clerk, other, now=NOW).arrival_number == 2


def test_a_refused_registration_gives_no_number(cast, document, monkeypatch):
    def fail(*_):
        raise RuntimeError

    monkeypatch.setattr(actions.register, "_write_proposals", fail)
    with pytest.raises(RuntimeError):
        actions.register_document(cast.clerk, incoming("x", identifier="3-CV/TU"), now=NOW)
    monkeypatch.undo()
    third = actions.register_document(cast.clerk, incoming("y", identifier="3-CV/TU"), now=NOW)
    assert third.arrival_number == 2


def test_the_original_is_checked_before_it_is_shown_and_the_reading_is_recorded(
    cast, document, files
):
    _row, data = actions.read_original_file(cast.clerk, document.pk)
    assert data == TEXT.encode()
    assert "directives.OriginalRead" in events(document)
    (files / document.file.name).write_bytes(b"another")
    with pytest.raises(Refused, match=r"digest|mã băm"):
        actions.read_original_file(cast.clerk, document.pk)
    (files / document.file.name).unlink()
    with pytest.raises(Refused):
        actions.read_original_file(cast.clerk, document.pk)


# Review


def test_a_proposal_is_accepted_and_the_decision_undone(cast, document):
    task = first_task(document)
    task = actions.accept_proposal(cast.synthesist, task.pk, task.version, now=NOW)
    assert task.state == ProposalState.ACCEPTED
    task = actions.undo_decision(cast.synthesist, task.pk, task.version, now=NOW)
    assert task.state == ProposalState.PROPOSED
    with pytest.raises(Refused):
        actions.undo_decision(cast.synthesist, task.pk, task.version, now=NOW)


def test_corrections_are_undone_one_by_one(cast, document):
    task = first_task(document)
    before = dict(task.content)
    for title in ("một", "hai"):
        task = actions.correct_proposal(
            cast.synthesist,
            task.pk,
            task.version,
            {**before, "title": title},
            span=(0, 5),
            now=NOW,
        )
    assert task.state == ProposalState.CORRECTED
    assert task.original["title"] == before["title"]
    task = actions.undo_decision(cast.synthesist, task.pk, task.version, now=NOW)
    assert task.content["title"] == "một"
    task = actions.undo_decision(cast.synthesist, task.pk, task.version, now=NOW)
    assert task.content == before
    assert [task.span_start, task.span_end] == span(before["text"])


def test_a_rejection_needs_its_reason(cast, document):
    task = first_task(document)
    with pytest.raises(Refused):
        actions.reject_proposal(cast.synthesist, task.pk, task.version, "  ", now=NOW)
    task = actions.reject_proposal(cast.synthesist, task.pk, task.version, "là bối cảnh", now=NOW)
    assert (task.state, task.reason) == (ProposalState.REJECTED, "là bối cảnh")


def test_an_added_task_disappears_when_undone(cast, document):
    added = actions.add_proposal(
        cast.synthesist,
        document.pk,
        ProposalKind.TASK,
        {"title": "t", "text": "t", "lead": ["Sở Y tế"]},
        span=(0, 4),
        now=NOW,
    )
    assert added.state == ProposalState.ADDED
    assert actions.undo_decision(cast.synthesist, added.pk, added.version, now=NOW) is None
    assert not Proposal.objects.filter(pk=added.pk).exists()


def test_two_reviewers_do_not_overwrite_each_other_unseen(cast, document):
    task = first_task(document)
    seen = task.version
    actions.accept_proposal(cast.synthesist, task.pk, seen, now=NOW)
    with pytest.raises(Refused, match=r"Lê Thị Tổng.*09:00 15/09/2021"):
        actions.reject_proposal(cast.leader, task.pk, seen, "không phải việc", now=NOW)


def test_who_may_only_read_decides_nothing_and_who_sees_nothing_finds_nothing(cast, document):
    task = first_task(document)
    with pytest.raises(Refused):
        actions.accept_proposal(cast.clerk, task.pk, task.version, now=NOW)
    with pytest.raises(NotThere):
        actions.accept_proposal(cast.neighbour, task.pk, task.version, now=NOW)
    with pytest.raises(NotThere):
        actions.accept_proposal(cast.health, task.pk, task.version, now=NOW)


def test_an_answer_is_written_into_the_header(cast, document):
    question = document.questions.get()
    actions.answer_question(
        cast.synthesist,
        question.pk,
        question.version,
        outcome=Answer.GIVEN,
        answer="15/9/2021",
        value=TODAY,
        now=NOW,
    )
    document.refresh_from_db()
    assert document.issued_on == TODAY
    assert queries.counts_of(document).open_questions == 0
    corrected = Entry.objects.get(event="directives.FieldsCorrected")
    assert corrected.payload["after"] == {"issued_on": "2021-09-15"}


def test_unknown_is_an_answer_that_can_be_taken_back(cast, document):
    question = document.questions.get()
    question = actions.answer_question(
        cast.synthesist, question.pk, question.version, outcome=Answer.UNKNOWN, now=NOW
    )
    assert queries.counts_of(document).open_questions == 0
    actions.reopen_question(cast.synthesist, question.pk, question.version, now=NOW)
    assert queries.counts_of(document).open_questions == 1


def test_an_empty_answer_is_none(cast, document):
    question = document.questions.get()
    with pytest.raises(Refused):
        actions.answer_question(
            cast.synthesist, question.pk, question.version, outcome=Answer.GIVEN, now=NOW
        )


def test_the_header_is_corrected_once_and_searched_anew(cast, document):
    values = {"issuer": "Ban Chỉ đạo tỉnh", "subject": document.subject}
    actions.correct_header(cast.synthesist, document.pk, 1, values, now=NOW)
    entry = Entry.objects.get(event="directives.FieldsCorrected")
    assert entry.payload["before"] == {"issuer": "Tỉnh ủy Cà Mau"}
    assert queries.search(queries.documents(cast.clerk), "ban chi dao tinh").count() == 1
    with pytest.raises(Refused, match="Lê Thị Tổng"):
        actions.correct_header(cast.leader, document.pk, 1, {"issuer": "x"}, now=NOW)


# Approval


def test_approval_makes_clauses_and_rule_drafts_and_shares_the_document(cast, approved):
    assert approved.state == DocumentState.APPROVED
    assert [clause.label for clause in queries.clauses_of(approved)] == ["1", "2", ""]
    assert RuleDraft.objects.count() == 1
    assert queries.shared_paths(approved) == [
        "96/964/ubnd/",
        "96/966/ubnd-u-minh/",
        "96/cong-an-tinh/",
        "96/so-y-te/",
        "96/tinh-uy/",
    ]
    entry = Entry.objects.get(event="directives.Approved")
    assert len(entry.payload["task_proposals"]) == 2
    assert entry.payload["rule_drafts"] == 1


def test_the_approved_tasks_come_with_clause_and_matched_bodies(cast, approved):
    first, second = queries.approved_task_proposals(approved.pk)
    assert first.clause.label == "1"
    assert first.matches["Sở Y tế"] == [cast.organisations["so-y-te"].pk]
    assert set(second.matches["UBND các huyện, thành phố"]) == {
        cast.organisations["ubnd"].pk,
        cast.organisations["ubnd-u-minh"].pk,
    }


def test_a_deputy_approves_in_the_name_of_the_leader(cast, reviewed):
    deputy = replace(cast.leader, id=cast.users["synthesist"].pk, on_behalf_of="Trần Văn Lãnh")
    document = actions.approve(
        deputy, reviewed.pk, expected_tasks=2, whole_text_reviewed=True, now=NOW
    )
    assert document.approved_on_behalf_of == "Trần Văn Lãnh"
    assert Entry.objects.get(event="directives.Approved").on_behalf_of == "Trần Văn Lãnh"


def test_nothing_is_approved_with_open_ends(cast, document):
    with pytest.raises(Refused) as refused:
        actions.approve(
            cast.leader, document.pk, expected_tasks=None, whole_text_reviewed=False, now=NOW
        )
    assert len(refused.value.reasons) == 4
    assert Clause.objects.count() == 0


def test_a_wrong_count_is_refused_with_both_numbers(cast, reviewed):
    with pytest.raises(Refused, match=r"7.*2"):
        actions.approve(
            cast.leader, reviewed.pk, expected_tasks=7, whole_text_reviewed=True, now=NOW
        )


def test_a_synthesist_reviews_but_does_not_approve(cast, reviewed):
    with pytest.raises(Refused):
        actions.approve(
            cast.synthesist, reviewed.pk, expected_tasks=2, whole_text_reviewed=True, now=NOW
        )


def test_what_is_approved_is_not_approved_twice_nor_reviewed_again(cast, approved):
    with pytest.raises(Refused):
        actions.approve(
            cast.leader, approved.pk, expected_tasks=2, whole_text_reviewed=True, now=NOW
        )
    task = first_task(approved)
    with pytest.raises(Refused):
        actions.undo_decision(cast.leader, task.pk, task.version, now=NOW)


def test_a_cancelled_document_keeps_its_number_and_is_no_copy(cast, document):
    actions.cancel_document(cast.synthesist, document.pk, "gửi nhầm", now=NOW)
    again = actions.register_document(cast.clerk, incoming(), now=NOW)
    assert again.arrival_number == 2
    assert again.duplicate_of is None


# Life of clauses


@pytest.fixture
def later_document(cast, approved):
    document = actions.register_document(
        cast.clerk,
        incoming(
            "sau", identifier="99-CV/TU", tasks=[], rules=[], questions=[], cites=[], figures=[]
        ),
        now=NOW,
    )
    return actions.approve(
        cast.leader, document.pk, expected_tasks=0, whole_text_reviewed=True, now=NOW
    )


def change(cast, document, clause, verb, days=0):
    return actions.change_clauses(
        cast.leader,
        document.pk,
        [clause.pk],
        verb,
        effective_on=TODAY + timedelta(days=days),
        now=NOW,
    )


def test_a_repealed_clause_is_repealed_at_once(cast, approved, later_document):
    clause = approved.clauses.first()
    change(cast, later_document, clause, ClauseVerb.REPEALS)
    clause.refresh_from_db()
    assert (clause.state, clause.in_force_until) == (ClauseState.REPEALED, TODAY)
    entry = Entry.objects.get(event="directives.ClauseChanged")
    assert entry.payload["state"] == "repealed"
    assert entry.payload["by_document_id"] == later_document.pk


def test_a_planned_change_takes_effect_on_its_day_and_once(cast, approved, later_document):
    clause = approved.clauses.first()
    change(cast, later_document, clause, ClauseVerb.SUSPENDS, days=3)
    clause.refresh_from_db()
    assert clause.state == ClauseState.IN_FORCE
    assert actions.apply_due_changes(NOW + timedelta(days=2)) == 0
    assert actions.apply_due_changes(NOW + timedelta(days=3)) == 1
    assert actions.apply_due_changes(NOW + timedelta(days=3)) == 0
    clause.refresh_from_db()
    assert clause.state == ClauseState.SUSPENDED
    assert Entry.objects.filter(event="directives.ClauseChanged").count() == 1


def test_a_planned_change_is_called_off_before_its_day_only(cast, approved, later_document):
    clause = approved.clauses.first()
    [planned] = change(cast, later_document, clause, ClauseVerb.SUSPENDS, days=3)
    actions.withdraw_change(cast.leader, planned.pk, now=NOW)
    assert actions.apply_due_changes(NOW + timedelta(days=3)) == 0
    [done] = change(cast, later_document, clause, ClauseVerb.SUSPENDS)
    with pytest.raises(Refused):
        actions.withdraw_change(cast.leader, done.pk, now=NOW)


def test_all_clauses_or_none(cast, approved, later_document):
    first, second, _rule = approved.clauses.all()
    change(cast, later_document, first, ClauseVerb.REPEALS)
    with pytest.raises(Refused):
        actions.change_clauses(
            cast.leader,
            later_document.pk,
            [first.pk, second.pk],
            ClauseVerb.SUSPENDS,
            effective_on=TODAY,
            now=NOW,
        )
    second.refresh_from_db()
    assert second.state == ClauseState.IN_FORCE


def test_nobody_changes_what_is_not_theirs(cast, approved, later_document):
    clause = approved.clauses.first()
    with pytest.raises(NotThere):
        actions.change_clauses(
            cast.neighbour,
            later_document.pk,
            [clause.pk],
            ClauseVerb.ENDS,
            effective_on=TODAY,
            now=NOW,
        )
    with pytest.raises(Refused):
        actions.change_clauses(
            cast.synthesist,
            later_document.pk,
            [clause.pk],
            ClauseVerb.ENDS,
            effective_on=TODAY,
            now=NOW,
        )


def test_documents_in_review_are_of_the_office_alone(cast, document):
    assert Document.objects.count() == 1
    assert queries.documents(cast.health).count() == 0
