"""The trace by brute force: every pair of stays, every label, and only at the end what is beaten.

Written straight from the meaning of `lachan trace` (docs/formats.md), in plain Python and with no
cleverness, so that it can be read against the words. Engines are held against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lachan.tracing.engine.tables import (
    NO_ROW,
    NO_SETTING,
    ROW_REACH,
    Cases,
    Contacts,
    Exposures,
    Terms,
    Visits,
    whole,
)


class Meeting(NamedTuple):
    """Two people at one place, or in one contact row, seen from the one who may pass it on."""

    person: int
    source: int
    started: int
    ended: int
    place: int
    at_place: bool
    setting: int


class Candidate(NamedTuple):
    """One way in which a person may have been exposed."""

    person: int
    level: int
    exposed_at: int
    source: int
    place: int
    at_place: bool
    setting: int
    met_from: int
    met_until: int


def trace(cases: Cases, visits: Visits, contacts: Contacts, terms: Terms) -> Exposures:
    """The labels that nothing beats, with their evidence; time grows with the cube of the world."""
    windows = set(zip(*listed(cases.person, cases.since, cases.until), strict=True))
    ill = {person for person, _, _ in windows}
    meetings = defaultdict(list)
    for meeting in [*meetings_at_places(visits), *meetings_by_name(contacts)]:
        if meeting.person not in ill and meeting.person != meeting.source:
            meetings[meeting.source].append(meeting)

    # Labels are not pruned on the way: what a beaten label leads to has to turn out beaten.
    candidates: set[Candidate] = set()
    sources = windows
    for level in range(1, terms.levels + 1):
        reached = {
            candidate
            for source, opens, closes in sources
            for meeting in meetings[source]
            for candidate in cut(meeting, opens, closes, level, terms.minimum)
        }
        candidates |= reached
        sources = {(one.person, one.exposed_at + terms.latency, terms.horizon) for one in reached}
    return exposures(unbeaten(candidates), contacts.settings)


def listed(*columns) -> list[list[int]]:
    return [column.tolist() for column in columns]


def meetings_at_places(visits: Visits) -> Iterator[Meeting]:
    columns = (visits.person, visits.place, visits.entered, visits.left, visits.row)
    stays = list(zip(*listed(*columns), strict=True))
    for source, place, entered, left, row in stays:
        for person, other_place, other_entered, other_left, other_row in stays:
            rowless = row == NO_ROW or other_row == NO_ROW
            if place == other_place and (rowless or abs(row - other_row) <= ROW_REACH):
                started, ended = max(entered, other_entered), min(left, other_left)
                yield Meeting(person, source, started, ended, place, True, NO_SETTING)


def meetings_by_name(contacts: Contacts) -> Iterator[Meeting]:
    columns = (contacts.a, contacts.b, contacts.started, contacts.ended, contacts.setting)
    for a, b, started, ended, setting in zip(*listed(*columns), strict=True):
        yield Meeting(a, b, started, ended, 0, False, setting)
        yield Meeting(b, a, started, ended, 0, False, setting)


def cut(meeting: Meeting, opens: int, closes: int, level: int, minimum: int) -> Iterator[Candidate]:
    """The meeting cut to the time in which its source can expose others, where enough is left."""
    met_from, met_until = max(meeting.started, opens), min(meeting.ended, closes)
    if met_until >= met_from and met_until - met_from >= minimum:
        yield Candidate(
            person=meeting.person,
            level=level,
            exposed_at=met_from + minimum,
            source=meeting.source,
            place=meeting.place,
            at_place=meeting.at_place,
            setting=meeting.setting,
            met_from=met_from,
            met_until=met_until,
        )


def unbeaten(candidates: set[Candidate]) -> list[Candidate]:
    """For each person the labels that nothing beats, each with the first of its evidence."""
    of_person = defaultdict(list)
    for candidate in candidates:
        of_person[candidate.person].append(candidate)
    kept = []
    for ways in of_person.values():
        labels = {(way.level, way.exposed_at) for way in ways}
        for level, exposed_at in labels:
            others = labels - {(level, exposed_at)}
            if not any(other[0] <= level and other[1] <= exposed_at for other in others):
                equal = [way for way in ways if (way.level, way.exposed_at) == (level, exposed_at)]
                kept.append(min(equal, key=order_of_evidence))
    return sorted(kept)


def order_of_evidence(way: Candidate) -> tuple[int, ...]:
    """Later end, smaller source, contact rows before places, place, start, setting (none first)."""
    return (-way.met_until, way.source, way.at_place, way.place, way.met_from, way.setting)


def exposures(kept: list[Candidate], settings: tuple[str, ...]) -> Exposures:
    columns = {name: whole([getattr(way, name) for way in kept]) for name in Candidate._fields}
    columns["at_place"] = columns["at_place"].astype(np.bool_)
    return Exposures(**columns, settings=settings)


def rows_of(found: Exposures) -> list[tuple[object, ...]]:
    """The exposures as rows to compare, shaped like the file that `lachan trace` writes."""
    people = listed(found.person, found.level, found.exposed_at, found.source)
    places = zip(*listed(found.place, found.at_place), strict=True)
    words = [None if index == NO_SETTING else found.settings[index] for index in found.setting]
    return list(
        zip(
            *people,
            [place if at_place else None for place, at_place in places],
            words,
            *listed(found.met_from, found.met_until),
            strict=True,
        )
    )
