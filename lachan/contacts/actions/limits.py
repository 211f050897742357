"""Set the next value of a number of this domain."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.models import ContactLimit
from lachan.contacts.queries.limits import limit_lines
from lachan.contacts.rules.follow_up_words import LIMITS
from lachan.contacts.rules.limits import BOUNDS
from lachan.contacts.terms import LimitName, Permission
from lachan.core.actor import Actor
from lachan.core.limit_setting import Numbers, set_number

NUMBERS = Numbers(
    model=ContactLimit,
    names=LimitName,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the numbers of contacts."),
    event=events.LimitSet,
    record=record,
    lines=limit_lines,
)


def set_limit(
    actor: Actor, name: LimitName, value: int, valid_from: date, source: str, *, now: datetime
) -> ContactLimit:
    """The number has this value from the day on, by this document; earlier days keep theirs."""
    row: ContactLimit = set_number(NUMBERS, actor, name, value, valid_from, source, now=now)
    return row
