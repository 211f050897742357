"""The preview of a draft: the comings of the last 30 days, decided without it and with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from lachan.core.actor import Actor
from lachan.policies.models import RuleVersion
from lachan.policies.queries.rules import area_document, rules_in_force
from lachan.policies.rules.previewing import Preview, preview, with_rule

LOOK_BACK = timedelta(days=30)


def preview_of(actor: Actor, row: RuleVersion, now: datetime) -> Preview:
    """Whom the draft would have changed among those who came in the last 30 days, in sight.

    Persons come by the door that the configuration names (`PERSONS_DECIDED`): rules do not know
    the domains above them. Decided as known when the rule will hold, or now if that is later.
    """
    at = max(now, row.valid_from)
    before = rules_in_force(row.path, now)
    after = with_rule(before, row.snapshot(), [area_document(area) for area in row.areas.all()])
    found = import_string(settings.PERSONS_DECIDED)(actor, row.path, now - LOOK_BACK, now)
    return preview(((path, facts) for path, facts, _ in found), before, after, at)
