"""Set the next value of a number of this domain."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from lachan.arrivals import events
from lachan.arrivals.models import ArrivalLimit
from lachan.arrivals.queries.limits import limit_lines
from lachan.arrivals.rules.limits import BOUNDS
from lachan.arrivals.rules.words import LIMITS
from lachan.arrivals.terms import LimitName, Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.limit_setting import Numbers, set_number

NUMBERS = Numbers(
    model=ArrivalLimit,
    names=LimitName,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the durations and limits of the province."),
    event=events.LimitSet,
    record=record,
    lines=limit_lines,
)


def set_limit(
    actor: Actor, name: LimitName, value: int, valid_from: date, source: str, *, now: datetime
) -> ArrivalLimit:
    """The number has this value from the day on, by this document; earlier days keep theirs."""
    row: ArrivalLimit = set_number(NUMBERS, actor, name, value, valid_from, source, now=now)
    return row
