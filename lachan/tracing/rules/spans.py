"""From when to when, as people tell it: the morning, 7:30 to 9:00, or a beginning alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from lachan.core.dates import VIETNAM, at
from lachan.tracing.terms import Precision

_CLOCK = re.compile(r"^(\d{1,2})(?:\s*(?:[:hg.]|giờ)\s*(\d{1,2})?)?\s*(?:phút|p)?$", re.IGNORECASE)


class Part(StrEnum):
    """A part of the day, for those who do not remember the hour."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    WHOLE_DAY = "whole_day"


# First hour, and the hour at which it ends; above 24 is of the day after.
PART_HOURS = {
    Part.MORNING: (5, 12),
    Part.AFTERNOON: (12, 18),
    Part.EVENING: (18, 22),
    Part.NIGHT: (22, 29),
    Part.WHOLE_DAY: (0, 24),
}


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant to an instant, and how exactly that is known."""

    started_at: datetime
    ended_at: datetime
    precision: Precision


class NotATime(ValueError):
    """The words are no time of day; `field` is `since` or `until`."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("Write the hour as 7:30 or 7h30."))


def clock(words: str) -> time | None:
    """The time of day that the words tell: "7:30", "7h30", "7 giờ", "19"; None for nothing.

    Raises ValueError for anything else.
    """
    words = words.strip()
    if not words:
        return None
    found = _CLOCK.match(words)
    if found is None:
        raise ValueError(words)
    return time(int(found[1]), int(found[2] or 0))


def span_of(day: date, part: str, since: str, until: str, *, usual: timedelta) -> Span:
    """The span of a day that was told.

    1. With a beginning: until the end told, which lies on the day after where it is earlier than
       the beginning; without an end as long as is `usual`.
    2. With an end alone: from `usual` before.
    3. Without either: the part of the day; without that the whole day.

    Raises NotATime.
    """
    begins, ends = _told("since", since), _told("until", until)
    if begins is not None:
        started = _on(day, begins)
        if ends is None:
            return Span(started, started + usual, Precision.PART)
        ended = _on(day, ends)
        return Span(
            started, ended if ended >= started else ended + timedelta(days=1), Precision.MINUTE
        )
    if ends is not None:
        return Span(_on(day, ends) - usual, _on(day, ends), Precision.PART)
    chosen = Part(part) if part else Part.WHOLE_DAY
    first, last = PART_HOURS[chosen]
    midnight = at(day, 0)
    return Span(
        midnight + timedelta(hours=first),
        midnight + timedelta(hours=last),
        Precision.DAY if chosen == Part.WHOLE_DAY else Precision.PART,
    )


def _told(field: str, words: str) -> time | None:
    try:
        return clock(words)
    except ValueError as wrong:
        raise NotATime(field) from wrong


def _on(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def days_asked(zero_on: date, days: int, last_on: date) -> list[date]:
    """The days of an investigation, the latest first.

    `days` of them back from `zero_on`, that day included, and those after it until `last_on`.
    """
    last = max(zero_on, last_on)
    return [last - timedelta(days=back) for back in range(days + (last - zero_on).days)]
