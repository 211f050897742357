"""The act of the night: an area is named, from an hour on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.policies.actions.areas import named_area
from lachan.policies.actions.rules import draft_rule, later_version
from lachan.policies.models import RuleVersion
from lachan.policies.rules.documents import rule_document
from lachan.policies.terms import RuleState


@transaction.atomic
def name_areas(
    actor: Actor,
    rule_id: int,
    places: Sequence[str],
    *,
    effective_at: datetime,
    reaches_back_to: datetime | None = None,
    stayed_since: date | None = None,
    document: str,
    words: str,
    now: datetime,
) -> RuleVersion:
    """Draft the next version of a rule in force, with these units (paths) added to its areas.

    It holds for whoever comes from `effective_at` on, and backwards for those who came since
    `reaches_back_to`. Its source is the new document and the one that it adds to: those who come
    from the areas named before are still judged by that. A second person puts it in force. Raises
    Refused for a unit that is not there, or that the rule names already.
    """
    base = RuleVersion.objects.filter(pk=rule_id, state=RuleState.IN_FORCE).first()
    if base is None:
        raise Refused(_("The rule is not in force."))
    rule = base.snapshot()
    if later_version(base) is not None:
        raise Refused(_("A later version of the rule is in force: name the area there."))
    keys = [named_area(place).key for place in places]
    added = [key for key in dict.fromkeys(keys) if key not in rule.conditions.origins]
    if not added:
        raise Refused(_("The rule names these areas already."))
    if rule.conditions.from_abroad or not rule.conditions.origins:
        raise Refused(_("The rule holds for no list of areas."))
    made = replace(
        rule,
        valid_from=effective_at,
        reaches_back_to=reaches_back_to,
        conditions=replace(
            rule.conditions,
            origins=(*rule.conditions.origins, *added),
            stayed_since=stayed_since or rule.conditions.stayed_since,
        ),
        source=replace(
            rule.source,
            document=f"{document}; {rule.source.document}",
            clause="",
            words=_added(words, rule.source.words),
            span=None,
            confirmed=True,
        ),
    )
    return draft_rule(actor, rule_document(made), now=now, clause=None)


def _added(words: str, before: str) -> str:
    """The new words with those they add to, which still hold."""
    if not before:
        return words
    return _("%(words)s (added to: “%(before)s”)") % {"words": words, "before": before}
