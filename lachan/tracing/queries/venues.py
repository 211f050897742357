"""Places where people meet, by name without diacritics, and who else was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.core.text import folded
from lachan.people.models import Person
from lachan.tracing.models import Stay, Venue
from lachan.tracing.models.venues import NAME_WORDS
from lachan.tracing.terms import Permission, Setting

MOST_OFFERED = 8
# Whose name tells something about people is known at its own unit only.
PRIVATE = (Setting.HOUSEHOLD,)


def venues(actor: Actor) -> QuerySet[Venue]:
    """Places that the actor may know: those of the own area, and the public ones of the province.

    A market has one row, whoever investigates; a household is of its commune alone.
    """
    scopes = actor.paths_for(Permission.READ)
    provinces = tuple(
        sorted({paths.join(paths.parts(where)[0]) if where else "" for where in scopes})
    )
    public = within(provinces) & ~Q(setting__in=PRIVATE)
    rows: QuerySet[Venue] = Venue.objects.filter(within(scopes) | public)
    return rows


def get_venue(actor: Actor, key: UUID | str) -> Venue:
    """One place that the actor may know, or NotThere."""
    row = venues(actor).filter(key=key).first()
    if row is None:
        raise NotThere
    return row


def venues_named(actor: Actor, words: str, *, near: str = "") -> list[Venue]:
    """Places whose name holds all the words, those at `near` first; none for no letters.

    The last word may be unfinished: it is being typed.
    """
    if len("".join(folded(words).split())) < 2:
        return []
    found = list(named(venues(actor), words).order_by("folded_name", "pk")[:200])
    found.sort(key=lambda row: (-_nearness(row.path, near), row.folded_name, row.pk))
    return found[:MOST_OFFERED]


def named(rows: QuerySet[Venue], words: str) -> QuerySet[Venue]:
    """Those whose name holds all the words, the last one perhaps unfinished."""
    asked = folded(words).split()
    if not asked:
        return rows
    *whole, last = asked
    rows = rows.alias(words=NAME_WORDS)
    if whole:
        rows = rows.filter(words__contains=whole)  # type: ignore[misc]
    return rows.filter(Q(folded_name__startswith=last) | Q(folded_name__contains=f" {last}"))


def _nearness(path: str, near: str) -> int:
    """How many levels two paths share."""
    shared = 0
    for one, other in zip(paths.parts(path), paths.parts(near), strict=False):
        if one != other:
            break
        shared += 1
    return shared


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was at a place in the time asked about."""

    person: Person
    since: datetime
    until: datetime
    row: int | None
    source: str

    @property
    def minutes(self) -> int:
        """How long, within the time asked about."""
        return int((self.until - self.since).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who else was there; `elsewhere` is how many of other areas were, of whom nothing is told."""

    people: tuple[Present, ...]
    elsewhere: int


def who_else(
    actor: Actor, venue: Venue, since: datetime, until: datetime, *, but: int | None = None
) -> Presence:
    """Who was at the place at any time within [since, until], the longest first.

    Whoever answers for the place sees all; others see the people of their own area, and how many
    there were besides. `but` is the root of the person that one asks for. Who came when the other
    left did not meet; a stay of no length counts where it falls within.
    """
    overlaps = Q(entered_at__lt=until, left_at__gt=since)
    within_it = Q(entered_at=F("left_at"), entered_at__range=(since, until))
    rows: Any = Stay.objects.filter(
        overlaps | within_it, venue=venue, struck_at__isnull=True
    ).select_related("person__root")
    if but is not None:
        rows = rows.exclude(person__root_id=but)
    if actor.may(Permission.READ, venue.path):
        elsewhere = 0
    else:
        mine = rows.filter(within(actor.paths_for(Permission.READ), "person__root__path"))
        theirs = rows.exclude(pk__in=mine.values("pk"))
        elsewhere = theirs.order_by().values("person__root_id").distinct().count()
        rows = mine
    people = [
        Present(
            row.person.root or row.person,
            max(row.entered_at, since),
            min(row.left_at, until),
            row.row,
            row.source,
        )
        for row in rows
    ]
    people.sort(key=lambda one: (-one.minutes, one.person.pk))
    return Presence(tuple(people), elsewhere)


def venues_counted(actor: Actor) -> Any:
    """Places that the actor may know, with how many stays stand at each.

    Each row asks for its own stays, so that a page counts those of its rows alone.
    """
    stays = Stay.objects.filter(venue=OuterRef("pk"), struck_at__isnull=True).order_by()
    numbers = stays.values("venue").annotate(number=Count("pk")).values("number")
    return venues(actor).annotate(number=Coalesce(Subquery(numbers), 0))


def venues_found(actor: Actor, words: str, unit: str) -> Any:
    """Places of a unit (all, when empty) by words of their name (all, when empty)."""
    scopes = (unit,) if unit else ("",)
    return named(venues_counted(actor), words).filter(within(scopes)).order_by("path", "pk")
