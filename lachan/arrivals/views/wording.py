"""A decision and a watch in words, for every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lachan.arrivals.rules.words import (
    MEASURE_TONES,
    MEASURES,
    STATE_TONES,
    STATES,
    UNDETERMINED,
    UNMET,
    missing_words,
)
from lachan.policies.terms import Who


def decision_lines(row: Any, named: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What a coming, or one of its decisions, says: measure, days, tests, reasons, what misses.

    `named` are the rules that the reasons name: where they are in sight a reason leads to its rule
    and says the document.
    """
    tone, shape = MEASURE_TONES.get(row.measure, ("warn", "empty"))
    return {
        "measure": row.measure,
        "name": MEASURES.get(row.measure, UNDETERMINED),
        "tone": "warn" if row.undetermined and tone in ("ok", "info") else tone,
        "shape": shape,
        "since": row.since,
        "until": row.until,
        "test_days": list(row.test_days),
        "reasons": [_reason(one, (named or {}).get(one["rule"])) for one in row.reasons],
        "phases": [
            {
                "name": MEASURES.get(phase["measure"], UNDETERMINED),
                "since": day_of_words(phase["from"]),
                "until": day_of_words(phase["until"]),
            }
            for phase in row.phases
        ],
        "milder": [
            {"words": rule["words"], "clause": rule["clause"], "why": UNMET[rule["why"]]}
            for rule in row.milder
        ],
        "whole_household": row.who == Who.HOUSEHOLD,
        "missing": list(dict.fromkeys(str(missing_words(name)) for name in row.undetermined)),
    }


def _reason(reason: dict[str, str], rule: Any) -> dict[str, str]:
    if rule is None:
        return reason | {"url": "", "document": ""}
    url = reverse("policies:rule", args=[rule.pk])
    return reason | {"url": url, "document": rule.snapshot().source.document}


def day_of_words(text: str | None) -> date | None:
    """A day as it is kept in JSON."""
    return date.fromisoformat(text) if text else None


def state_badge(state: str) -> dict[str, Any]:
    """The state of a watch as a badge."""
    tone, shape = STATE_TONES[state]
    return {"name": STATES[state], "tone": tone, "shape": shape}


def measure_words(row: Any) -> str:
    """The measure and its days on one line, for exports and paper."""
    name = str(MEASURES.get(row.measure, UNDETERMINED))
    if row.until:
        return _("%(measure)s until %(day)s") % {"measure": name, "day": day_words(row.until)}
    return name


def day_words(day: date | None) -> str:
    """A day as it is written here."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def place_words(path: str, names: Mapping[str, str]) -> str:
    """The name of a unit; where none is known its path."""
    return names.get(path, path)
