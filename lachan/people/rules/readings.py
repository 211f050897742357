"""When somebody looks at unusually many persons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Limit:
    """How many persons a day are usual, from a day on until another (exclusive) or for good."""

    persons_a_day: int
    valid_from: date
    valid_until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class DayOfReading:
    """What one user looked at on one day."""

    reader_id: int | None
    reader_name: str
    day: date
    persons: int
    pages: int
    is_unusual: bool = False


def limit_on(limits: Iterable[Limit], day: date) -> Limit | None:
    """The limit in force on a day: the one that began last; None where there is none."""
    fitting = [
        limit
        for limit in limits
        if limit.valid_from <= day and (limit.valid_until is None or day < limit.valid_until)
    ]
    return max(fitting, key=lambda limit: limit.valid_from, default=None)


def judged(days: Sequence[DayOfReading], limits: Sequence[Limit]) -> list[DayOfReading]:
    """The days, each with whether it went beyond the limit of that day."""
    result = []
    for day in days:
        limit = limit_on(limits, day.day)
        unusual = limit is not None and day.persons > limit.persons_a_day
        result.append(
            DayOfReading(day.reader_id, day.reader_name, day.day, day.persons, day.pages, unusual)
        )
    return result
