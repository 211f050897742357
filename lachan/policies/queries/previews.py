"""The preview of a draft or an end: the comings of the last 30 days, decided before and after."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from lachan.core.actor import Actor
from lachan.policies.models import RuleVersion
from lachan.policies.queries.rules import area_document, rules_in_force
from lachan.policies.rules.previewing import Preview, preview, with_end, with_rule, without_rule

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


def preview_of_end(actor: Actor, row: RuleVersion, until: datetime, now: datetime) -> Preview:
    """Whom the end of a rule in force would have changed among those who came in 30 days, in sight.

    An end in the past changes those who came after it. One that is still to come changes nobody who
    is here: they are decided as if the rule had never been, as those will be who come next.
    """
    before = rules_in_force(row.path, now)
    ended = until <= now
    after = with_end(before, row.snapshot(), until) if ended else without_rule(before, row.code)
    found = import_string(settings.PERSONS_DECIDED)(actor, row.path, now - LOOK_BACK, now)
    return preview(((path, facts) for path, facts, _ in found), before, after, now)
