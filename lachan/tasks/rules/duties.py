"""What a repeated duty asks of each day ("mỗi ngày 1 lần, từ 16 giờ đến 17 giờ")."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lachan.core.dates import VIETNAM, day_of

END_OF_DAY = time(23, 59, 59)
# A weekly duty without a named day falls on Friday, a monthly one on the last day: ours, to be
# confirmed; the assigner can change it on the duty.
USUAL_WEEKDAY = 4
# After a long stop of the system older instances are of no use to anybody.
CATCH_UP_DAYS = 31


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """When a duty is due; `until` is inclusive, hours are Vietnamese."""

    every: str
    opens: time | None
    closes: time
    starts_on: date
    ends_on: date | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Instance:
    """One time of a duty."""

    day: date
    opens_at: datetime | None
    due_at: datetime


def due_instances(duty: DutyFacts, day: date) -> list[Instance]:
    """The instances of a duty on one day: none or one."""
    if day < duty.starts_on or (duty.ends_on is not None and day > duty.ends_on):
        return []
    if duty.every == "week":
        weekday = USUAL_WEEKDAY if duty.weekday is None else duty.weekday
        if day.weekday() != weekday:
            return []
    if duty.every == "month" and day.day != monthrange(day.year, day.month)[1]:
        return []
    return [
        Instance(
            day=day,
            opens_at=None if duty.opens is None else _at(day, duty.opens),
            due_at=_at(day, duty.closes),
        )
    ]


def instances_between(duty: DutyFacts, first: date, last: date) -> list[Instance]:
    """The instances of the days from `first` to `last`, both inclusive, the catch-up bounded."""
    first = max(first, last - timedelta(days=CATCH_UP_DAYS))
    days = (last - first).days
    return [
        instance
        for offset in range(days + 1)
        for instance in due_instances(duty, first + timedelta(days=offset))
    ]


def first_day(given_at: datetime, closes: time) -> date:
    """The first day of a duty given at this instant: today, unless today's hour has passed."""
    day = day_of(given_at)
    return day if given_at < _at(day, closes) else day + timedelta(days=1)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)
