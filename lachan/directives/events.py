"""What happens to directives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lachan.directives.terms import ClauseState, ClauseVerb, ProposalState


@dataclass(frozen=True)
class Registered:
    """A document came in, was kept with its digest, and was read into proposals."""

    document_id: int
    identifier: str
    sha256: str
    proposals: int
    questions: int


@dataclass(frozen=True)
class FieldsCorrected:
    """A person corrected what the machine read of the header; old values by field name."""

    document_id: int
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True)
class ProposalDecided:
    """A person accepted, corrected, added or rejected one proposal."""

    document_id: int
    proposal_id: int
    state: ProposalState


@dataclass(frozen=True)
class QuestionAnswered:
    """A person answered a question that the reader had asked."""

    document_id: int
    question_id: int


@dataclass(frozen=True)
class Approved:
    """The review is closed: clauses are in force, tasks follow, rules are drafts."""

    document_id: int
    identifier: str
    task_proposals: tuple[int, ...]
    rule_drafts: int


@dataclass(frozen=True)
class Cancelled:
    """The document was withdrawn from the register with a reason (its number stays used)."""

    document_id: int
    reason: str


@dataclass(frozen=True)
class ClauseChanged:
    """A later directive amended, suspended, resumed, repealed or ended a clause."""

    clause_id: int
    verb: ClauseVerb
    state: ClauseState
    by_document_id: int
    effective_on: date
    note: str


@dataclass(frozen=True)
class DecisionUndone:
    """A person took back a decision on a proposal; it stands again as it stood before."""

    document_id: int
    proposal_id: int
    undone: ProposalState
    state: ProposalState | None


@dataclass(frozen=True)
class QuestionReopened:
    """A person took back an answer."""

    document_id: int
    question_id: int


@dataclass(frozen=True)
class OriginalRead:
    """Somebody downloaded the original file; its digest was right."""

    document_id: int
    sha256: str


@dataclass(frozen=True)
class ClauseChangePlanned:
    """A change to a clause was decided that takes effect on a later day."""

    change_id: int
    clause_id: int
    verb: ClauseVerb
    by_document_id: int
    effective_on: date


@dataclass(frozen=True)
class ClauseChangeWithdrawn:
    """A planned change to a clause was called off before its day."""

    change_id: int
    clause_id: int
