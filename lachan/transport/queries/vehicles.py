"""Carriers and vehicles in sight."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.text import folded
from lachan.people.rules.identifiers import phone_key
from lachan.transport.models import Carrier, Vehicle
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import Permission

SHORTEST_PLATE = 3
SHORTEST_PHONE = 6


def carriers(actor: Actor) -> QuerySet[Carrier]:
    """Carriers at home in the actor's area, each with the number of its vehicles."""
    rows: QuerySet[Carrier] = Carrier.objects.visible_to(actor, Permission.READ)
    return rows.annotate(vehicle_count=Count("vehicles"))


def working(rows: QuerySet[Carrier], on: date) -> QuerySet[Carrier]:
    """Those that carry on the day."""
    return rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def get_carrier(actor: Actor, carrier_id: int) -> Carrier:
    """One carrier in sight, or NotThere."""
    found: Carrier = Carrier.objects.get_visible(actor, Permission.READ, pk=carrier_id)
    return found


def carriers_named(actor: Actor, words: str) -> QuerySet[Carrier]:
    """Carriers in sight by words of the name or hamlet, in any order, or by the telephone."""
    digits = phone_key(words)
    if len(digits) >= SHORTEST_PHONE:
        return carriers(actor).filter(phone=digits)
    rows = carriers(actor)
    for word in folded(words).split():
        rows = rows.filter(search_text__contains=word)
    return rows


def carrier_by_code(code: str, on: date) -> Carrier:
    """The carrier whose secret code this is, or NotThere; for the carrier's own page."""
    found = working(Carrier.objects.all(), on).filter(access_code=code).first() if code else None
    if found is None:
        raise NotThere
    return found


def vehicles(actor: Actor) -> QuerySet[Vehicle]:
    """Vehicles that belong to, or were first seen in, the actor's area."""
    rows: QuerySet[Vehicle] = Vehicle.objects.visible_to(actor, Permission.READ)
    return rows.select_related("carrier")


def get_vehicle(actor: Actor, vehicle_id: int) -> Vehicle:
    """One vehicle in sight, or NotThere."""
    found: Vehicle = Vehicle.objects.get_visible(actor, Permission.READ, pk=vehicle_id)
    return found


def vehicles_named(actor: Actor, words: str) -> QuerySet[Vehicle]:
    """Vehicles in sight of which the plate holds the letters and digits typed."""
    key = plate_key(words)
    rows = vehicles(actor)
    return rows.filter(plate__contains=key) if len(key) >= SHORTEST_PLATE else rows.none()


def vehicle_of_plate(plate: str) -> Vehicle | None:
    """The vehicle of a plate, wherever it was seen: plates are one for the whole province."""
    return Vehicle.objects.filter(plate=plate_key(plate)).first()


def hamlets_of(actor: Actor) -> list[str]:
    """Hamlets in which carriers in sight are at home, for a filter."""
    rows: Any = carriers(actor).exclude(hamlet="").order_by("hamlet")
    return list(rows.values_list("hamlet", flat=True).distinct())
