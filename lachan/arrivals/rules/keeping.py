"""Facts and decisions as they are kept with an arrival: the words of `lachan decide`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from lachan.policies.rules.facts import Decision, Facts
from lachan.policies.rules.reading import facts_of, line_of


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as one line's object; what is unknown is left out."""
    return line_of(facts)


def from_json(line: Mapping[str, Any]) -> Facts:
    """The facts that were kept."""
    return facts_of(dict(line))


def reasons_of(decision: Decision) -> list[dict[str, str]]:
    """Rule, clause and words of each reason."""
    return [asdict(reason) for reason in decision.reasons]


def phases_of(decision: Decision) -> list[dict[str, str | None]]:
    """The phases after the measure: measure, first and last day."""
    return [
        {
            "measure": str(span.measure),
            "from": span.since.isoformat() if span.since else None,
            "until": span.until.isoformat() if span.until else None,
        }
        for span in decision.then
    ]


def milder_of(decision: Decision) -> list[dict[str, str]]:
    """Milder rules that the person might ask about, and why each does not hold."""
    return [{key: str(value) for key, value in asdict(rule).items()} for rule in decision.not_met]


def last_day_of(decision: Decision) -> date | None:
    """The last day of the last phase; None when it is open or nothing ends."""
    ends = [decision.until, *(span.until for span in decision.then)]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None
