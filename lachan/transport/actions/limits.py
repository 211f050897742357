"""What is said of the numbers of this domain where their next values are set."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from lachan.audit.actions import record
from lachan.core.limit_setting import Numbers
from lachan.transport import events
from lachan.transport.queries.limits import ROWS
from lachan.transport.rules.limits import BOUNDS
from lachan.transport.rules.words import LIMITS
from lachan.transport.terms import Permission

NUMBERS = Numbers(
    rows=ROWS,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the times and numbers of transport."),
    event=events.LimitSet,
    record=record,
)
