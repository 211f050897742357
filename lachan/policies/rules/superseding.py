"""Which versions of a rule still judge, and until when, once later versions are there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lachan.policies.rules.ruleset import Rule


def without_superseded(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each version cut off where a later version of its code begins.

    A version that a later one covers from its first day on is left out. Without this an ended
    rule would come back on the day after its end, by the version before. Sorted by code, version.
    """
    kept: list[Rule] = []
    code, begins = "", None
    for rule in sorted(rules, key=lambda rule: (rule.code, -rule.version)):
        if rule.code != code:
            code, begins = rule.code, None
        if begins is None:
            kept.append(rule)
            begins = rule.valid_from
        elif rule.valid_from < begins:
            until = min(rule.valid_until or begins, begins)
            kept.append(replace(rule, valid_until=until))
            begins = rule.valid_from
    return tuple(sorted(kept, key=lambda rule: (rule.code, rule.version)))
