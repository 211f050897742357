"""Put people on a trip: from pasted rows, from an imported list, from a passage at a post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.recognising import recognise
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import SourceKind
from lachan.transport.actions.trips import locked_trip
from lachan.transport.events import NearPassengersAsked, PassengerRemoved, PassengersTaken
from lachan.transport.models import Passenger, Stop, Trip
from lachan.transport.queries.trips import Sharing
from lachan.transport.rules.manifest import Line
from lachan.transport.rules.seats import DRIVERS_ROW, seat_of
from lachan.transport.rules.stops import stop_named
from lachan.transport.terms import Role


@dataclass(frozen=True)
class Place:
    """Somebody's place on board, as words; the person is known already."""

    reference: str
    person_id: int
    role: Role = Role.PASSENGER
    seat: str = ""
    pickup: str = ""
    dropoff: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of the rows; `without_row` counts those whose row is not known."""

    taken: int
    repeated: int
    new_persons: int = 0
    without_row: int = 0
    warnings: tuple[str, ...] = ()


def take_manifest(
    actor: Actor,
    trip_id: int,
    lines: Sequence[Line],
    *,
    role: Role = Role.PASSENGER,
    form_id: str,
    now: datetime,
) -> Taken:
    """Recognise the people of pasted rows and put them on the trip; the same form is taken once."""
    with transaction.atomic():
        trip = locked_trip(actor, trip_id)
        if not lines:
            raise Refused(_("there is no row with a name"))
        references = [f"transport.manifest:{form_id}:{line.number}" for line in lines]
        claims = [
            PersonClaim(
                reference=reference,
                kind=SourceKind.MANIFEST,
                path=trip.path,
                said_at=now,
                full_name=line.full_name,
                birth_on=line.birth_on,
                birth_year=line.birth_year,
                identifiers=line.identifiers,
                content=line.words,
            )
            for reference, line in zip(references, lines, strict=True)
        ]
        answers = recognise(actor, claims, now=now)
        places = [
            Place(reference, answer.person_id, role, line.seat, line.pickup, line.dropoff)
            for reference, answer, line in zip(references, answers, lines, strict=True)
        ]
        new = sum(answer.is_new for answer in answers)
        warnings = tuple(dict.fromkeys(w for answer in answers for w in answer.warnings))
        taken = put_aboard(actor, trip, places, new_persons=new, now=now)
        return Taken(taken.taken, taken.repeated, new, taken.without_row, warnings)


def put_aboard(
    actor: Actor, trip: Trip, places: Sequence[Place], *, new_persons: int = 0, now: datetime
) -> Taken:
    """Put known people on a trip; a reference counts once. Call it inside a transaction."""
    known = set(
        Passenger.objects.filter(reference__in=[place.reference for place in places]).values_list(
            "reference", flat=True
        )
    )
    # Rows of one batch with the same reference are one row.
    fresh = list({p.reference: p for p in places if p.reference not in known}.values())
    stops = list(trip.stops.all())
    rows = [_passenger(trip, place, stops, now) for place in fresh]
    Passenger.objects.bulk_create(rows, ignore_conflicts=True)
    without_row = sum(row.row is None for row in rows)
    if rows:
        record(
            PassengersTaken(trip.pk, len(rows), new_persons, len(places) - len(rows), without_row),
            actor=actor,
            path=trip.path,
            subject=trip,
        )
    return Taken(len(rows), len(places) - len(rows), new_persons, without_row)


def _passenger(trip: Trip, place: Place, stops: list[Stop], now: datetime) -> Passenger:
    seat = seat_of(place.seat, seats_a_row=trip.seats_a_row)
    row = DRIVERS_ROW if place.role == Role.DRIVER and seat.row is None else seat.row
    names = [stop.words for stop in stops]
    on, off = stop_named(place.pickup, names), stop_named(place.dropoff, names)
    if on is not None and off is not None and off <= on:
        # Against the way: one of the two was misread, so neither is believed.
        on, off = None, None
    return Passenger(
        trip=trip,
        person_id=place.person_id,
        role=place.role,
        seat=place.seat[:40],
        row=row,
        letter=seat.letter,
        deck=seat.deck,
        boarded=stops[on] if on is not None else None,
        left=stops[off] if off is not None else None,
        pickup_words=place.pickup[:200],
        dropoff_words=place.dropoff[:200],
        reference=place.reference,
        recorded_at=now,
    )


def reseat(actor: Actor, trip_id: int, seats_a_row: int) -> int:
    """Set how many seats a row of this trip's vehicle has, and read all seats anew.

    Returns how many passengers have a known row now.
    """
    with transaction.atomic():
        trip = locked_trip(actor, trip_id)
        trip.seats_a_row = seats_a_row
        trip.save(update_fields=["seats_a_row"])
        rows = list(trip.passengers.select_for_update())
        for row in rows:
            seat = seat_of(row.seat, seats_a_row=seats_a_row)
            is_driver = row.role == Role.DRIVER and seat.row is None
            row.row = DRIVERS_ROW if is_driver else seat.row
            row.letter, row.deck = seat.letter, seat.deck
        Passenger.objects.bulk_update(rows, ["row", "letter", "deck"])
        without_row = sum(row.row is None for row in rows)
        record(
            PassengersTaken(trip.pk, 0, 0, len(rows), without_row),
            actor=actor,
            path=trip.path,
            subject=trip,
        )
    return len(rows) - without_row


def remove_passenger(actor: Actor, trip_id: int, passenger_id: int, reason: str) -> None:
    """Take somebody off a trip who was not on board; the source of the words stays."""
    with transaction.atomic():
        trip = locked_trip(actor, trip_id)
        row = trip.passengers.filter(pk=passenger_id).first()
        if row is None:
            raise NotThere
        if len(reason.strip()) < 3:
            raise Refused(_("say why this person was not on board"))
        person_id = row.person_id
        row.delete()
        record(
            PassengerRemoved(trip.pk, person_id, reason.strip()),
            actor=actor,
            path=trip.path,
            subject=trip,
        )


def note_asked(actor: Actor, trip: Trip, found: Sharing) -> None:
    """Keep that somebody asked who sat near a passenger."""
    with transaction.atomic():
        record(
            NearPassengersAsked(trip.pk, found.who.pk, len(found.near), len(found.undetermined)),
            actor=actor,
            path=trip.path,
            subject=trip,
        )
