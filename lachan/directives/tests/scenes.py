"""Documents of province 96 for the neighbour test: one in review, one approved and changing."""

from __future__ import annotations

from datetime import timedelta

from lachan.directives import actions
from lachan.directives.terms import ClauseVerb, ProposalKind
from lachan.directives.tests.documents import TEXT, incoming, reading
from tests.cast import NOW, TODAY
from tests.scenes import MARK

# Whoever receives papers sees the forms for them; the others are the leader's.
SEEN_BY = {"directives:intake": "clerk"}


def marked(number: int, **changes):
    """A document in which every text bears the mark."""
    made = reading(**changes)
    for task in made["tasks"]:
        task["text"] = f"{MARK} {task['text']}"
    made |= {
        "identifier": f"{number}-{MARK}",
        "subject": f"việc {MARK}",
        "issuer": f"Tỉnh ủy {MARK}",
    }
    made["questions"] = [
        {"about": "issued_on", "why": f"{MARK}?", "why_vi": f"{MARK}?", "span": None}
    ]
    return incoming(f"{TEXT}{MARK} {number}", **made)


def approved(cast, number: int, **changes):
    """An approved document with the mark."""
    document = actions.register_document(cast.clerk, marked(number, **changes), now=NOW)
    tasks = document.proposals.filter(kind=ProposalKind.TASK).count()
    for question in document.questions.all():
        actions.answer_question(
            cast.leader, question.pk, question.version, outcome="unknown", now=NOW
        )
    actions.accept_untouched(cast.leader, document.pk, now=NOW)
    return actions.approve(
        cast.leader, document.pk, expected_tasks=tasks, whole_text_reviewed=True, now=NOW
    )


def scene(cast) -> dict[str, dict]:
    """Rows that belong to province 96; url name -> kwargs that reach them."""
    first, later = approved(cast, 1), approved(cast, 2, tasks=[], rules=[])
    [planned] = actions.change_clauses(
        cast.leader,
        later.pk,
        [first.clauses.first().pk],
        ClauseVerb.SUSPENDS,
        effective_on=TODAY + timedelta(days=5),
        note=MARK,
        now=NOW,
    )
    open_one = actions.register_document(cast.clerk, marked(3), now=NOW)
    proposal, question = open_one.proposals.first(), open_one.questions.first()
    in_review = ("review", "header", "accept_all", "approve", "cancel")
    on_proposal = ("proposal", "accept", "correct", "reject", "undo")
    return {
        **{f"directives:{name}": {"pk": open_one.pk} for name in in_review},
        **{f"directives:{name}": {"pk": proposal.pk} for name in on_proposal},
        **{f"directives:{name}": {"pk": question.pk} for name in ("answer", "reopen")},
        **{f"directives:{name}": {"pk": first.pk} for name in ("document", "extract_pdf")},
        "directives:original": {"pk": first.pk},
        "directives:add": {"pk": open_one.pk, "kind": "task"},
        "directives:change": {"pk": later.pk},
        "directives:withdraw_change": {"pk": planned.pk},
    }
