"""Which of the rules that a person meets hold, and which of two is the stricter."""

from __future__ import annotations

from collections.abc import Iterable

from lachan.policies.rules.ruleset import Authority, Rule
from lachan.policies.terms import Measure, Who

RANKS = {measure: rank for rank, measure in enumerate(Measure)}
# Longer than any measure: until further notice.
_OPEN = 100_000


def strictness(rule: Rule) -> tuple[int, ...]:
    """A key that grows with strictness: measure, days, days of all phases, tests, household."""
    first = _OPEN if rule.days is None else rule.days
    phases = [_OPEN if phase.days is None else phase.days for phase in rule.then]
    return (
        RANKS[rule.measure],
        first,
        first + sum(phases),
        len(rule.test_days),
        int(rule.who is Who.HOUSEHOLD),
    )


def holding(met: Iterable[Rule]) -> list[Rule]:
    """Of the rules that a person meets those that hold, the deciding one first.

    First the province's displace the Ministry's on the same topic; then rules displace those that
    they name; then the more specific the general; then the strictest stands first.
    """
    rules = sorted(met, key=lambda rule: rule.name)
    own = {rule.topic for rule in rules if rule.authority is Authority.PROVINCE}
    rules = [r for r in rules if r.authority is Authority.PROVINCE or r.topic not in own]
    kept = [rule for rule in rules if not any(_is_replaced(rule, by) for by in rules)]
    # Rules that replace each other in a ring displace nobody.
    rules = kept or rules
    rules = [rule for rule in rules if not any(_displaces(by, rule) for by in rules)]
    return sorted(rules, key=lambda rule: ([-part for part in strictness(rule)], rule.name))


def _is_replaced(rule: Rule, by: Rule) -> bool:
    return rule.code in by.replaces and by.code not in rule.replaces and by.code != rule.code


def _displaces(rule: Rule, general: Rule) -> bool:
    """A more specific rule displaces the general one; one for failing something only upwards."""
    if not is_more_specific(rule, general):
        return False
    return not _asks_for_lack(rule) or strictness(rule) >= strictness(general)


# Answers about pairs of rules, by identity: the same few pairs are compared for every person.
_COMPARED: dict[tuple[int, int], tuple[Rule, Rule, bool]] = {}


def is_more_specific(rule: Rule, general: Rule) -> bool:
    """Whether the rule holds for fewer people than the general one, seen from its conditions."""
    known = _COMPARED.get((id(rule), id(general)))
    if known is None or known[0] is not rule or known[1] is not general:
        if len(_COMPARED) > 20_000:
            _COMPARED.clear()
        known = rule, general, _is_narrower(rule, general)
        _COMPARED[id(rule), id(general)] = known
    return known[2]


def _is_narrower(rule: Rule, general: Rule) -> bool:
    if rule.topic is not general.topic or rule.authority is not general.authority:
        return False
    mine, theirs = _kinds(rule), _kinds(general)
    if not mine >= theirs:
        return False
    narrower = mine > theirs
    for own, other in (
        (set(rule.conditions.origins), set(general.conditions.origins)),
        (set(rule.conditions.contact_levels), set(general.conditions.contact_levels)),
    ):
        if other and not own <= other:
            return False
        narrower = narrower or (bool(other) and own < other)
    return narrower


def _kinds(rule: Rule) -> set[str]:
    asked = rule.conditions
    windows = (asked.stayed_since, asked.stayed_until, asked.stayed_within_days)
    kinds = {
        "origins": bool(asked.origins),
        "stayed": any(window is not None for window in windows),
        "abroad": asked.from_abroad is not None,
        "arrived": asked.arrived_from is not None or asked.arrived_until is not None,
        "levels": bool(asked.contact_levels),
        "vaccinated": asked.vaccinated is not None,
        "recovered": asked.recovered is not None,
        "tested": asked.tested is not None,
        "cohort": bool(asked.cohort),
    }
    return {kind for kind, is_asked in kinds.items() if is_asked}


def _asks_for_lack(rule: Rule) -> bool:
    asked = rule.conditions
    return any(part and not part.met for part in (asked.vaccinated, asked.recovered, asked.tested))
