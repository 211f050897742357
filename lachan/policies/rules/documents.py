"""One rule or area as the document of the format has it, and back."""

from __future__ import annotations

from typing import Any

from lachan.policies.rules.ruleset import FORMAT, Area, Rule, RuleSet


def rule_of(document: Any) -> Rule:
    """The rule of one entry of `rules`; raises NotRules naming the field."""
    return RuleSet.from_json({"format": FORMAT, "rules": [document]}).rules[0]


def rule_document(rule: Rule) -> dict[str, Any]:
    """The entry of `rules` that this rule is."""
    document: dict[str, Any] = RuleSet(rules=(rule,)).to_json()["rules"][0]
    return document


def area_of(document: Any) -> Area:
    """The area of one entry of `areas`; raises NotRules naming the field."""
    return RuleSet.from_json({"format": FORMAT, "areas": [document]}).areas[0]
