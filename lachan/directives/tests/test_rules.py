"""Judgement about documents, without a database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lachan.directives.rules.approval import ReviewFacts, obstacles_to_approval
from lachan.directives.rules.clauses import (
    ChangeFacts,
    ClauseFacts,
    Place,
    clause_places,
    obstacles_to_clause_change,
    resulting_state,
    suggested_verb,
)
from lachan.directives.rules.marks import Marked, marks
from lachan.directives.rules.proposals import drafts, obstacles_to_content
from lachan.directives.rules.spans import Mark, is_inside, located, segments
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import ClauseState, ClauseVerb, DocumentState, ProposalKind


def facts(**changes):
    complete = {
        "state": DocumentState.IN_REVIEW,
        "open_questions": 0,
        "undecided": 0,
        "standing_tasks": 2,
        "expected_tasks": 2,
        "whole_text_reviewed": True,
    }
    return ReviewFacts(**{**complete, **changes})


def test_a_complete_review_may_be_approved():
    assert obstacles_to_approval(facts()) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"open_questions": 1},
        {"undecided": 3},
        {"expected_tasks": None},
        {"expected_tasks": 3},
        {"whole_text_reviewed": False},
        {"state": DocumentState.APPROVED},
        {"state": DocumentState.CANCELLED},
    ],
)
def test_each_gap_is_one_reason(changes):
    assert len(obstacles_to_approval(facts(**changes))) == 1


def test_a_wrong_count_says_both_numbers():
    [reason] = obstacles_to_approval(facts(expected_tasks=5))
    assert "5" in reason
    assert "2" in reason


def test_a_document_without_tasks_may_be_approved_when_none_were_counted():
    assert obstacles_to_approval(facts(standing_tasks=0, expected_tasks=0)) == []


def test_all_gaps_are_said_at_once():
    gaps = facts(open_questions=1, undecided=1, expected_tasks=None, whole_text_reviewed=False)
    assert len(obstacles_to_approval(gaps)) == 4


# Spans

TEXT = "Sở Y tế báo cáo trước ngày 15/9/2021."


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=8),
)
def test_segments_joined_are_the_text_whatever_the_marks(text, spans):
    found = segments(text, [Mark(str(i), "task", a, b) for i, (a, b) in enumerate(spans)])
    assert "".join(segment.text for segment in found) == text
    for segment in found:
        assert text[segment.start : segment.start + len(segment.text)] == segment.text
        for mark in segment.marks:
            assert mark.start <= segment.start < mark.end


def test_the_innermost_mark_is_the_shortest():
    whole, inner = Mark("a", "task", 0, 30), Mark("b", "date", 16, 29)
    inside = next(s for s in segments(TEXT, [whole, inner]) if s.start == 16)
    assert inside.innermost == inner
    assert inside.marks == (whole, inner)


def test_overlapping_marks_share_a_segment():
    found = segments("abcdef", [Mark("a", "task", 0, 4), Mark("b", "rule", 2, 6)])
    assert [s.text for s in found] == ["ab", "cd", "ef"]
    assert [len(s.marks) for s in found] == [1, 2, 1]


def test_each_mark_opens_once():
    found = segments("abcdef", [Mark("a", "task", 0, 4), Mark("b", "rule", 2, 6)])
    assert [m.key for s in found for m in s.opening] == ["a", "b"]


def test_a_quotation_is_found_across_line_breaks_nearest_to_where_it_was_selected():
    text = "một hai\nba. một hai ba."
    assert located(text, "hai  ba", near=0) == (4, 10)
    assert located(text, "hai ba", near=20) == (16, 22)
    assert located(text, "bốn") is None
    assert located(text, "   ") is None


def test_a_span_outside_of_the_text_is_seen():
    assert is_inside(None, "abc")
    assert is_inside((0, 3), "abc")
    assert not is_inside((0, 4), "abc")


def test_bodies_and_deadlines_are_marked_inside_a_task():
    card = Marked(
        "card-1",
        "task",
        (0, len(TEXT)),
        {"lead": ["Sở Y tế"], "due": {"words": "trước ngày 15/9/2021"}},
    )
    kinds = [(mark.kind, TEXT[mark.start : mark.end]) for mark in marks(TEXT, [card])]
    assert kinds == [("task", TEXT), ("date", "trước ngày 15/9/2021"), ("body", "Sở Y tế")]


# Proposals


def test_the_reading_becomes_drafts_by_kind_and_place():
    reading = {
        "length": 20,
        "figures": [{"what": "cases", "value": 1, "span": [5, 6]}],
        "tasks": [
            {"text": "hai", "span": [10, 13]},
            {"text": "một", "span": [0, 3]},
            {"text": "ngoài", "span": [10, 99]},
        ],
    }
    found = list(drafts(reading))
    assert [draft.content.get("text") for draft in found] == ["ngoài", "một", "hai", None]
    assert found[0].span is None
    assert found[1].content["proof_required"] is True


def test_a_title_is_one_sentence_cut_between_words():
    assert short_title("Sở Y tế  báo cáo;\nsau đó họp.") == "Sở Y tế báo cáo"
    long = short_title("từ " * 200)
    assert long.endswith("…")
    assert len(long) <= 141


def test_a_task_needs_text_and_title_and_a_deadline_with_its_zone():
    reasons = obstacles_to_content(ProposalKind.TASK, {}, None, "")
    assert len(reasons) == 2
    content = {
        "text": "a",
        "title": "a",
        "due": {"at": "2021-09-15T12:00:00", "relation": "by", "precision": "hour"},
    }
    assert len(obstacles_to_content(ProposalKind.TASK, content, None, "")) == 1
    content["due"]["at"] += "+07:00"
    assert obstacles_to_content(ProposalKind.TASK, content, None, "") == []


def test_a_rule_may_not_end_before_it_begins():
    content = {"measure": "test", "since": "2021-09-02", "until": "2021-09-01"}
    assert len(obstacles_to_content(ProposalKind.RULE, content, None, "")) == 1


# Clauses


def clause(**changes):
    standing = {
        "label": "1",
        "document_id": 1,
        "document_state": DocumentState.APPROVED,
        "state": ClauseState.IN_FORCE,
        "in_force_from": date(2021, 9, 1),
    }
    return ClauseFacts(**{**standing, **changes})


def change(verb=ClauseVerb.REPEALS, **changes):
    wanted = {
        "by_document_id": 2,
        "by_document_state": DocumentState.APPROVED,
        "verb": verb,
        "effective_on": date(2021, 9, 15),
    }
    return ChangeFacts(**{**wanted, **changes})


@pytest.mark.parametrize(
    ("state", "verb", "becomes"),
    [
        (ClauseState.IN_FORCE, ClauseVerb.AMENDS, ClauseState.IN_FORCE),
        (ClauseState.IN_FORCE, ClauseVerb.SUSPENDS, ClauseState.SUSPENDED),
        (ClauseState.SUSPENDED, ClauseVerb.RESUMES, ClauseState.IN_FORCE),
        (ClauseState.SUSPENDED, ClauseVerb.AMENDS, ClauseState.SUSPENDED),
        (ClauseState.IN_FORCE, ClauseVerb.REPEALS, ClauseState.REPEALED),
        (ClauseState.SUSPENDED, ClauseVerb.ENDS, ClauseState.ENDED),
        (ClauseState.IN_FORCE, ClauseVerb.RESUMES, None),
        (ClauseState.SUSPENDED, ClauseVerb.SUSPENDS, None),
        (ClauseState.REPEALED, ClauseVerb.AMENDS, None),
        (ClauseState.ENDED, ClauseVerb.RESUMES, None),
    ],
)
def test_what_each_verb_makes_of_a_clause(state, verb, becomes):
    reasons = obstacles_to_clause_change(clause(state=state), change(verb))
    assert bool(reasons) == (becomes is None)
    if becomes:
        assert resulting_state(state, verb) == becomes


def test_only_an_approved_document_changes_an_approved_one_and_never_itself():
    review = DocumentState.IN_REVIEW
    assert obstacles_to_clause_change(clause(), change(by_document_state=review))
    assert obstacles_to_clause_change(clause(document_state=review), change())
    assert obstacles_to_clause_change(clause(document_id=2), change())


def test_no_change_before_the_clause_is_in_force():
    assert obstacles_to_clause_change(clause(), change(effective_on=date(2021, 8, 31)))
    assert not obstacles_to_clause_change(clause(), change(effective_on=date(2021, 9, 1)))


def test_days_count_and_not_the_order_of_typing():
    waiting = ((date(2021, 9, 20), ClauseVerb.SUSPENDS),)
    later = change(ClauseVerb.RESUMES, effective_on=date(2021, 9, 25))
    sooner = change(ClauseVerb.RESUMES, effective_on=date(2021, 9, 18))
    assert not obstacles_to_clause_change(clause(waiting=waiting), later)
    assert obstacles_to_clause_change(clause(waiting=waiting), sooner)
    # Repealed before the day of the suspension, there would be nothing left to suspend.
    assert obstacles_to_clause_change(clause(waiting=waiting), change(ClauseVerb.REPEALS))


def test_one_clause_for_each_place_and_rules_inside_a_clause_belong_to_it():
    first, second = Place("1", (0, 50)), Place("2", (50, 90))
    inside, alone = Place("", (10, 20)), Place("", (95, 99))
    assert clause_places([first, first, second, inside, alone]) == [
        first,
        first,
        second,
        first,
        alone,
    ]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Văn bản này thay thế Công văn số 12-CV/TU.", ClauseVerb.REPEALS),
        ("Tạm dừng thực hiện Công văn số 12-CV/TU.", ClauseVerb.SUSPENDS),
        ("Sửa đổi, bổ sung điểm 2 Công văn số 12-CV/TU.", ClauseVerb.AMENDS),
        ("Công văn số 12-CV/TU hết hiệu lực từ ngày ký.", ClauseVerb.ENDS),
        ("Thực hiện Công văn số 12-CV/TU.", None),
        ("Bãi bỏ chốt số 3. Thực hiện Công văn số 12-CV/TU.", None),
    ],
)
def test_the_words_before_a_citation_suggest_what_is_done_to_it(text, verb):
    start = text.index("12-CV/TU")
    assert suggested_verb(text, (start, start + 8)) == verb


def test_a_citation_without_a_place_suggests_nothing():
    assert suggested_verb("thay thế 12-CV/TU", None) is None
