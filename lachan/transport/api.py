"""Transport for programs: vehicles beyond their time, trips, who shared one, the border."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_reading
from lachan.transport.actions.passengers import note_asked
from lachan.transport.queries import border as border_queries
from lachan.transport.queries import freight as freight_queries
from lachan.transport.queries import trips as trip_queries
from lachan.transport.queries.limits import limit
from lachan.transport.rules.declaring import declared
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.terms import LimitName, Permission

router = Router()
MOST = 200


class RunOut(Schema):
    """A goods vehicle in the province."""

    id: int
    plate: str
    trailer_plate: str
    path: str
    goods: str
    entered_at: datetime
    allowed_until: datetime | None
    transfer_point: str
    measure: str


class TripOut(Schema):
    """A trip; `declared` is in_time, late, not_yet or missing."""

    id: int
    plate: str
    number: str
    path: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime | None
    state: str
    declared: str
    people: int


class AboardOut(Schema):
    """Somebody on board; `rows_away` is null where a row is not known."""

    passenger_id: int
    person: UUID
    role: str
    seat: str
    row: int | None
    rows_away: int | None


class SharedOut(Schema):
    """Who shared a trip with a passenger, each in one group."""

    trip_id: int
    rows_apart: int
    who: AboardOut
    near: list[AboardOut]
    undetermined: list[AboardOut]
    apart: list[AboardOut]
    elsewhen: list[AboardOut]


class EntryOut(Schema):
    """Somebody who came over the border."""

    id: int
    kind: str
    person: UUID
    path: str
    place: str
    at: datetime
    status: str


def _require_read(request: Request) -> None:
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at transport")


@router.get("/transport/overstay", response=list[RunOut], summary="Vehicles beyond their time")
def overstay(request: Request, at: datetime | None = None) -> list[dict[str, Any]]:
    """Goods vehicles in the province beyond the time allowed, at an instant (now when left out)."""
    _require_read(request)
    moment = at or request.now
    rows = freight_queries.runs(request.actor)
    return [
        {
            "id": run.pk,
            "plate": plate_words(run.vehicle.plate),
            "trailer_plate": plate_words(run.trailer.plate) if run.trailer else "",
            "path": run.path,
            "goods": run.goods,
            "entered_at": run.entered_at,
            "allowed_until": run.allowed_until,
            "transfer_point": run.transfer_point.name if run.transfer_point else "",
            "measure": run.measure,
        }
        for run in freight_queries.overstaying(rows, moment)[:MOST]
    ]


@router.get("/transport/trips", response=list[TripOut], summary="Trips, the latest first")
def trips(request: Request, undeclared: bool = False) -> list[dict[str, Any]]:
    """At most 200 trips in sight; `undeclared`: only those that departed undeclared or late."""
    _require_read(request)
    now = request.now
    rows = trip_queries.trips(request.actor)
    if undeclared:
        rows = trip_queries.departed_undeclared(rows, now)
    return [
        {
            "id": trip.pk,
            "plate": plate_words(trip.vehicle.plate) if trip.vehicle else "",
            "number": trip.number,
            "path": trip.path,
            "origin": trip.origin,
            "destination": trip.destination,
            "departs_at": trip.departs_at,
            "arrives_at": trip.arrives_at,
            "state": trip.state,
            "declared": str(declared(trip.departs_at, trip.declared_at, now)),
            "people": trip.people,  # type: ignore[attr-defined]
        }
        for trip in rows[:MOST]
    ]


@router.get(
    "/transport/trips/{int:trip_id}/near/{int:passenger_id}",
    response=SharedOut,
    summary="Who sat near a passenger",
)
def near(request: Request, trip_id: int, passenger_id: int) -> dict[str, Any]:
    """Who was on board with the passenger, those within so many rows first; the look is logged."""
    actor, now = request.actor, request.now
    trip = trip_queries.get_trip(actor, trip_id)
    held = limit(LimitName.ROWS_APART, day_of(now))
    told = trip_queries.sharing(trip, passenger_id, held.value)
    log_reading(actor, [row.person_id for row in told.people], "transport:near", now)
    note_asked(actor, trip, told)
    groups = {
        name: [_aboard(one.passenger, one.apart) for one in getattr(told, name)]
        for name in ("near", "undetermined", "apart", "elsewhen")
    }
    return {
        "trip_id": trip.pk,
        "rows_apart": told.rows_apart,
        "who": _aboard(told.who, 0),
        **groups,
    }


def _aboard(row: Any, rows_away: int | None) -> dict[str, Any]:
    return {
        "passenger_id": row.pk,
        "person": (row.person.root or row.person).key,
        "role": row.role,
        "seat": row.seat,
        "row": row.row,
        "rows_away": rows_away,
    }


@router.get("/transport/border", response=list[EntryOut], summary="People who came over the border")
def border(request: Request) -> list[dict[str, Any]]:
    """At most 200 entries in sight, the latest first; persons by key, without names."""
    _require_read(request)
    rows = border_queries.entries(request.actor)[:MOST]
    return [
        {
            "id": entry.pk,
            "kind": entry.kind,
            "person": (entry.person.root or entry.person).key,
            "path": entry.path,
            "place": entry.place,
            "at": entry.at,
            "status": entry.status,
        }
        for entry in rows
    ]
