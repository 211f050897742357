"""What is wrong with a rule as it is written, and why it cannot be put in force yet."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from lachan.policies.rules.ruleset import Authority, Rule
from lachan.policies.terms import Measure, RuleState

_CODE = re.compile(r"^[a-z0-9][a-z0-9-]{1,79}$")
_NO_DAYS = {Measure.NONE, Measure.DECLARE, Measure.TEST}
LONGEST = 366


def obstacles_to_rule(rule: Rule) -> list[str]:
    """Why the rule cannot be kept as it is written; empty when it can."""
    reasons = []
    if not _CODE.match(rule.code):
        reasons.append(_("The code holds small letters, digits and hyphens only."))
    if not rule.title.strip():
        reasons.append(_("Say in one line what the rule is."))
    if not rule.source.document.strip():
        reasons.append(_("Name the document that orders it."))
    if rule.valid_until is not None and rule.valid_until <= rule.valid_from:
        reasons.append(_("The rule would end before it begins."))
    if rule.authority is Authority.PROVINCE and not rule.territory:
        reasons.append(_("A province's rule needs its territory."))
    if rule.territory and len(rule.territory.strip("/").split("/")) > 1:
        reasons.append(_("Ministry and province make rules; a district or commune may not."))
    spans = [rule.days, *(phase.days for phase in rule.then)]
    if any(days is not None and not 0 < days <= LONGEST for days in spans):
        reasons.append(_("Days are from 1 to 366."))
    if any(not 0 <= day <= LONGEST for day in rule.test_days):
        reasons.append(_("Test days are from 0 to 366."))
    if rule.measure in _NO_DAYS and rule.then:
        reasons.append(_("A measure without days cannot be followed by another."))
    since, until = rule.conditions.stayed_since, rule.conditions.stayed_until
    if since and until and until < since:
        reasons.append(_("The stay would end before it begins."))
    return [str(reason) for reason in reasons]


def obstacles_to_force(
    *,
    state: RuleState,
    drafted_by: int | None,
    approver: int | None,
    has_seen_preview: bool,
    open_questions: int,
    is_overtaken: bool = False,
) -> list[str]:
    """Why a draft cannot be put in force now; empty when it can."""
    reasons = []
    if state is not RuleState.DRAFT:
        reasons.append(_("This version is no draft any more."))
    if drafted_by is not None and drafted_by == approver:
        reasons.append(_("A second person puts a rule in force: you wrote this one."))
    if open_questions:
        reasons.append(_("Questions of the draft are open."))
    if is_overtaken:
        reasons.append(_("Another version was put in force since this was written: write it anew."))
    if not has_seen_preview:
        reasons.append(_("Look first at whom it would have changed."))
    return [str(reason) for reason in reasons]
