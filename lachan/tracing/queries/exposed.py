"""Who was at the places of a notice in its hours: from stays, check-ins and words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat

from lachan.arrivals.models import ArrivalSource, PlaceVisit
from lachan.arrivals.queries.communes import watching_units
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.text import folded
from lachan.people.models import Person
from lachan.tracing.models import Line, Notice, NoticePlace, Stay, Venue
from lachan.tracing.models.investigations import SAID_WORDS, folded_words
from lachan.tracing.queries.leaving import A_DAY, left_at
from lachan.tracing.rules.words import SOURCES
from lachan.tracing.terms import Permission, Source

PLACE = "arrivals.watchplace:"


@dataclass(frozen=True, slots=True)
class Exposed:
    """Somebody at a place of a notice; `is_sure` unless only words of a like name say so."""

    person: Person
    commune: str
    place: str
    since: datetime
    until: datetime
    how: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found; `elsewhere` is how many of other areas were, of whom nothing is told."""

    sure: tuple[Exposed, ...]
    possible: tuple[Exposed, ...]
    elsewhere: int

    @property
    def communes(self) -> list[tuple[str, int]]:
        """Commune -> how many persons were surely there, sorted by path."""
        persons = {(one.commune, one.person.pk) for one in self.sure}
        return sorted(Counter(commune for commune, _person in persons).items())


@dataclass(slots=True)
class _Row:
    person: Person
    place: NoticePlace
    since: datetime
    until: datetime
    how: str
    is_sure: bool


def exposed(actor: Actor, notice: Notice) -> Found:
    """People of the actor's area at the standing places of a notice, by commune and name.

    1. Stays at the place that overlap its hours; check-ins there that were not gathered yet.
    2. Possibly: stays at another place of like name, and words of investigations and of
       declarations in that time that hold the name of the place.
    3. The cases of the notice themselves are left out, and nobody is told twice for a place.
    """
    cases = set(notice.cases.values_list("person__root_id", flat=True))
    seen: dict[tuple[int, int], _Row] = {}
    for place in notice.places.filter(struck_at__isnull=True).select_related("venue"):
        for row in [*_stays(place), *_check_ins(place), *_by_words(place)]:
            if row.person.pk not in cases:
                seen.setdefault((row.person.pk, place.pk), row)
    scopes = actor.paths_for(Permission.READ)
    rows = list(seen.values())
    mine = [row for row in rows if any(paths.contains(where, row.person.path) for where in scopes)]
    elsewhere = {row.person.pk for row in rows} - {row.person.pk for row in mine}
    units = watching_units(row.person.path for row in mine)
    people = sorted(
        (
            Exposed(
                row.person,
                units.get(row.person.path, row.person.path),
                row.place.name,
                max(row.since, row.place.started_at),
                min(row.until, row.place.ended_at),
                row.how,
                row.is_sure,
            )
            for row in mine
        ),
        key=lambda one: (one.commune, folded(one.person.full_name), one.person.pk, one.since),
    )
    sure = tuple(one for one in people if one.is_sure)
    known = {(one.person.pk, one.place) for one in sure}
    possible = tuple(
        one for one in people if not one.is_sure and (one.person.pk, one.place) not in known
    )
    return Found(sure, possible, len(elsewhere))


def _stays(place: NoticePlace) -> list[_Row]:
    if place.venue_id is None:
        return []
    return [_of_stay(place, row, True) for row in _overlapping(place).filter(venue=place.venue_id)]


def _overlapping(place: NoticePlace) -> Any:
    return Stay.objects.filter(
        struck_at__isnull=True, entered_at__lt=place.ended_at, left_at__gte=place.started_at
    ).select_related("person__root", "venue")


def _of_stay(place: NoticePlace, row: Stay, is_sure: bool) -> _Row:
    person = row.person.root or row.person
    how = str(SOURCES[row.source])
    if not is_sure:
        how = f"{how} · {row.venue.name}"
    return _Row(person, place, row.entered_at, row.left_at, how, is_sure)


def _check_ins(place: NoticePlace) -> list[_Row]:
    """Check-ins with the code of the door; those gathered already are stays, and found twice."""
    reference = (place.venue.reference or "") if place.venue else ""
    if not reference.startswith(PLACE):
        return []
    # Nobody is usually anywhere for a day: of what began earlier, whoever left later said so.
    until = left_at("entered_at", "left_at", first=place.started_at - A_DAY, last=place.ended_at)
    rows: Any = PlaceVisit.objects.filter(
        place_id=int(reference.removeprefix(PLACE)), entered_at__lt=place.ended_at
    )
    rows = rows.annotate(until=until).filter(until__gte=place.started_at)
    how = str(SOURCES[Source.CHECK_IN])
    return [
        _Row(row.person.root or row.person, place, row.entered_at, row.until, how, True)
        for row in rows.select_related("person__root")
    ]


def _by_words(place: NoticePlace) -> list[_Row]:
    name = folded(place.name)
    if len(" ".join(_letters(name))) < 4:
        return []
    alike = Venue.objects.filter(
        folded_name__contains=name, path__startswith=_province(place.path)
    ).exclude(pk=place.venue_id or 0)
    # The venues first: the index of stays begins with the venue.
    others = _overlapping(place).filter(venue__in=list(alike.values_list("pk", flat=True)))
    found = [_of_stay(place, row, False) for row in others]
    lines = Line.objects.filter(
        struck_at__isnull=True, started_at__lt=place.ended_at, ended_at__gte=place.started_at
    ).exclude(words="")
    lines = lines.alias(said=SAID_WORDS).filter(said__contains=_letters(name))  # type: ignore[misc]
    for line in lines.select_related("person__root"):
        if _says(name, line.words):
            person = line.person.root or line.person
            how = f"{SOURCES[line.source]} · “{line.words[:80]}”"
            found.append(_Row(person, place, line.started_at, line.ended_at, how, False))
    # Words that a travel declaration tells of a day are held against the notice's day.
    told = ArrivalSource.objects.filter(
        withdrawn_at__isnull=True,
        came_at__gte=place.started_at - A_DAY,
        came_at__lt=place.ended_at + A_DAY,
    )
    said = Concat("from_words", Value(" . "), "trip_words", Value(" . "), "destination_words")
    told = told.alias(said=folded_words(said)).filter(said__regex=_pattern(name))
    for source in told.select_related("person__root"):
        words = f"{source.from_words} . {source.trip_words} . {source.destination_words}"
        if _says(name, words):
            person = source.person.root or source.person
            how = f"{SOURCES[Source.DECLARATION]} · “{words.strip(' .')[:80]}”"
            found.append(_Row(person, place, place.started_at, place.ended_at, how, False))
    return found


def _letters(text: str) -> list[str]:
    """The words of a folded text without what stands between them."""
    return re.findall("[a-z0-9]+", text)


def _pattern(name: str) -> str:
    """The words of a name one after another; whether whole, `_says` tells."""
    return "[^a-z0-9]+".join(_letters(name))


def _says(name: str, words: str) -> bool:
    wanted, said = (" ".join(_letters(text)) for text in (name, folded(words)))
    return f" {wanted} " in f" {said} "


def _province(path: str) -> str:
    first = paths.parts(path)[:1]
    return paths.join(*first) if first else ""
