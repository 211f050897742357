"""What supports a link between two cases: where, when and how long they were together.

Only what fell into the source's infectious window counts. Who came when the other left did not
meet; a stay of no length counts where it falls within the other's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lachan.tracing.rules.clusters import Limits, Member, serial_interval

# Length of a meeting, in minutes, from which it weighs more: the contact definition's 15 minutes,
# an hour, half a working day.
WEIGHTS = (15, 60, 240)


@dataclass(frozen=True, slots=True)
class Told:
    """How something came to be known: by which way, who told it (root), who wrote it down."""

    way: str
    person: int | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """A person (root) was at a venue."""

    person: int
    venue: int
    since: datetime
    until: datetime
    told: Told


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two persons at one place, or a meeting that somebody named (`venue` is None).

    `told` holds one entry for each of the two stays, or one for what was named.
    """

    since: datetime
    until: datetime
    told: tuple[Told, ...]
    venue: int | None = None
    setting: str = ""

    @property
    def minutes(self) -> int:
        return int((self.until - self.since).total_seconds() // 60)


def meetings_between(
    source: Iterable[Presence], other: Iterable[Presence], since: datetime, until: datetime
) -> list[Meeting]:
    """Where two were together within [since, until], the earliest first."""
    at_venue: dict[int, list[Presence]] = defaultdict(list)
    for one in other:
        at_venue[one.venue].append(one)
    found = []
    for mine in source:
        for theirs in at_venue.get(mine.venue, ()):
            begins = max(mine.since, theirs.since, since)
            ends = min(mine.until, theirs.until, until)
            is_instant = begins == ends and (
                mine.since == mine.until or theirs.since == theirs.until
            )
            if begins < ends or is_instant:
                found.append(Meeting(begins, ends, (mine.told, theirs.told), mine.venue))
    return sorted(found, key=lambda meeting: (meeting.since, meeting.until))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be the source of another: how long together, how far from the usual days."""

    member: Member
    meetings: tuple[Meeting, ...]
    is_household: bool
    interval: int
    distance: int

    @property
    def minutes(self) -> int:
        return sum(meeting.minutes for meeting in self.meetings)


def ranked(
    case: Member,
    others: Sequence[tuple[Member, Sequence[Meeting], bool]],
    limits: Limits,
) -> list[Candidate]:
    """The cases that may be the source, the likeliest first.

    Those together longest come first (in steps of WEIGHTS; a shared household is the highest),
    among them those nearest to the usual serial interval. Intervals outside of the limits are
    left out.
    """
    found = []
    for member, meetings, is_household in others:
        interval = serial_interval(member, case)
        if not -limits.before <= interval <= limits.after:
            continue
        distance = abs(interval - limits.usual)
        found.append(Candidate(member, tuple(meetings), is_household, interval, distance))
    return sorted(found, key=lambda one: (-_weight(one), one.distance, -one.minutes, one.member.id))


def _weight(candidate: Candidate) -> int:
    if candidate.is_household:
        return len(WEIGHTS)
    return sum(candidate.minutes >= least for least in WEIGHTS)
