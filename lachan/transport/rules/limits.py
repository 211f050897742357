"""Between which values a number of this domain is sensible."""

from __future__ import annotations

from lachan.core.limits import Bounds
from lachan.transport.terms import LimitName

BOUNDS = {
    LimitName.STAY_HOURS: Bounds(1, 240),
    LimitName.NEW_ENTRY_HOURS: Bounds(1, 72),
    LimitName.ROWS_APART: Bounds(1, 20),
    LimitName.FOUND_TRIP_HOURS: Bounds(1, 72),
}
