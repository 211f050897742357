"""When a message may go out, and when to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lachan.core.dates import VIETNAM
from lachan.notifications.terms import Urgency

MOST_TRIES = 6
FIRST_PAUSE = timedelta(minutes=1)
# A sender that has not come back after this long is dead.
GIVEN_UP_AFTER = timedelta(minutes=10)
LONGEST_TITLE = 200


@dataclass(frozen=True)
class QuietHours:
    """The hours of the day in which nothing but express messages goes out, by local time.

    They may go over midnight (22:00 to 6:00); equal ends mean that there are none.
    """

    begins: time
    ends: time

    def contains(self, moment: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


def goes_out_at(now: datetime, quiet: QuietHours | None, urgency: Urgency) -> datetime:
    """The instant at which a message may be sent: now, or when the quiet hours end."""
    if quiet is None or urgency == Urgency.EXPRESS:
        return now
    local = now.astimezone(VIETNAM)
    if not quiet.contains(local.time()):
        return now
    end = local.replace(hour=quiet.ends.hour, minute=quiet.ends.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def pause_before_try(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries: 1, 2, 4 … minutes; None to give up."""
    if tries >= MOST_TRIES:
        return None
    return FIRST_PAUSE * int(2 ** max(tries - 1, 0))


def shortened(title: str) -> str:
    """A title that fits a line of a list."""
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"
