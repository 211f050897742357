"""Enter a trip, declare it, and say how it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal
from lachan.transport.events import TripDeclared, TripMoved, TripPlanned
from lachan.transport.models import Stop, Trip, Vehicle
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import Permission, TripState

NEXT = {
    TripState.PLANNED: {TripState.UNDER_WAY, TripState.ARRIVED, TripState.CANCELLED},
    TripState.DECLARED: {TripState.UNDER_WAY, TripState.ARRIVED, TripState.CANCELLED},
    TripState.UNDER_WAY: {TripState.ARRIVED, TripState.CANCELLED},
    TripState.ARRIVED: set(),
    TripState.CANCELLED: set(),
}


@dataclass(frozen=True)
class StopFacts:
    """A stop on the way, with the instants that are known."""

    words: str
    arrives_at: datetime | None = None
    leaves_at: datetime | None = None


@dataclass(frozen=True)
class TripFacts:
    """A trip as it is keyed in; `path` counts only where the vehicle has no carrier."""

    path: str
    origin: str
    destination: str
    departs_at: datetime
    vehicle_id: int | None = None
    number: str = ""
    trailer_plate: str = ""
    arrives_at: datetime | None = None
    stops: Sequence[StopFacts] = ()
    seats_a_row: int = 0
    note: str = ""


def plan_trip(
    actor: Actor,
    facts: TripFacts,
    *,
    declared_words: str = "",
    is_declared: bool,
    reference: str | None = None,
    now: datetime,
) -> Trip:
    """Enter a trip; with `is_declared` it counts as declared at `now`.

    The same `reference` twice is one trip. Raises Refused with all that is wrong.
    """
    with transaction.atomic():
        vehicle = _vehicle(facts.vehicle_id)
        path = vehicle.path if vehicle and vehicle.carrier_id else facts.path
        if not actor.may(Permission.EDIT, path):
            raise Refused(_("you may not edit transport at this unit"))
        refuse_if(_obstacles(facts))
        if reference and (known := Trip.objects.filter(reference=reference).first()):
            return known
        trip: Trip = Trip.objects.create(
            path=path,
            vehicle=vehicle,
            carrier=vehicle.carrier if vehicle else None,
            number=normal(facts.number),
            trailer_plate=plate_key(facts.trailer_plate),
            origin=normal(facts.origin),
            destination=normal(facts.destination),
            seats_a_row=facts.seats_a_row or (vehicle.seats_a_row if vehicle else 0),
            departs_at=facts.departs_at,
            arrives_at=facts.arrives_at,
            note=facts.note,
            reference=reference,
            recorded_at=now,
            recorded_by_id=actor.id,
        )
        _write_stops(trip, facts)
        record(
            TripPlanned(trip.pk, trip.vehicle_id, trip.departs_at),
            actor=actor,
            path=trip.path,
            subject=trip,
        )
        if is_declared:
            _declare(actor, trip, declared_words, now)
    return trip


def declare_trip(actor: Actor, trip_id: int, words: str, *, now: datetime) -> Trip:
    """Note that the carrier declared the trip, now; declaring again changes nothing."""
    with transaction.atomic():
        trip = locked_trip(actor, trip_id)
        if trip.state == TripState.CANCELLED:
            raise Refused(_("the trip was cancelled"))
        if trip.declared_at is None:
            _declare(actor, trip, words, now)
    return trip


def move_trip(
    actor: Actor, trip_id: int, state: TripState, *, reason: str = "", now: datetime
) -> Trip:
    """The trip departed, arrived or was cancelled; an arrival at `now` where none was planned."""
    with transaction.atomic():
        trip = locked_trip(actor, trip_id)
        if state == trip.state:
            return trip
        if state not in NEXT[TripState(trip.state)]:
            raise Refused(_("the trip has gone on meanwhile; look at it again"))
        if state == TripState.CANCELLED and len(reason.strip()) < 3:
            raise Refused(_("say why the trip was cancelled"))
        trip.state = state
        if state == TripState.ARRIVED and trip.arrives_at is None:
            trip.arrives_at = max(now, trip.departs_at)
        trip.save(update_fields=["state", "arrives_at"])
        record(
            TripMoved(trip.pk, str(state), reason.strip()),
            actor=actor,
            path=trip.path,
            subject=trip,
        )
    return trip


def locked_trip(actor: Actor, trip_id: int) -> Trip:
    """The trip, locked for a change by who may edit it, or NotThere."""
    trip: Trip | None = (
        Trip.objects.visible_to(actor, Permission.EDIT)
        .select_for_update()
        .filter(pk=trip_id)
        .first()
    )
    if trip is None:
        raise NotThere
    return trip


def _declare(actor: Actor, trip: Trip, words: str, now: datetime) -> None:
    trip.declared_at = now
    trip.declared_words = normal(words)[:200]
    if trip.state == TripState.PLANNED:
        trip.state = TripState.DECLARED
    trip.save(update_fields=["declared_at", "declared_words", "state"])
    record(
        TripDeclared(trip.pk, now, now > trip.departs_at),
        actor=actor,
        path=trip.path,
        subject=trip,
    )


def _vehicle(vehicle_id: int | None) -> Vehicle | None:
    if vehicle_id is None:
        return None
    found = Vehicle.objects.select_related("carrier").filter(pk=vehicle_id).first()
    if found is None:
        raise NotThere
    return found


def _obstacles(facts: TripFacts) -> list[str]:
    obstacles = []
    if not normal(facts.origin) or not normal(facts.destination):
        obstacles.append(_("say from where to where the trip goes"))
    if facts.arrives_at and facts.arrives_at < facts.departs_at:
        obstacles.append(_("the trip arrives before it departs"))
    if facts.vehicle_id is None and not normal(facts.number):
        obstacles.append(_("say which vehicle it is, or the number of the flight or boat trip"))
    return obstacles


def _write_stops(trip: Trip, facts: TripFacts) -> None:
    stops = [
        StopFacts(trip.origin, leaves_at=trip.departs_at),
        *(stop for stop in facts.stops if normal(stop.words)),
        StopFacts(trip.destination, arrives_at=trip.arrives_at),
    ]
    Stop.objects.bulk_create(
        Stop(
            trip=trip,
            position=position,
            words=normal(stop.words)[:200],
            arrives_at=stop.arrives_at,
            leaves_at=stop.leaves_at,
        )
        for position, stop in enumerate(stops)
    )
