"""What the rules in force ask of a contact, by the level and the last day of exposure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lachan.policies.rules.decide import decide
from lachan.policies.rules.facts import Facts
from lachan.policies.rules.ruleset import RuleSet
from lachan.policies.terms import Measure


@dataclass(frozen=True)
class Need:
    """A measure with its days, the days of tests, and the rule that says so.

    `until` is the last day of the measure, `follow_until` that of the last phase after it; either
    is None where the rule names no end. `undetermined` names facts that could change the answer.
    """

    measure: str
    since: date | None
    until: date | None
    follow_until: date | None
    test_days: tuple[date, ...]
    rule: str
    clause: str
    words: str
    undetermined: tuple[str, ...]


def need(level: int | None, last_exposed_at: datetime, rules: RuleSet, at: datetime) -> Need | None:
    """What is asked of a contact at this level (None: undetermined); None where nothing is."""
    # Rules about arrivals are asked when somebody arrives, not here.
    facts = Facts(stays=(), contact_level=level, last_exposure_at=last_exposed_at)
    decision = decide(facts, rules, at)
    if decision.measure in (None, Measure.NONE):
        return None
    ends = [decision.until, *(span.until for span in decision.then)]
    reason = decision.reasons[0] if decision.reasons else None
    return Need(
        measure=str(decision.measure),
        since=decision.since,
        until=decision.until,
        follow_until=None if None in ends else max(end for end in ends if end),
        test_days=decision.test_days,
        rule=reason.rule if reason else "",
        clause=reason.clause if reason else "",
        words=reason.words if reason else "",
        undetermined=decision.undetermined,
    )
