"""Places with a code, and names of units for every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.arrivals.terms import Permission
from lachan.core.actor import Actor
from lachan.places.queries.units import unit_names


@dataclass(frozen=True)
class OpenPlace:
    """What somebody who stands before a place's code may know of it."""

    code: str
    name: str
    commune_name: str


def open_place(code: str) -> OpenPlace | None:
    """The place that bears this code, while it is open."""
    row = WatchPlace.objects.filter(code=code, closed_at__isnull=True).first() if code else None
    if row is None:
        return None
    return OpenPlace(row.code, row.name, unit_names({row.path}).get(row.path, ""))


def visible_places(actor: Actor) -> Any:
    """Places in sight."""
    return WatchPlace.objects.visible_to(actor, Permission.READ)


def visits_of(place: WatchPlace) -> QuerySet[PlaceVisit]:
    """Who was there, newest first."""
    return PlaceVisit.objects.filter(place=place).select_related("person__root")


def get_place(actor: Actor, place_id: int) -> WatchPlace:
    """One place in sight, or NotThere."""
    row: WatchPlace = WatchPlace.objects.get_visible(actor, Permission.READ, pk=place_id)
    return row
