"""A carrier, its coach and a trip, and goods vehicles, to begin with."""

from __future__ import annotations

from datetime import timedelta

from lachan.transport.actions.carriers import (
    CarrierFacts,
    VehicleFacts,
    register_carrier,
    register_vehicle,
)
from lachan.transport.actions.passages import Sighting, note_passage
from lachan.transport.actions.passengers import take_manifest
from lachan.transport.actions.trips import StopFacts, TripFacts, plan_trip
from lachan.transport.rules.manifest import manifest_of
from lachan.transport.terms import CarrierKind, Direction, VehicleKind
from tests.cast import NOW, TODAY

COMMUNE = "96/964/32025/"
WARD = "96/964/31999/"
PROVINCE = "96/"
PLATE = "69B-012.34"
HOUR = timedelta(hours=1)
ROWS = """Ghế\tHọ tên\tNăm sinh\tLên xe\tXuống xe
5\tNguyễn Văn Mẫu\t1987\tCà Mau\tCần Thơ
6\tTrần Thị Thử\t1990\tCà Mau\tMiền Tây
17\tLê Văn Xa\t1975\tCà Mau\tMiền Tây
\tPhạm Thị Không Ghế\t1960\tCà Mau\t
7\tVõ Văn Sau\t1969\tCần Thơ\tMiền Tây"""


def a_carrier(cast, name="Nhà xe Thử Nghiệm", path=COMMUNE, **facts):
    """A private carrier at home in a hamlet of the commune."""
    values = {"kind": CarrierKind.HOUSEHOLD, "hamlet": "Ấp 3", "phone": "0912345678"} | facts
    return register_carrier(
        cast.synthesist, CarrierFacts(path=path, name=name, **values), now=NOW - 48 * HOUR
    )


def a_coach(cast, carrier=None, plate=PLATE, **facts):
    """A coach of the carrier with four seats in a row."""
    values = {"kind": VehicleKind.COACH, "seats": 45, "seats_a_row": 4} | facts
    return register_vehicle(
        cast.synthesist,
        VehicleFacts(
            plate=plate, path=COMMUNE, carrier_id=carrier.pk if carrier else None, **values
        ),
        now=NOW - 48 * HOUR,
    )


def a_trip(cast, *, is_declared=True, departs_at=NOW, **facts):
    """Cà Mau – Bến xe Miền Tây by way of Cần Thơ."""
    vehicle = facts.pop("vehicle", None) or a_coach(cast, a_carrier(cast))
    values = {
        "path": COMMUNE,
        "origin": "Bến xe Cà Mau",
        "destination": "Bến xe Miền Tây",
        "arrives_at": departs_at + 8 * HOUR,
        "stops": (StopFacts("Cần Thơ", arrives_at=departs_at + 4 * HOUR),),
    }
    return plan_trip(
        cast.synthesist,
        TripFacts(vehicle_id=vehicle.pk, departs_at=departs_at, **(values | facts)),
        is_declared=is_declared,
        declared_words="chủ xe, qua điện thoại",
        now=min(NOW, departs_at) - HOUR,
    )


def with_passengers(cast, trip, rows=ROWS, form_id="first"):
    """The trip's passengers, as pasted from a sheet."""
    lines = manifest_of(rows, today=TODAY).lines
    return take_manifest(cast.synthesist, trip.pk, lines, form_id=form_id, now=NOW)


def a_passage(cast, plate="51C-678.90", direction=Direction.IN, at=NOW, **facts):
    """A truck from outside at a post of the city."""
    values = {"kind": VehicleKind.TRUCK, "path": WARD, "goods": "thức ăn thủy sản"} | facts
    reference = values.pop("reference", f"checkpoints.Event:{plate}:{direction}:{at.isoformat()}")
    sighting = Sighting(plate, direction=direction, at=at, reference=reference, **values)
    return note_passage(cast.leader, sighting, now=NOW)
