"""Between which values a number of this domain is sensible."""

from __future__ import annotations

from lachan.contacts.terms import LimitName
from lachan.core.limits import Bounds

BOUNDS = {
    LimitName.FIRST_CALL_MINUTES: Bounds(10, 1440),
    LimitName.RETRY_MINUTES: Bounds(5, 720),
    LimitName.OWN_TRIES: Bounds(1, 20),
    LimitName.OTHER_TRIES: Bounds(1, 20),
    LimitName.VISIT_TRIES: Bounds(1, 10),
    LimitName.VISIT_HOURS: Bounds(1, 72),
    LimitName.POLICE_HOURS: Bounds(1, 72),
    LimitName.LOST_DAYS: Bounds(1, 14),
}
