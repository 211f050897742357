"""Words of directives."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


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


# The kinds, worlds, and urgencies of docs/formats.md; the field's own words are their names.
KINDS = (
    *("công văn", "công điện", "chỉ thị", "quyết định", "nghị quyết", "thông báo", "kế hoạch"),
    *("hướng dẫn", "báo cáo", "tin tức"),
)
URGENCIES = ("hỏa tốc", "thượng khẩn", "khẩn")
WORLDS = ("party", "state")
RELATIONS = ("before", "by", "on", "from", "during")
PRECISIONS = ("minute", "hour", "half-day", "day", "month")
INTERVALS = ("day", "week", "month")
MEASURES = (*("centralised_quarantine", "home_quarantine", "health_monitoring", "declare", "test"),)

WORLD_LABELS = {"party": _("Party"), "state": _("The State")}
STATE_LABELS = {
    DocumentState.IN_REVIEW: _("In review"),
    DocumentState.APPROVED: _("Approved"),
    DocumentState.CANCELLED: _("Cancelled"),
}
PROPOSAL_LABELS = {
    ProposalKind.TASK: _("Task"),
    ProposalKind.RULE: _("Rule"),
    ProposalKind.CITATION: _("Citation"),
    ProposalKind.FIGURE: _("Figure"),
}
DECISION_LABELS = {
    ProposalState.PROPOSED: _("Proposed"),
    ProposalState.ACCEPTED: _("Accepted"),
    ProposalState.CORRECTED: _("Corrected"),
    ProposalState.ADDED: _("Added"),
    ProposalState.REJECTED: _("Rejected"),
}
CLAUSE_STATE_LABELS = {
    ClauseState.IN_FORCE: _("In force"),
    ClauseState.SUSPENDED: _("Suspended"),
    ClauseState.REPEALED: _("Repealed"),
    ClauseState.ENDED: _("Ended"),
}
CLAUSE_VERB_LABELS = {
    ClauseVerb.AMENDS: _("amends"),
    ClauseVerb.SUSPENDS: _("suspends"),
    ClauseVerb.RESUMES: _("resumes"),
    ClauseVerb.REPEALS: _("repeals"),
    ClauseVerb.ENDS: _("ends"),
}
RELATION_LABELS = {
    "before": _("before"),
    "by": _("at the latest"),
    "on": _("on"),
    "from": _("from"),
    "during": _("during"),
}
PRECISION_LABELS = {
    "minute": _("to the minute"),
    "hour": _("to the hour"),
    "half-day": _("half a day"),
    "day": _("day"),
    "month": _("month"),
}
INTERVAL_LABELS = {"day": _("every day"), "week": _("every week"), "month": _("every month")}
MEASURE_LABELS = {
    "centralised_quarantine": _("Centralised quarantine"),
    "home_quarantine": _("Home quarantine"),
    "health_monitoring": _("Health monitoring"),
    "declare": _("Health declaration"),
    "test": _("Testing"),
}
FIELD_LABELS = {
    "kind": _("Kind"),
    "world": _("System"),
    "identifier": _("Number and symbol"),
    "number": _("Number"),
    "symbol": _("Symbol"),
    "issuer": _("Issuer"),
    "place": _("Place"),
    "issued_on": _("Date of issue"),
    "urgency": _("Urgency"),
    "subject": _("Subject"),
    "addressees": _("Addressees"),
    "copies": _("Copies to"),
    "signers": _("Signed by"),
}

# What the reader may ask about: header fields, and what it reads inside of the text.
ABOUT_LABELS = {
    **FIELD_LABELS,
    "text": _("Text of the document"),
    "due": _("Deadline"),
    "date": _("Date"),
    "lead": _("Lead"),
    "tasks": _("Tasks"),
    "rules": _("Rules"),
    "cites": _("Citation"),
    "figures": _("Figures"),
}
