"""Trips in sight, who was on board, and who sat near whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.people.queries.persons import persons_named
from lachan.transport.models import Carrier, Passenger, Stop, Trip
from lachan.transport.rules.sharing import Aboard, shared_trip
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import Permission, TripState

SHORTEST_PLATE = 3


def trips(actor: Actor) -> QuerySet[Trip]:
    """Trips of the carriers in the actor's area, newest first, with how many are on board."""
    rows: QuerySet[Trip] = Trip.objects.visible_to(actor, Permission.READ)
    return rows.select_related("vehicle", "carrier").annotate(people=Count("passengers"))


def get_trip(actor: Actor, trip_id: int) -> Trip:
    """One trip in sight, or NotThere."""
    found = trips(actor).filter(pk=trip_id).first()
    if found is None:
        raise NotThere
    return found


def departed_undeclared(rows: QuerySet[Trip], now: datetime) -> QuerySet[Trip]:
    """Those that departed before they were declared."""
    return rows.filter(
        Q(declared_at__isnull=True) | Q(declared_at__gt=F("departs_at")), departs_at__lte=now
    ).exclude(state=TripState.CANCELLED)


def trips_found(actor: Actor, words: str) -> QuerySet[Trip]:
    """Trips in sight of a plate or number, or with a person of this name or number on board."""
    rows = trips(actor)
    key = plate_key(words)
    found = Q(pk__in=[])
    if len(key) >= SHORTEST_PLATE:
        found |= Q(vehicle__plate__contains=key) | Q(trailer_plate__contains=key)
        found |= Q(number__iexact=words.strip())
    roots = list(persons_named(actor, words).values_list("pk", flat=True)[:200])
    if roots:
        aboard = Passenger.objects.filter(person__root_id__in=roots)
        found |= Q(pk__in=aboard.values("trip_id"))
    return rows.filter(found)


def stops_of(trip: Trip) -> list[Stop]:
    """The stops in order."""
    return list(trip.stops.all())


def passengers_of(trip: Trip) -> list[Passenger]:
    """Everybody on board of a trip in sight, by row, those without a row last."""
    rows = trip.passengers.select_related("person__root", "boarded", "left")
    return list(rows.order_by(F("row").asc(nulls_last=True), "letter", "seat", "pk"))


@dataclass(frozen=True)
class Neighbour:
    """Somebody on board beside the passenger asked about; `apart` is None where no row is known."""

    passenger: Passenger
    apart: int | None


@dataclass(frozen=True)
class Sharing:
    """Who shared the trip with one passenger: near, perhaps near, farther away, at another time."""

    who: Passenger
    rows_apart: int
    near: tuple[Neighbour, ...]
    undetermined: tuple[Neighbour, ...]
    apart: tuple[Neighbour, ...]
    elsewhen: tuple[Neighbour, ...]

    @property
    def people(self) -> list[Passenger]:
        """Everybody of the answer."""
        groups = (self.near, self.undetermined, self.apart, self.elsewhen)
        return [self.who, *(found.passenger for group in groups for found in group)]


def sharing(trip: Trip, passenger_id: int, rows_apart: int) -> Sharing:
    """Who was on board together with a passenger of a trip in sight; NotThere for a stranger."""
    rows = {row.pk: row for row in passengers_of(trip)}
    if passenger_id not in rows:
        raise NotThere
    aboard = {pk: aboard_of(row) for pk, row in rows.items()}
    found = shared_trip(aboard[passenger_id], aboard.values(), rows_apart=rows_apart)
    return Sharing(
        who=rows[passenger_id],
        rows_apart=rows_apart,
        near=tuple(Neighbour(rows[one.id], one.apart) for one in found.near),
        undetermined=tuple(Neighbour(rows[pk], None) for pk in found.undetermined),
        apart=tuple(Neighbour(rows[one.id], one.apart) for one in found.apart),
        elsewhen=tuple(Neighbour(rows[pk], None) for pk in found.elsewhen),
    )


def aboard_of(row: Passenger) -> Aboard:
    """The facts that the rule needs."""
    return Aboard(
        id=row.pk,
        row=row.row,
        on=row.boarded.position if row.boarded else None,
        off=row.left.position if row.left else None,
    )


def passenger_on_seat(trip: Trip, seat: str) -> Passenger:
    """The passenger of a seat as it was written, or NotThere where none or several have it."""
    found = [row for row in passengers_of(trip) if _same(row.seat, seat)]
    if len(found) != 1:
        raise NotThere
    return found[0]


def _same(one: str, other: str) -> bool:
    return plate_key(one) == plate_key(other)


@dataclass(frozen=True)
class SeatRow:
    """One row of the drawing: its number and who sits there, by letter."""

    row: int
    passengers: tuple[Passenger, ...]


def seat_rows(passengers: list[Passenger]) -> list[SeatRow]:
    """Rows from the front to the last one known, empty ones too; nobody without a known row.

    Within a row the seats stand in their order: 9 before 10, A before B.
    """
    known = [row for row in passengers if row.row is not None]
    known.sort(key=lambda row: (len(row.seat), row.seat))
    last = max((row.row for row in known if row.row is not None), default=-1)
    return [
        SeatRow(number, tuple(row for row in known if row.row == number))
        for number in range(last + 1)
        if number or any(row.row == 0 for row in known)
    ]


def trip_stays(since: datetime, until: datetime) -> QuerySet[Passenger]:
    """Every stay on board that touches [since, until), for tracing.

    From `entered` until `gone` (None: not known) in `row` of `place` (`transport.trip:<id>`). Who
    got on or off at a stop without a time, or at none, is taken to have been on board from the
    departure to the arrival of the trip.
    """
    rows: QuerySet[Passenger] = (
        Passenger.objects.exclude(trip__state=TripState.CANCELLED)
        .annotate(
            place=Concat(
                Value("transport.trip:"), Cast("trip_id", TextField()), output_field=TextField()
            ),
            entered=Coalesce("boarded__leaves_at", "boarded__arrives_at", "trip__departs_at"),
            gone=Coalesce("left__arrives_at", "left__leaves_at", "trip__arrives_at"),
        )
        .filter(Q(gone__isnull=True) | Q(gone__gt=since), entered__lt=until)
    )
    return rows


def trips_of_carrier(carrier: Carrier, now: datetime) -> list[Trip]:
    """The carrier's own latest trips, for its own page."""
    rows = Trip.objects.filter(carrier=carrier, departs_at__gt=now - timedelta(days=14))
    return list(rows.select_related("vehicle", "carrier").annotate(people=Count("passengers"))[:30])
