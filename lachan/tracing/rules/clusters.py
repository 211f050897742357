"""Clusters: who belongs together by the sources that were told, in which generation, and doubts.

A link leads from a source case to the case that it infected. A cluster is what links hold together,
whatever their direction; a generation is the distance from a case without a known source case. An
interval outside of what was ever seen, or an order that cannot be, is said, never corrected: the
serial interval of COVID-19 may be negative, but not by weeks.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from lachan.core.dates import day_of


class DayBasis(StrEnum):
    """Of what the day is by which a case stands on the time axis."""

    ONSET = "onset"
    SAMPLE = "sample"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Member:
    """A case as clusters need it.

    `day` is its onset, else its sample, else its report (`basis` says which); `source` is the id
    of the case that it was infected from. An open `until` means "until now".
    """

    id: int
    day: date
    basis: DayBasis = DayBasis.ONSET
    source: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    path: str = ""
    is_standing: bool = True
    is_imported: bool = False
    is_source_sought: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """Days that hold when links are judged; `source` words are shown beside them elsewhere.

    `before` and `after` bound the serial interval (-before..+after), `usual` is its typical length,
    `incubation` the longest incubation.
    """

    before: int
    after: int
    usual: int
    incubation: int

    @property
    def closing(self) -> int:
        """Days without a new case after which a cluster is closed: twice the incubation (WHO)."""
        return 2 * self.incubation


@dataclass(frozen=True, slots=True)
class Cluster:
    """Cases held together by links, in the order of their days; `generations` counts from 1.

    None where no case of it has a generation: every source lies in a circle.
    """

    members: tuple[Member, ...]
    generations: int | None

    @property
    def first(self) -> Member:
        return self.members[0]

    @property
    def last_on(self) -> date:
        return self.members[-1].day

    @property
    def paths(self) -> frozenset[str]:
        return frozenset(member.path for member in self.members)

    def quiet_days(self, today: date) -> int:
        """Days since the last case."""
        return (today - self.last_on).days

    def is_closed(self, today: date, limits: Limits) -> bool:
        return self.quiet_days(today) > limits.closing


class Doubt(StrEnum):
    """Why a link cannot be, or can hardly be."""

    ITSELF = "itself"
    CIRCLE = "circle"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    BEFORE_INFECTIOUS = "before_infectious"
    BEFORE_EXPOSURE = "before_exposure"
    DISCARDED = "discarded"


def clusters_of(members: Iterable[Member]) -> list[Cluster]:
    """All clusters, single cases as well, the one with the latest case first.

    Union-find over the links; a link to a case that is not among the members holds nothing.
    """
    known = {member.id: member for member in members}
    above = {pk: pk for pk in known}

    def top(pk: int) -> int:
        while above[pk] != pk:
            above[pk] = above[above[pk]]
            pk = above[pk]
        return pk

    for member in known.values():
        if member.source in above:
            above[top(member.id)] = top(member.source)
    groups: dict[int, list[Member]] = defaultdict(list)
    for member in known.values():
        groups[top(member.id)].append(member)
    found = generations(known.values())
    made = []
    for group in groups.values():
        group.sort(key=lambda member: (member.day, member.id))
        levels = [level for member in group if (level := found[member.id]) is not None]
        made.append(Cluster(tuple(group), max(levels) + 1 if levels else None))
    made.sort(key=lambda cluster: (cluster.last_on, cluster.first.id), reverse=True)
    return made


def generations(members: Iterable[Member]) -> dict[int, int | None]:
    """Case -> links from a case without a source among the members; None in or behind a circle."""
    known = {member.id: member for member in members}
    below: dict[int, list[int]] = defaultdict(list)
    found: dict[int, int | None] = dict.fromkeys(known)
    waiting: deque[int] = deque()
    for member in known.values():
        if member.source in known:
            below[member.source].append(member.id)
        else:
            found[member.id] = 0
            waiting.append(member.id)
    while waiting:
        pk = waiting.popleft()
        for child in below[pk]:
            found[child] = (found[pk] or 0) + 1
            waiting.append(child)
    return found


def doubts_of(member: Member, known: Mapping[int, Member], limits: Limits) -> list[Doubt]:
    """What speaks against the link to a case from its source; empty for a case without one.

    `known` holds the source, and the source's source where there is one: before that one became
    infectious, the source itself was not exposed, and could expose nobody.
    """
    if member.source is None:
        return []
    if member.source == member.id:
        return [Doubt.ITSELF]
    source = known.get(member.source)
    if source is None:
        return []
    found = []
    if _is_in_circle(member, known):
        found.append(Doubt.CIRCLE)
    if not source.is_standing:
        found.append(Doubt.DISCARDED)
    interval = serial_interval(source, member)
    if interval < -limits.before:
        found.append(Doubt.TOO_EARLY)
    elif interval > limits.after:
        found.append(Doubt.TOO_LATE)
    if source.since and member.day < day_of(source.since):
        found.append(Doubt.BEFORE_INFECTIOUS)
    origin = known.get(source.source) if source.source is not None else None
    if origin and origin.since and member.day < day_of(origin.since):
        found.append(Doubt.BEFORE_EXPOSURE)
    return found


def serial_interval(source: Member, infected: Member) -> int:
    """Days from the day of the source case to that of the infected one; may be negative."""
    return (infected.day - source.day).days


def _is_in_circle(member: Member, known: Mapping[int, Member]) -> bool:
    seen: set[int] = set()
    at = known.get(member.source) if member.source is not None else None
    while at is not None and at.id not in seen:
        if at.id == member.id:
            return True
        seen.add(at.id)
        at = known.get(at.source) if at.source is not None else None
    return False


def exposure_span(member: Member, limits: Limits) -> tuple[date, date]:
    """The first and last day on which a case can have been infected."""
    return member.day - timedelta(days=limits.incubation), member.day
