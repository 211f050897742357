"""Between which values a number of this domain is sensible."""

from __future__ import annotations

from lachan.core.limits import Bounds
from lachan.tracing.terms import LimitName

BOUNDS = {
    LimitName.LOOK_BACK_DAYS: Bounds(1, 60),
    LimitName.USUAL_STAY_MINUTES: Bounds(15, 720),
    LimitName.FORM_HOURS: Bounds(1, 336),
    LimitName.FORM_ATTEMPTS: Bounds(1, 50),
    LimitName.LEAST_MEETING_MINUTES: Bounds(1, 240),
    LimitName.LATENCY_HOURS: Bounds(0, 240),
    LimitName.LEVELS: Bounds(1, 9),
    LimitName.MAX_INCUBATION_DAYS: Bounds(1, 60),
    LimitName.SERIAL_BEFORE_DAYS: Bounds(0, 30),
    LimitName.SERIAL_AFTER_DAYS: Bounds(1, 90),
    LimitName.SERIAL_USUAL_DAYS: Bounds(1, 30),
}
