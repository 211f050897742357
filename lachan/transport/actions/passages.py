"""Note that vehicles were seen at posts, and keep what follows from it.

1. The vehicles, and the trailers behind them, are known from now on; they are locked, so that two
   posts which report the same plate at once do not make two stays.
2. The passage is kept once a reference.
3. A goods vehicle's stays in the province are derived anew from all its passages.
4. A vehicle that carries passengers is on a trip: the declared one, or one that nobody declared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from lachan.audit.actions import record, record_all
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.people.models import Person
from lachan.transport.actions.carriers import known_vehicles
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


@dataclass(frozen=True)
class Sighting:
    """A vehicle went into (or out of) the province at a post of `path`, at the instant `at`.

    `reference` names the row that says so (`checkpoints.Event:<id>`). `driver_id` and `aboard` are
    rows of people (person id, role) that the caller has recognised.
    """

    plate: str
    direction: Direction
    at: datetime
    path: str
    reference: str
    trailer: str = ""
    kind: VehicleKind | None = None
    driver_id: int | None = None
    aboard: Sequence[tuple[int, Role]] = ()
    goods: str = ""
    origin: str = ""
    destination: str = ""

    @property
    def seen_as(self) -> VehicleKind:
        """The kind that the post says, or what goods and trailer tell."""
        if self.kind is not None:
            return self.kind
        if plate_key(self.trailer):
            return VehicleKind.TRACTOR
        return VehicleKind.TRUCK if self.goods else VehicleKind.CAR


def note_passage(actor: Actor, sighting: Sighting, *, now: datetime) -> VehiclePassage:
    """One vehicle was seen: see `note_passages`."""
    return note_passages(actor, [sighting], now=now)[0]


def note_passages(
    actor: Actor, sightings: Sequence[Sighting], *, now: datetime
) -> list[VehiclePassage]:
    """Vehicles were seen at posts; the passage kept of each, in their order.

    A reference counts once: a second time nothing is written and the passage kept is returned.
    Passages may come late and in any order. Raises Refused only for an empty plate; the caller's
    right to report from the post is the caller's.
    """
    if not all(plate_key(one.plate) for one in sightings):
        raise Refused(_("type the plate of the vehicle"))
    with transaction.atomic():
        # § 1
        told: dict[str, tuple[VehicleKind, str]] = {}
        for one in sightings:
            told.setdefault(plate_key(one.plate), (one.seen_as, one.path))
        for one in sightings:
            if plate_key(one.trailer):
                told.setdefault(plate_key(one.trailer), (VehicleKind.TRAILER, one.path))
        vehicles = known_vehicles(actor, told, now=now)
        # § 2
        by_reference = {one.reference: one for one in sightings}
        rows = VehiclePassage.objects.filter(reference__in=by_reference)
        kept = {row.reference: row for row in rows}
        made = VehiclePassage.objects.bulk_create(
            _passage(one, vehicles, now)
            for reference, one in by_reference.items()
            if reference not in kept
        )
        record_all(
            [
                (PassageNoted(row.pk, row.vehicle_id, str(row.direction), row.at), row.path, row)
                for row in made
            ],
            actor=actor,
        )
        # § 3
        carrying = [row for row in made if _carries_goods(row)]
        for vehicle in {row.vehicle_id: row.vehicle for row in carrying}.values():
            settle_stays(vehicle, now=now)
        # § 4
        for row in made:
            if not _carries_goods(row) and _carries_passengers(row.vehicle):
                _put_on_a_trip(actor, row, by_reference[row.reference], now)
    kept |= {row.reference: row for row in made}
    return [kept[one.reference] for one in sightings]


def _passage(one: Sighting, vehicles: dict[str, Vehicle], now: datetime) -> VehiclePassage:
    return VehiclePassage(
        path=one.path,
        vehicle=vehicles[plate_key(one.plate)],
        trailer=vehicles.get(plate_key(one.trailer)),
        direction=one.direction,
        at=one.at,
        driver_id=one.driver_id,
        goods=one.goods[:200],
        origin=one.origin[:200],
        destination=one.destination[:200],
        reference=one.reference,
        recorded_at=now,
    )


def _carries_goods(passage: VehiclePassage) -> bool:
    return bool(
        passage.vehicle.kind in GOODS_KINDS or passage.goods or passage.trailer_id is not None
    )


def _carries_passengers(vehicle: Vehicle) -> bool:
    return vehicle.kind in PASSENGER_KINDS and bool(
        vehicle.kind == VehicleKind.COACH or vehicle.carrier_id
    )


def _put_on_a_trip(actor: Actor, passage: VehiclePassage, one: Sighting, now: datetime) -> None:
    trip = _trip_of(actor, passage.vehicle, passage, now)
    crew = [(one.driver_id, Role.DRIVER)] if one.driver_id else []
    places = [
        Place(f"{one.reference}:{number}", person_id, role)
        for number, (person_id, role) in enumerate([*crew, *one.aboard])
    ]
    _put_those_not_aboard(actor, trip, places, now)


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
