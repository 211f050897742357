"""What is said of the numbers of this domain where their next values are set."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.queries.limits import ROWS
from lachan.contacts.rules.follow_up_words import LIMITS
from lachan.contacts.rules.limits import BOUNDS
from lachan.contacts.terms import Permission
from lachan.core.limit_setting import Numbers

NUMBERS = Numbers(
    rows=ROWS,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the numbers of contacts."),
    event=events.LimitSet,
    record=record,
)
