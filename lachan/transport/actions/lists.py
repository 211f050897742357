"""Put the people of an imported list of passengers on their trips.

A trip is what rows with the same plate (or trip number) and the same departure tell. One that the
carrier declared is found by its vehicle and its day; the others are made as undeclared trips of the
vehicle's carrier, since a list that comes afterwards is no declaration.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.lists.queries.rows import ImportedRow, imported_rows
from lachan.transport.actions.carriers import known_vehicle
from lachan.transport.actions.passengers import Place, put_aboard
from lachan.transport.events import TripPlanned
from lachan.transport.models import Stop, Trip, Vehicle
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import TripState, VehicleKind

# A day without an hour, and a list without a day, are taken at noon.
NOON = 12

Key = tuple[str, str, str]


def take_list(actor: Actor, list_id: int, *, path: str, now: datetime) -> int:
    """Put the list's imported rows on trips; returns how many people are newly on board.

    `path` is the unit that received the list. Run again, only what is new is added. Rows that name
    neither a plate nor a trip are left: their persons are known, their trip is not.
    """
    groups: dict[Key, list[ImportedRow]] = defaultdict(list)
    for row in imported_rows(list_id):
        key = _key(row.values)
        if key[0] or key[1]:
            groups[key].append(row)
    taken = 0
    for key, rows in groups.items():
        with transaction.atomic():
            trip = _trip(actor, list_id, key, rows, path, now)
            places = [_place(row) for row in rows]
            taken += put_aboard(actor, trip, places, now=now).taken
    return taken


def _key(values: dict[str, Any]) -> Key:
    return (
        plate_key(str(values.get("plate") or "")),
        str(values.get("trip") or "").strip(),
        str(values.get("departed") or ""),
    )


def _place(row: ImportedRow) -> Place:
    return Place(
        reference=row.reference,
        person_id=row.person_id,
        seat=str(row.values.get("seat") or ""),
        pickup=str(row.values.get("pickup") or ""),
        dropoff=str(row.values.get("dropoff") or ""),
    )


def _trip(
    actor: Actor, list_id: int, key: Key, rows: Sequence[ImportedRow], path: str, now: datetime
) -> Trip:
    plate, number, departed = key
    vehicle = (
        known_vehicle(actor, plate, kind=VehicleKind.COACH, path=path, now=now) if plate else None
    )
    digest = hashlib.sha256("|".join(key).encode()).hexdigest()[:16]
    reference = f"transport.list:{list_id}:{digest}"
    known: Trip | None = Trip.objects.filter(reference=reference).first()
    if known is not None:
        return known
    departs_at, is_exact = _departure(departed, now)
    found = _declared_trip(vehicle, number, departs_at, is_exact=is_exact)
    if found is not None:
        return found
    origin = _one([str(row.values.get("pickup") or "") for row in rows])
    destination = _one([str(row.values.get("dropoff") or "") for row in rows])
    has_carrier = vehicle is not None and vehicle.carrier_id is not None
    trip: Trip = Trip.objects.create(
        path=vehicle.path if vehicle and has_carrier else path,
        vehicle=vehicle,
        carrier_id=vehicle.carrier_id if vehicle else None,
        number=number[:40],
        origin=origin or _("not known"),
        destination=destination or _("not known"),
        seats_a_row=vehicle.seats_a_row if vehicle else 0,
        departs_at=departs_at,
        state=TripState.ARRIVED if departs_at < now else TripState.PLANNED,
        reference=reference,
        recorded_at=now,
        recorded_by_id=actor.id,
    )
    Stop.objects.bulk_create(
        [
            Stop(trip=trip, position=0, words=trip.origin, leaves_at=departs_at),
            Stop(trip=trip, position=1, words=trip.destination),
        ]
    )
    record(
        TripPlanned(trip.pk, trip.vehicle_id, departs_at),
        actor=actor,
        path=trip.path,
        subject=trip,
    )
    return trip


def _departure(words: str, now: datetime) -> tuple[datetime, bool]:
    """The instant of departure, and whether the list told its hour."""
    if not words:
        return at(day_of(now), NOON), False
    read = datetime.fromisoformat(words)
    if "T" not in words:
        return at(read.date(), NOON), False
    return at(read.date(), read.hour, read.minute), True


def _declared_trip(
    vehicle: Vehicle | None, number: str, departs_at: datetime, *, is_exact: bool
) -> Trip | None:
    """A trip on record that the rows can mean: of the vehicle or number, near that departure."""
    around = timedelta(hours=2) if is_exact else timedelta(hours=14)
    rows = Trip.objects.exclude(state=TripState.CANCELLED).filter(
        departs_at__gte=departs_at - around, departs_at__lte=departs_at + around
    )
    if vehicle is not None:
        rows = rows.filter(vehicle=vehicle)
    elif number:
        rows = rows.filter(vehicle__isnull=True, number__iexact=number)
    found = list(rows[:2])
    # Two that fit equally well are not guessed between.
    return found[0] if len(found) == 1 else None


def _one(words: Sequence[str]) -> str:
    """The words that stand most often, or nothing."""
    told = [word for word in words if word]
    return max(set(told), key=lambda word: (told.count(word), word)) if told else ""
