"""How we know of a link between two cases, and who else may be the source of a case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import at
from lachan.people.models import Person
from lachan.tracing.models import NamedContact, Stay
from lachan.tracing.queries.clusters import counted, members_of, sight_of
from lachan.tracing.rules.clusters import (
    Doubt,
    Limits,
    Member,
    doubts_of,
    exposure_span,
    serial_interval,
)
from lachan.tracing.rules.meetings import (
    Candidate,
    Meeting,
    Presence,
    Told,
    meetings_between,
    ranked,
)

_STAY = (
    *("person__root_id", "venue_id", "entered_at", "left_at", "source"),
    *("line__person__root_id", "line__recorded_by_name"),
)
_CONTACT = (
    *("person_a__root_id", "person_b__root_id", "started_at", "ended_at", "setting", "source"),
    *("line__person__root_id", "line__recorded_by_name"),
)
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """One link with what supports it and what speaks against it; both cases are in sight."""

    infected: Member
    source: Member
    interval: int
    doubts: tuple[Doubt, ...]
    meetings: tuple[Meeting, ...]
    is_household: bool

    @property
    def is_supported(self) -> bool:
        return bool(self.meetings) or self.is_household

    @property
    def minutes(self) -> int:
        return sum(meeting.minutes for meeting in self.meetings)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Who may be the source of a case; of cases `elsewhere` the number alone is told."""

    found: tuple[Candidate, ...]
    elsewhere: int
    first_on: date
    last_on: date


def links_in(
    members: Iterable[Member], whole: Mapping[int, Member], limits: Limits, now: datetime
) -> list[Link]:
    """The links among these cases, the latest case last; `whole` also holds those out of sight."""
    known = {member.id: member for member in members}
    pairs = [(known[one.source], one) for one in known.values() if one.source in known]
    persons, homes = _persons_of({member.id for pair in pairs for member in pair})
    roots = {persons[member.id] for pair in pairs for member in pair}
    starts = [source.since for source, _one in pairs if source.since]
    stays = _stays(roots, min(starts), now) if starts else {}
    named = _named(roots, roots)
    found = []
    for source, infected in pairs:
        a, b = persons[source.id], persons[infected.id]
        found.append(
            Link(
                infected,
                source,
                serial_interval(source, infected),
                tuple(doubts_of(infected, whole, limits)),
                tuple(_together(source, a, b, stays, named, last=infected.day, now=now)),
                a != b and homes[a] is not None and homes[a] == homes[b],
            )
        )
    return sorted(found, key=lambda link: (link.infected.day, link.infected.id))


def candidates_for(actor: Actor, case: Member, limits: Limits, now: datetime) -> Candidates:
    """Cases that met this one within their infectious window, while it can have been infected.

    1. The person's stays and named meetings in the days of the longest incubation, and who of the
       household is a case.
    2. The cases among those who were there; the case itself, and whom it infected, are none.
    3. In sight they are ranked; of the others the number is told.
    """
    # § 1
    first, last = exposure_span(case, limits)
    since, until = at(first, 0), min(at(last + timedelta(days=1), 0), now)
    persons, homes = _persons_of({case.id})
    person = persons[case.id]
    mine = _stays({person}, since, until)
    # § 2
    case_persons = counted().order_by().values("person__root_id")
    at_places = Q(venue_id__in={stay.venue for stay in mine.get(person, ())})
    others = _stays_where(at_places & Q(person__root_id__in=case_persons), since, until)
    named = _named({person}, None)
    met = {pk for pair in named for pk in pair} | others.keys() | set(_mates(homes[person]))
    rows = counted().filter(person__root_id__in=met - {person}).exclude(source_case=case.id)
    found = members_of(rows)
    of_person, other_homes = _persons_of({member.id for member in found})
    both = others | mine
    offered = []
    for member in found:
        a = of_person[member.id]
        meetings = _together(member, a, person, both, named, last=last, now=now, first=since)
        is_household = homes[person] is not None and other_homes[a] == homes[person]
        if meetings or is_household:
            offered.append((member, meetings, is_household))
    # § 3
    sees = sight_of(actor)
    all_ranked = ranked(case, offered, limits)
    seen = tuple(one for one in all_ranked if sees(one.member.path))
    return Candidates(seen, len(all_ranked) - len(seen), first, last)


def _together(
    source: Member,
    a: int,
    b: int,
    stays: Mapping[int, list[Presence]],
    named: Mapping[Pair, list[Meeting]],
    *,
    last: date,
    now: datetime,
    first: datetime | None = None,
) -> list[Meeting]:
    """Meetings of two persons in the source's window, until the day on which the other fell ill."""
    if source.since is None:
        return []
    since = max(source.since, first) if first else source.since
    until = min(source.until or now, at(last + timedelta(days=1), 0))
    found = meetings_between(stays.get(a, ()), stays.get(b, ()), since, until)
    told = named.get((min(a, b), max(a, b)), ())
    found += [one for one in told if one.since < until and one.until >= since]
    return sorted(found, key=lambda meeting: (meeting.since, meeting.until))


def _persons_of(case_ids: set[int]) -> tuple[dict[int, int], dict[int, int | None]]:
    """Case -> person as known now; person -> household."""
    rows: Any = Case.objects.filter(pk__in=case_ids).values_list(
        "pk", "person__root_id", "person__root__household_id"
    )
    persons, homes = {}, {}
    for pk, person, home in rows:
        persons[pk] = person
        homes[person] = home
    return persons, homes


def _mates(household: int | None) -> list[int]:
    if household is None:
        return []
    return list(Person.objects.roots().filter(household=household).values_list("pk", flat=True))


def _stays(persons: set[int], since: datetime, until: datetime) -> dict[int, list[Presence]]:
    return _stays_where(Q(person__root_id__in=persons), since, until)


def _stays_where(which: Q, since: datetime, until: datetime) -> dict[int, list[Presence]]:
    """Standing stays that touch [since, until], by person."""
    rows: Any = Stay.objects.filter(
        which, struck_at__isnull=True, entered_at__lte=until, left_at__gte=since
    ).values_list(*_STAY)
    found: dict[int, list[Presence]] = defaultdict(list)
    for person, venue, entered, left, way, teller, by in rows:
        told = Told(way, teller, by or "")
        found[person].append(Presence(person, venue, entered, left, told))
    return dict(found)


def _named(persons: set[int], others: set[int] | None) -> dict[Pair, list[Meeting]]:
    """Standing meetings that were named, by the two persons; of one with anybody for None."""
    a, b = Q(person_a__root_id__in=persons), Q(person_b__root_id__in=persons)
    which = a | b if others is None else a & b
    rows: Any = NamedContact.objects.filter(which, struck_at__isnull=True).values_list(*_CONTACT)
    found: dict[Pair, list[Meeting]] = defaultdict(list)
    for one, other, since, until, setting, way, teller, by in rows:
        told = (Told(way, teller, by or ""),)
        pair = (min(one, other), max(one, other))
        found[pair].append(Meeting(since, until, told, setting=setting))
    return dict(found)
