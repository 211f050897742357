"""Set the next value of a number of this domain."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.limits import faults
from lachan.core.refused import refuse_if
from lachan.core.text import normal
from lachan.tracing import events
from lachan.tracing.models import TracingLimit
from lachan.tracing.rules.limits import BOUNDS
from lachan.tracing.terms import LimitName, Permission


def set_limit(
    actor: Actor, name: LimitName, value: int, valid_from: date, source: str, *, now: datetime
) -> TracingLimit:
    """The number has this value from the day on, by this document; earlier days keep theirs."""
    home = paths.join(settings.PROVINCE)
    refuse_if(
        []
        if actor.may(Permission.SET_LIMITS, home)
        else [_("You may not set the times and numbers of tracing.")]
    )
    wrong = faults(
        value=value,
        bounds=BOUNDS[name],
        valid_from=valid_from,
        source=source,
        today=day_of(now),
    )
    refuse_if(wrong.values())
    with transaction.atomic():
        row, is_new = TracingLimit.objects.get_or_create(
            name=name, valid_from=valid_from, defaults={"value": value, "source": normal(source)}
        )
        refuse_if(
            []
            if is_new
            else [_("A value of this number begins on that day already; choose another day.")]
        )
        record(
            events.LimitSet(limit=str(name), value=value, valid_from=valid_from, source=row.source),
            actor=actor,
            path=home,
            subject=row,
        )
    return row
