"""When the review of a document is complete (issue of the province's own working order)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.directives.terms import DocumentState


@dataclass(frozen=True)
class ReviewFacts:
    """How far the review of one document has come.

    `expected_tasks` is the number that a person counted in the text before approving, None when
    it was not given.
    """

    state: DocumentState
    open_questions: int
    undecided: int
    standing_tasks: int
    expected_tasks: int | None
    whole_text_reviewed: bool


def obstacles_to_approval(facts: ReviewFacts) -> list[str]:
    """Every reason why the document may not be approved yet; none when it may."""
    if facts.state == DocumentState.APPROVED:
        return [_("The document is already approved.")]
    if facts.state == DocumentState.CANCELLED:
        return [_("The document was cancelled.")]
    reasons = []
    if facts.open_questions:
        reasons.append(
            ngettext(
                "%(count)d question is still open.",
                "%(count)d questions are still open.",
                facts.open_questions,
            )
            % {"count": facts.open_questions}
        )
    if facts.undecided:
        reasons.append(
            ngettext(
                "%(count)d proposal is not decided yet: accept, correct or reject it.",
                "%(count)d proposals are not decided yet: accept, correct or reject them.",
                facts.undecided,
            )
            % {"count": facts.undecided}
        )
    if facts.expected_tasks is None:
        reasons.append(_("Type how many tasks you counted in the document."))
    elif facts.expected_tasks != facts.standing_tasks:
        reasons.append(
            _("You counted %(expected)d tasks, but %(standing)d stand: look for the difference.")
            % {"expected": facts.expected_tasks, "standing": facts.standing_tasks}
        )
    if not facts.whole_text_reviewed:
        reasons.append(_("Confirm that the whole text was reviewed."))
    return reasons


@dataclass(frozen=True)
class ReviewCounts:
    """The figures of the review bar.

    Tasks without a lead are no obstacle: they stay with the office until it chooses one.
    """

    proposed: int = 0
    standing: int = 0
    rejected: int = 0
    standing_tasks: int = 0
    without_lead: int = 0
    open_questions: int = 0
    questions: int = 0

    @property
    def decided(self) -> int:
        return self.standing + self.rejected

    @property
    def total(self) -> int:
        return self.decided + self.proposed
