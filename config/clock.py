"""What time it is: now, or a past day being played.

With `LACHAN_TODAY` the clock starts at that instant when the server starts and runs on at normal
speed, so that the documents of 2021 can be lived through. Only doors and schedules ask the clock;
actions, queries and rules are told the time.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings

from lachan.core.dates import VIETNAM


@lru_cache(maxsize=1)
def _offset(starts_at: str) -> timedelta:
    """How far the played clock is from the real one, fixed at first use."""
    start = datetime.fromisoformat(starts_at)
    if start.tzinfo is None:
        start = start.replace(tzinfo=VIETNAM)
    return start - datetime.fromtimestamp(time.time(), UTC)


def now() -> datetime:
    """The present instant in Vietnamese time."""
    real = datetime.now(VIETNAM)
    return real + _offset(settings.CLOCK_STARTS_AT) if settings.CLOCK_STARTS_AT else real
