"""What the review page shows: cards on one side, the marked text on the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import get_language

from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.directives import queries
from lachan.directives.forms import FORMS, ApprovalForm, HeaderForm, QuestionForm, RejectForm
from lachan.directives.rules.approval import ReviewCounts
from lachan.directives.rules.marks import Marked, marks
from lachan.directives.rules.spans import Segment, segments, without_blank_beginning
from lachan.directives.terms import (
    ABOUT_LABELS,
    DECISION_LABELS,
    FIELD_LABELS,
    INTERVAL_LABELS,
    MEASURE_LABELS,
    PRECISION_LABELS,
    PROPOSAL_LABELS,
    RELATION_LABELS,
    Permission,
    ProposalKind,
    ProposalState,
)


@dataclass
class Card:
    """One proposal as it is shown; `form` is open when the person edits it."""

    proposal: Any
    matches: dict[str, queries.Match] = field(default_factory=dict)
    form: forms.Form | None = None
    reject_form: forms.Form | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"card-{self.proposal.pk}"

    @property
    def span(self) -> tuple[int, int] | None:
        return span_of(self.proposal)

    @property
    def kind_label(self) -> Any:
        return PROPOSAL_LABELS[ProposalKind(self.proposal.kind)]

    @property
    def state_label(self) -> Any:
        return DECISION_LABELS[ProposalState(self.proposal.state)]

    @property
    def is_open(self) -> bool:
        return bool(self.proposal.state == ProposalState.PROPOSED)

    @property
    def may_undo(self) -> bool:
        return bool(self.proposal.past) or self.proposal.original is None

    @property
    def measure(self) -> Any:
        return MEASURE_LABELS.get(self.proposal.content.get("measure"), "")

    @property
    def due(self) -> dict[str, Any]:
        due: dict[str, Any] = self.proposal.content.get("due") or {}
        return {
            **due,
            "relation_label": RELATION_LABELS.get(due.get("relation", ""), ""),
            "precision_label": PRECISION_LABELS.get(due.get("precision", ""), ""),
        }

    @property
    def due_at(self) -> datetime | None:
        due = self.proposal.content.get("due") or {}
        return datetime.fromisoformat(due["at"]) if due.get("at") else None

    @property
    def since(self) -> date | None:
        return _day(self.proposal.content.get("since"))

    @property
    def until(self) -> date | None:
        return _day(self.proposal.content.get("until"))

    @property
    def issued_on(self) -> date | None:
        return _day(self.proposal.content.get("issued_on"))

    @property
    def repeats(self) -> dict[str, Any]:
        repeats: dict[str, Any] = self.proposal.content.get("repeats") or {}
        return {**repeats, "label": INTERVAL_LABELS.get(repeats.get("every", ""), "")}

    @property
    def bodies(self) -> list[tuple[str, list[queries.Match]]]:
        """Role and matched names, for the roles that are filled."""
        content = self.proposal.content
        return [
            (role, [self.matches.get(name) or queries.Match(name, ()) for name in content[role]])
            for role in ("lead", "support", "report_to")
            if content.get(role)
        ]


@dataclass
class AskedCard:
    """One question as it is shown, with the form for its answer."""

    question: Any
    form: forms.Form
    reasons: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"question-{self.question.pk}"

    @property
    def span(self) -> tuple[int, int] | None:
        return span_of(self.question)

    @property
    def about_label(self) -> Any:
        return ABOUT_LABELS.get(self.question.about, self.question.about)

    @property
    def why(self) -> str:
        english = (get_language() or "").startswith("en")
        return str(self.question.why if english else self.question.why_vi or self.question.why)


def _day(words: Any) -> date | None:
    return date.fromisoformat(words) if words else None


def span_of(row: Any) -> tuple[int, int] | None:
    """The place of a proposal, a question or a clause in the text."""
    if row.span_start is None or row.span_end is None:
        return None
    return row.span_start, row.span_end


class ReviewPage:
    """Everything that the review of one document shows, read once."""

    def __init__(self, request: Request, document: Any) -> None:
        self.request = request
        self.actor: Actor = request.actor
        self.document = document
        self.edited: int | None = None
        self.header_form: HeaderForm | None = None
        self.approval_form: ApprovalForm | None = None
        self.reasons: list[str] = []
        self.added_form: forms.Form | None = None
        self.added_kind = ""

    @cached_property
    def cards(self) -> list[Card]:
        proposals = list(queries.proposals_of(self.document))
        names = [
            n for p in proposals if p.kind == ProposalKind.TASK for n in queries.names_in(p.content)
        ]
        matches = queries.matches_of(
            names, office=self.document.path, today=day_of(self.request.now)
        )
        return [Card(proposal, matches) for proposal in proposals]

    @cached_property
    def asked(self) -> list[AskedCard]:
        """Open questions first."""
        rows = sorted(
            queries.questions_of(self.document), key=lambda row: (bool(row.outcome), row.pk)
        )
        return [asked_card(row) for row in rows]

    @property
    def groups(self) -> list[tuple[str, Any, list[Card]]]:
        """Kind, its label, and its cards; tasks are shown even when there are none."""
        return [
            (str(kind), PROPOSAL_LABELS[kind], [c for c in self.cards if c.proposal.kind == kind])
            for kind in ProposalKind
        ]

    @property
    def segments(self) -> list[Segment]:
        return marked_text(self.document, self.cards, self.asked)

    @cached_property
    def counts(self) -> ReviewCounts:
        return queries.counts_of(self.document)

    @property
    def header_fields(self) -> list[tuple[Any, list[int] | None]]:
        """Each visible field of the header with the place from which it was read."""
        form = self.header_form or header_form(self.document)
        spans = self.document.reading.get("spans") or {}
        return [(field, spans.get(field.name)) for field in form.visible_fields()]

    @property
    def added_label(self) -> Any:
        return PROPOSAL_LABELS[ProposalKind(self.added_kind)] if self.added_kind else ""

    def context(self) -> dict[str, Any]:
        document = self.document
        return {
            "document": document,
            "page": self,
            "may_review": queries.may_change(self.actor, document, Permission.REVIEW),
            "may_approve": queries.may_change(self.actor, document, Permission.APPROVE),
            "header_form": self.header_form or header_form(document),
            "approval_form": self.approval_form or ApprovalForm(),
        }


def marked_text(
    document: Any, cards: Iterable[Card], asked: Iterable[AskedCard] = ()
) -> list[Segment]:
    """The text cut into segments under the marks of cards that still count."""
    shown = [
        Marked(card.key, card.proposal.kind, card.span, card.proposal.content)
        for card in cards
        if card.proposal.state != ProposalState.REJECTED
    ]
    questions = [Marked(card.key, "question", card.span, {}) for card in asked]
    header = [
        Marked(f"header-{name}", "header", (span[0], span[1]), {})
        for name, span in (document.reading.get("spans") or {}).items()
    ]
    return without_blank_beginning(
        segments(document.text, marks(document.text, [*shown, *questions, *header]))
    )


def header_form(document: Any) -> HeaderForm:
    return HeaderForm(
        initial={
            "version": document.version,
            **{name: getattr(document, name) for name in FIELD_LABELS},
        }
    )


def asked_card(question: Any, form: forms.Form | None = None) -> AskedCard:
    """The card of a question, with an empty form unless one with errors is given."""
    blank = QuestionForm(
        question.about,
        initial={"version": question.version},
        auto_id=f"id_q{question.pk}_%s",
    )
    return AskedCard(question, form or blank)


def edit_form(proposal: Any, posted: Any = None) -> forms.Form:
    """The form of a proposal, filled from it or from what was posted."""
    form_class = FORMS[proposal.kind]
    text = proposal.document.text
    initial = {
        **form_class.initial_of(proposal.content, span_of(proposal), text),
        "version": proposal.version,
    }
    return form_class(posted, text=text, initial=initial, auto_id=f"id_p{proposal.pk}_%s")


def reject_form(proposal: Any, posted: Any = None) -> forms.Form:
    return RejectForm(
        posted, initial={"version": proposal.version}, auto_id=f"id_r{proposal.pk}_%s"
    )
