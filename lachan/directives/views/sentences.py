"""The record of a document in sentences, for its history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.directives.terms import (
    CLAUSE_VERB_LABELS,
    DECISION_LABELS,
    FIELD_LABELS,
    ClauseVerb,
    ProposalState,
)

_PLAIN = {
    "directives.QuestionAnswered": gettext_lazy("A question was answered"),
    "directives.QuestionReopened": gettext_lazy("An answer was taken back"),
    "directives.DecisionUndone": gettext_lazy("A decision was undone"),
    "directives.Cancelled": gettext_lazy("Cancelled"),
    "directives.OriginalRead": gettext_lazy("The original file was downloaded"),
    "directives.ClauseChangeWithdrawn": gettext_lazy("A planned change was called off"),
}


def sentence_of(entry: Any) -> str:
    """What happened, in words."""
    payload: dict[str, Any] = entry.payload
    if entry.event == "directives.Registered":
        return _("Registered; %(proposals)d proposals, %(questions)d questions") % payload
    if entry.event == "directives.FieldsCorrected":
        names = ", ".join(str(FIELD_LABELS.get(name, name)) for name in payload["after"])
        return _("Header corrected: %(fields)s") % {"fields": names}
    if entry.event == "directives.ProposalDecided":
        state = DECISION_LABELS[ProposalState(payload["state"])]
        return _("Proposal decided: %(state)s") % {"state": str(state).lower()}
    if entry.event == "directives.Approved":
        return _("Approved: %(tasks)d tasks, %(rules)d draft rules") % {
            "tasks": len(payload["task_proposals"]),
            "rules": payload["rule_drafts"],
        }
    if entry.event in ("directives.ClauseChanged", "directives.ClauseChangePlanned"):
        verb = CLAUSE_VERB_LABELS[ClauseVerb(payload["verb"])]
        return _("A later document %(verb)s a clause, from %(day)s") % {
            "verb": verb,
            "day": "/".join(
                str(int(part)) for part in reversed(payload["effective_on"].split("-"))
            ),
        }
    return str(_PLAIN.get(entry.event, entry.event))
