"""Between which values a number of this domain is sensible."""

from __future__ import annotations

from lachan.arrivals.terms import LimitName
from lachan.core.limits import Bounds

# A personal code holds no longer than the month after the one in which its key signs.
BOUNDS = {
    LimitName.JOIN_HOURS: Bounds(1, 168),
    LimitName.SEND_HOURS: Bounds(1, 72),
    LimitName.RECEIVE_HOURS: Bounds(1, 72),
    LimitName.RERUN_DAYS: Bounds(1, 120),
    LimitName.PASS_DAYS: Bounds(1, 31),
    LimitName.DECLARATIONS_BY_DEVICE: Bounds(1, 1000),
    LimitName.DECLARATIONS_BY_ADDRESS: Bounds(10, 100_000),
    LimitName.LOOKUPS_BY_DEVICE: Bounds(1, 1000),
    LimitName.LOOKUPS_BY_ADDRESS: Bounds(10, 100_000),
}
