"""Words of directives."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "directives.read"
    REGISTER = "directives.register"
    REVIEW = "directives.review"
    APPROVE = "directives.approve"


class DocumentState(StrEnum):
    """Life of an incoming document here: read by the machine, reviewed by people, approved."""

    IN_REVIEW = "in_review"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class ProposalKind(StrEnum):
    TASK = "task"
    RULE = "rule"
    CITATION = "citation"
    FIGURE = "figure"


class ProposalState(StrEnum):
    """What a person made of the machine's proposal; ADDED is the person's own."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"


STANDING = frozenset({ProposalState.ACCEPTED, ProposalState.CORRECTED, ProposalState.ADDED})


class Answer(StrEnum):
    """How a question of the reader was closed."""

    GIVEN = "given"
    UNKNOWN = "unknown"


class ClauseState(StrEnum):
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    REPEALED = "repealed"
    ENDED = "ended"


class ClauseVerb(StrEnum):
    """What a later directive does to a clause."""

    AMENDS = "amends"
    SUSPENDS = "suspends"
    RESUMES = "resumes"
    REPEALS = "repeals"
    ENDS = "ends"
