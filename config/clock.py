"""What time it is: now, or a past day being played.

A played clock stands at `LACHAN_TODAY` when it is set and runs on at normal speed, so that the
documents of 2021 can be lived through. When it was set is kept beside the data, so that every
process, and a later start, reads the same time. Only doors, the record and the schedule ask the
clock; actions, queries and rules are told the time.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from lachan.core.dates import VIETNAM

FILE = "clock.json"


def now() -> datetime:
    """The present instant in Vietnamese time."""
    real = datetime.now(VIETNAM)
    if not settings.CLOCK_STARTS_AT:
        return real
    return instant(settings.CLOCK_STARTS_AT) + (real - instant(settings.CLOCK_SET_AT))


def instant(words: str) -> datetime:
    """An ISO 8601 instant; without an offset it is Vietnamese time."""
    found = datetime.fromisoformat(words)
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def play(starts_at: str, home: Path) -> None:
    """Set the clock to an instant, for this process, its children and later starts."""
    setting = {
        "LACHAN_TODAY": instant(starts_at).isoformat(),
        "LACHAN_TODAY_SET_AT": datetime.now(UTC).isoformat(),
    }
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_text(json.dumps(setting))
    os.environ.update(setting)


def resume(home: Path) -> None:
    """Go on with a clock that was set earlier, unless the environment says otherwise."""
    kept = home / FILE
    if "LACHAN_TODAY" not in os.environ and kept.exists():
        os.environ.update(json.loads(kept.read_text()))
    if os.environ.get("LACHAN_TODAY"):
        os.environ.setdefault("LACHAN_TODAY_SET_AT", datetime.now(UTC).isoformat())
