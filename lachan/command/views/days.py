"""Days in addresses, and the links by which the desk walks from day to day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from lachan.core.dates import day_of
from lachan.core.http import Request


class DayConverter:
    """A day in an address: `2021-09-15`."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


def chosen_day(request: Request) -> date:
    """The day in the address, or today when there is none that can be read."""
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return day_of(request.now)


def around(request: Request, day: date) -> dict[str, Any]:
    """The day with its neighbours; there is no report of a day to come."""
    today = day_of(request.now)
    return {
        "day": day,
        "today": today,
        "is_today": day == today,
        "day_before": day - timedelta(days=1),
        "day_after": day + timedelta(days=1) if day < today else None,
    }
