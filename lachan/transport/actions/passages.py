"""Note that a vehicle was seen at a post, and keep what follows from it.

1. The vehicle, and the trailer behind it, are known from now on; the vehicle is locked, so that two
   posts which report the same plate at once do not make two stays.
2. The passage is kept once a reference.
3. A goods vehicle's stays in the province are derived anew from all its passages.
4. A vehicle that carries passengers is on a trip: the declared one, or one that nobody declared.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.people.models import Person
from lachan.transport.actions.carriers import known_vehicle
from lachan.transport.actions.passengers import Place, put_aboard
from lachan.transport.actions.stays import settle_stays
from lachan.transport.events import PassageNoted, TripPlanned
from lachan.transport.models import Stop, Trip, Vehicle, VehiclePassage
from lachan.transport.queries.limits import limit
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import (
    GOODS_KINDS,
    PASSENGER_KINDS,
    Direction,
    LimitName,
    Role,
    TripState,
    VehicleKind,
)


def note_passage(
    actor: Actor,
    plate: str,
    *,
    direction: Direction,
    at: datetime,
    path: str,
    reference: str,
    now: datetime,
    trailer: str = "",
    kind: VehicleKind | None = None,
    driver_id: int | None = None,
    aboard: Sequence[tuple[int, Role]] = (),
    goods: str = "",
    origin: str = "",
    destination: str = "",
) -> VehiclePassage:
    """A vehicle went into (or out of) the province at a post of `path`, at the instant `at`.

    `reference` names the row that says so (`checkpoints.Event:<id>`): a second time nothing is
    written and the passage kept is returned. `driver_id` and `aboard` are rows of people (person
    id, role) that the caller has recognised. Passages may come late and in any order. Raises
    Refused only for an empty plate; the caller's right to report from the post is the caller's.
    """
    if not plate_key(plate):
        raise Refused(_("type the plate of the vehicle"))
    with transaction.atomic():
        # § 1
        seen_as = kind or _kind_of(goods, trailer)
        vehicle = known_vehicle(actor, plate, kind=seen_as, path=path, now=now)
        # § 2
        known = VehiclePassage.objects.filter(reference=reference).first()
        if known is not None:
            return known
        behind = (
            known_vehicle(actor, trailer, kind=VehicleKind.TRAILER, path=path, now=now)
            if plate_key(trailer)
            else None
        )
        passage: VehiclePassage = VehiclePassage.objects.create(
            path=path,
            vehicle=vehicle,
            trailer=behind,
            direction=direction,
            at=at,
            driver_id=driver_id,
            goods=goods[:200],
            origin=origin[:200],
            destination=destination[:200],
            reference=reference,
            recorded_at=now,
        )
        record(
            PassageNoted(passage.pk, vehicle.pk, str(direction), at),
            actor=actor,
            path=path,
            subject=passage,
        )
        # § 3
        if vehicle.kind in GOODS_KINDS or goods or behind is not None:
            settle_stays(vehicle, now=now)
        # § 4
        elif vehicle.kind in PASSENGER_KINDS and (
            vehicle.kind == VehicleKind.COACH or vehicle.carrier_id
        ):
            trip = _trip_of(actor, vehicle, passage, now)
            crew = [(driver_id, Role.DRIVER)] if driver_id else []
            places = [
                Place(f"{reference}:{number}", person_id, role)
                for number, (person_id, role) in enumerate([*crew, *aboard])
            ]
            _put_those_not_aboard(actor, trip, places, now)
    return passage


def _kind_of(goods: str, trailer: str) -> VehicleKind:
    if plate_key(trailer):
        return VehicleKind.TRACTOR
    return VehicleKind.TRUCK if goods else VehicleKind.CAR


def _trip_of(actor: Actor, vehicle: Vehicle, passage: VehiclePassage, now: datetime) -> Trip:
    """The trip on which the vehicle was seen; one that nobody declared begins with the passage."""
    around = timedelta(hours=limit(LimitName.FOUND_TRIP_HOURS, day_of(passage.at)).value)
    on_the_way = Q(departs_at__lte=passage.at + timedelta(hours=1)) & (
        Q(arrives_at__isnull=True, departs_at__gte=passage.at - around)
        | Q(arrives_at__gte=passage.at - timedelta(hours=1))
    )
    rows = vehicle.trips.select_for_update().exclude(state=TripState.CANCELLED)
    found: Trip | None = (
        rows.filter(on_the_way)
        .order_by(F("declared_at").asc(nulls_last=True), "-departs_at")
        .first()
    )
    if found is not None:
        if found.state in (TripState.PLANNED, TripState.DECLARED):
            found.state = TripState.UNDER_WAY
            found.save(update_fields=["state"])
        return found
    path = vehicle.path if vehicle.carrier_id else passage.path
    trip: Trip = Trip.objects.create(
        path=path,
        vehicle=vehicle,
        carrier_id=vehicle.carrier_id,
        origin=passage.origin or _("not known"),
        destination=passage.destination or _("not known"),
        seats_a_row=vehicle.seats_a_row,
        departs_at=passage.at,
        state=TripState.UNDER_WAY,
        reference=f"transport.passage:{passage.pk}",
        recorded_at=now,
        recorded_by_id=actor.id,
    )
    Stop.objects.bulk_create(
        [
            Stop(trip=trip, position=0, words=trip.origin, leaves_at=trip.departs_at),
            Stop(trip=trip, position=1, words=trip.destination),
        ]
    )
    record(
        TripPlanned(trip.pk, vehicle.pk, trip.departs_at),
        actor=actor,
        path=trip.path,
        subject=trip,
    )
    return trip


def _put_those_not_aboard(actor: Actor, trip: Trip, places: Sequence[Place], now: datetime) -> None:
    """Who is on the manifest already, with a seat, is not put aboard a second time."""
    ids = [place.person_id for place in places]
    roots = dict(Person.objects.filter(pk__in=ids).values_list("pk", "root_id"))
    there = set(trip.passengers.values_list("person__root_id", flat=True))
    put_aboard(
        actor, trip, [place for place in places if roots.get(place.person_id) not in there], now=now
    )
