"""How long a vehicle from outside is in the province: passages put in order, and the time allowed.

Posts work without a network, so passages become known out of order and some exits are never seen;
stays are therefore always derived anew from all passages of a plate.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from lachan.transport.terms import Direction


@dataclass(frozen=True, slots=True)
class Seen:
    """A vehicle was seen at a post."""

    id: int
    direction: Direction
    at: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """From an entry to the exit that followed.

    `left` None and `exit_unseen` False: still here as far as known. `exit_unseen`: it came in anew
    without having been seen to leave.
    """

    entered: Seen
    left: Seen | None = None
    exit_unseen: bool = False


def stays(passages: Iterable[Seen], *, new_entry_after: timedelta) -> list[Stay]:
    """The stays that the passages tell, in order of time.

    Passing a second post inward soon after the first is the same stay, counted from the first; an
    entry at least `new_entry_after` later means that an exit was not seen. An exit without an entry
    begins nothing.
    """
    found: list[Stay] = []
    inside: Seen | None = None
    for passage in sorted(passages, key=lambda seen: (seen.at, seen.id)):
        if passage.direction == Direction.OUT:
            if inside is not None:
                found.append(Stay(inside, passage))
            inside = None
        elif inside is None:
            inside = passage
        elif passage.at - inside.at >= new_entry_after:
            found.append(Stay(inside, exit_unseen=True))
            inside = passage
    if inside is not None:
        found.append(Stay(inside))
    return found


def is_overstay(
    entered_at: datetime | None,
    allowed_until: datetime | None,
    left_at: datetime | None,
    at: datetime,
) -> bool:
    """Whether the vehicle is in the province at the instant `at`, beyond the time allowed."""
    if entered_at is None or allowed_until is None or at < entered_at:
        return False
    return at > allowed_until and (left_at is None or left_at > at)


def beyond(allowed_until: datetime, left_at: datetime | None, at: datetime) -> timedelta:
    """By how much the time allowed is exceeded, up to the exit or `at`; zero when it is not."""
    end = min(left_at, at) if left_at else at
    return max(end - allowed_until, timedelta(0))
