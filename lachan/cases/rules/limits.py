"""Between which values a duration of this domain is sensible."""

from __future__ import annotations

from lachan.cases.terms import LimitName
from lachan.core.limits import Bounds

BOUNDS = {
    LimitName.RE_POSITIVE_DAYS: Bounds(1, 365),
    LimitName.SOURCE_HOURS: Bounds(1, 720),
}
