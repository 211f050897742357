"""What is said of the numbers of this domain where their next values are set."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from lachan.arrivals import events
from lachan.arrivals.queries.limits import ROWS
from lachan.arrivals.rules.limits import BOUNDS
from lachan.arrivals.rules.words import LIMITS
from lachan.arrivals.terms import Permission
from lachan.audit.actions import record
from lachan.core.limit_setting import Numbers

NUMBERS = Numbers(
    rows=ROWS,
    words=LIMITS,
    bounds=BOUNDS,
    permission=Permission.SET_LIMITS,
    forbidden=gettext_lazy("You may not set the durations and limits of the province."),
    event=events.LimitSet,
    record=record,
)
