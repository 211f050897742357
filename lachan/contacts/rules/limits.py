"""Between which values a number of this domain is sensible."""

from __future__ import annotations

from lachan.contacts.terms import LimitName
from lachan.core.limits import Bounds

BOUNDS = {LimitName.FIRST_CALL_MINUTES: Bounds(5, 1440)}
