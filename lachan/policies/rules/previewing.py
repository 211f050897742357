"""Whom a rule would have changed: the same persons decided without it and with it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from lachan.policies.rules.decide import decide, decide_further
from lachan.policies.rules.facts import Decision, Facts
from lachan.policies.rules.ruleset import Area, Rule, RuleSet
from lachan.policies.rules.superseding import without_superseded
from lachan.policies.terms import Measure

EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One person's example: the unit that watches, before and after."""

    path: str
    before: Decision
    after: Decision


@dataclass(frozen=True)
class Preview:
    """`looked_at` persons of the last days; `turns` counts (before, after) where they differ.

    A turn's None is "undetermined". `by_path` counts changes by commune. `digest` tells this
    preview from any other: whoever puts the rule in force must have seen this one.
    """

    looked_at: int
    changed: int
    turns: tuple[tuple[Measure | None, Measure | None, int], ...]
    by_path: tuple[tuple[str, int], ...]
    examples: tuple[Change, ...] = field(default=())
    digest: str = ""


def with_rule(rules: RuleSet, rule: Rule, areas: Iterable[Area]) -> RuleSet:
    """The set as it will be when the rule is in force."""
    known = {area.key: area for area in (*rules.areas, *areas)}
    return replace(
        rules,
        rules=without_superseded([*rules.rules, rule]),
        areas=tuple(known[key] for key in sorted(known)),
        version=f"{rules.version}+{rule.name}",
    )


def with_end(rules: RuleSet, rule: Rule, until: datetime) -> RuleSet:
    """The set as it will be when the rule has ended at `until`: as a next version that is over."""
    ended = replace(rule, version=rule.version + 1, valid_until=until)
    found = with_rule(rules, ended, ())
    return replace(found, version=f"{found.version}-{until.isoformat()}")


def without_rule(rules: RuleSet, code: str) -> RuleSet:
    """The set as if no version of the rule had ever been."""
    kept = tuple(rule for rule in rules.rules if rule.code != code)
    return replace(rules, rules=kept, version=f"{rules.version}-{code}")


def seen_for(digest: str, until: datetime) -> str:
    """What is kept of a look at an end: that preview, for that instant and no other."""
    return hashlib.sha256(f"{digest}|{until.astimezone(UTC).isoformat()}".encode()).hexdigest()


def preview(
    persons: Iterable[tuple[str, Facts]], before: RuleSet, after: RuleSet, at: datetime
) -> Preview:
    """Decide everyone by both sets, as known at `at`, and count what differs."""
    looked_at = 0
    turns: Counter[tuple[Measure | None, Measure | None]] = Counter()
    by_path: Counter[str] = Counter()
    examples: list[Change] = []
    for path, facts in persons:
        looked_at += 1
        old = decide(facts, before, at)
        new = decide_further(facts, after, at, measure=old.measure or "", since=old.since)
        if _told(old) == _told(new):
            continue
        turns[_measure(old), _measure(new)] += 1
        by_path[path] += 1
        if len(examples) < EXAMPLES:
            examples.append(Change(path, old, new))
    listed = tuple((old, new, number) for (old, new), number in turns.most_common())
    seen = f"{after.version}|{looked_at}|{listed}|{sorted(by_path.items())}"
    return Preview(
        looked_at=looked_at,
        changed=sum(turns.values()),
        turns=listed,
        by_path=tuple(by_path.most_common()),
        examples=tuple(examples),
        digest=hashlib.sha256(seen.encode()).hexdigest(),
    )


def _told(decision: Decision) -> tuple[object, ...]:
    """What the person would notice."""
    return (
        *(decision.measure, decision.since, decision.until, decision.test_days),
        *(decision.then, decision.who, bool(decision.undetermined)),
    )


def _measure(decision: Decision) -> Measure | None:
    return None if decision.undetermined else decision.measure
