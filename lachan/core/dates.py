"""Days and instants as a Vietnamese office counts them. The clock is always an argument."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def day_of(instant: datetime) -> date:
    """The Vietnamese calendar day of an aware instant."""
    return instant.astimezone(VIETNAM).date()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant at which it is this hour of this day in Việt Nam."""
    return datetime.combine(day, time(hour, minute), tzinfo=VIETNAM)


def end_of_day(day: date) -> datetime:
    """The last second of the day in Việt Nam."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=VIETNAM)


def is_working_day(day: date, holidays: Container[date] = ()) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() < 5 and day not in holidays


def working_days_after(instant: datetime, days: int, holidays: Container[date] = ()) -> datetime:
    """The same hour, `days` working days later (Nghị định 30/2020, art. 4: "ngày làm việc")."""
    local = instant.astimezone(VIETNAM)
    left = days
    while left > 0:
        local += timedelta(days=1)
        if is_working_day(local.date(), holidays):
            left -= 1
    return local
