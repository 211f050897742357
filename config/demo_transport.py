"""Carriers, trips, goods vehicles and the border of the demo province. Invented, all of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.transport.actions import Sighting, note_passages
from lachan.transport.actions.border import (
    DutyFacts,
    Entrant,
    EntryFacts,
    move_entry,
    record_entry,
    roster_duty,
)
from lachan.transport.actions.carriers import (
    CarrierFacts,
    VehicleFacts,
    register_carrier,
    register_vehicle,
)
from lachan.transport.actions.freight import PointFacts, RunFacts, change_run, open_point
from lachan.transport.actions.passengers import take_manifest
from lachan.transport.actions.trips import StopFacts, TripFacts, plan_trip
from lachan.transport.models import Carrier, FreightRun, Vehicle
from lachan.transport.rules.manifest import manifest_of
from lachan.transport.terms import (
    CarrierKind,
    Direction,
    EntryKind,
    EntryStatus,
    Force,
    Measure,
    VehicleKind,
)

HOUR = timedelta(hours=1)
CARRIERS = (
    ("Nhà xe Đất Mũi Thử Nghiệm", CarrierKind.FIRM, "964/31999/", "Khóm 3"),
    ("Hợp tác xã vận tải Tân Thử", CarrierKind.COOPERATIVE, "964/32023/", "Ấp 2"),
    ("Hộ Lê Văn Chở", CarrierKind.HOUSEHOLD, "964/32023/", "Ấp 7"),
    ("Hộ Trần Thị Đưa", CarrierKind.HOUSEHOLD, "966/32047/", "Ấp 4"),
)
VEHICLES = (
    ("69B-012.34", VehicleKind.COACH, 0, 45, 4),
    ("69B-056.78", VehicleKind.COACH, 1, 40, 3),
    ("69A-222.33", VehicleKind.CAR, 2, 7, 3),
    ("69A-444.55", VehicleKind.CAR, 3, 7, 0),
)
SEATED = """Ghế\tHọ tên\tNăm sinh\tLên xe\tXuống xe
1\tNguyễn Văn Mẫu\t1987\tBến xe Miền Tây\tBến xe Cà Mau
2\tTrần Thị Thử\t1990\tBến xe Miền Tây\tBến xe Cà Mau
5\tLê Minh Họa\t1975\tBến xe Miền Tây\tBến xe Cà Mau
6\tPhạm Thị Ghế\t1968\tBến xe Miền Tây\tCần Thơ
9\tVõ Văn Hàng\t2001\tBến xe Miền Tây\tBến xe Cà Mau
10\tHuỳnh Thị Ba\t1959\tCần Thơ\tBến xe Cà Mau
17\tĐặng Văn Xa\t1983\tBến xe Miền Tây\tBến xe Cà Mau
\tBùi Thị Chưa Rõ\t1995\tBến xe Miền Tây\t
29\tNgô Văn Cuối\t1979\tCần Thơ\tBến xe Cà Mau"""
# Plate, trailer, hours since it came in, whether it has left, goods, where it is to go.
TRUCKS = (
    ("51C-678.90", "", 41, False, "Thức ăn thủy sản", "Đầm Dơi"),
    ("51C-112.23", "51R-001.23", 29, False, "Xi măng", "Năm Căn"),
    ("65C-045.67", "", 9, False, "Rau củ", "Chợ phường 7"),
    ("62C-333.21", "62R-004.56", 6, False, "Gạo", "Kho lương thực"),
    ("83C-098.76", "", 20, True, "Vật liệu xây dựng", "Cái Nước"),
)


def let_vehicles_run(actor: Actor, province: str, now: datetime) -> None:
    """Carriers with their trips, goods vehicles at the post, entrants and the roster; once."""
    if Carrier.objects.exists():
        return
    _trips(actor, province, now, _vehicles(actor, province, now))
    _goods(actor, province, now)
    _border(actor, province, now)


def _vehicles(actor: Actor, province: str, now: datetime) -> list[Vehicle]:
    before = now - timedelta(days=20)
    carriers = [
        register_carrier(
            actor,
            CarrierFacts(province + path, kind, name, hamlet, f"029022211{number:02}"),
            now=before,
        )
        for number, (name, kind, path, hamlet) in enumerate(CARRIERS)
    ]
    return [
        register_vehicle(
            actor,
            VehicleFacts(plate, kind, "", carriers[owner].pk, seats, seats_a_row),
            now=before,
        )
        for plate, kind, owner, seats, seats_a_row in VEHICLES
    ]


def _trips(actor: Actor, province: str, now: datetime, vehicles: list[Vehicle]) -> None:
    ways = (
        (vehicles[0], -20, True),
        (vehicles[1], -6, True),
        (vehicles[2], -3, False),
        (vehicles[3], 5, True),
    )
    for number, (vehicle, hours, is_declared) in enumerate(ways):
        departs = now + hours * HOUR
        trip = plan_trip(
            actor,
            TripFacts(
                path=province,
                origin="Bến xe Miền Tây",
                destination="Bến xe Cà Mau",
                departs_at=departs,
                arrives_at=departs + 8 * HOUR,
                vehicle_id=vehicle.pk,
                stops=(StopFacts("Cần Thơ", departs + 4 * HOUR, departs + 4 * HOUR),),
            ),
            is_declared=is_declared,
            declared_words="chủ xe, qua điện thoại" if is_declared else "",
            now=min(now, departs - 2 * HOUR),
        )
        if number == 0:
            lines = manifest_of(SEATED, today=day_of(now)).lines
            take_manifest(actor, trip.pk, lines, form_id="demo", now=now - HOUR)


def _goods(actor: Actor, province: str, now: datetime) -> None:
    point = open_point(
        actor,
        PointFacts(
            province + "964/32023/",
            "Bãi trung chuyển cửa ngõ phía Bắc",
            day_of(now) - timedelta(days=15),
            address="Quốc lộ 1",
            keeper="Sở Giao thông vận tải",
            capacity=40,
        ),
    )
    for plate, trailer, hours, has_left, goods, destination in TRUCKS:
        came = now - hours * HOUR
        seen = {
            "path": province + "964/32023/",
            "kind": VehicleKind.TRACTOR if trailer else VehicleKind.TRUCK,
            "trailer": trailer,
            "goods": goods,
            "destination": destination,
        }
        moments = [(Direction.IN, came)]
        if has_left:
            moments.append((Direction.OUT, came + 7 * HOUR))
        sightings = [
            Sighting(
                plate,
                direction=direction,
                at=at,
                reference=f"demo.passage:{plate}:{direction}",
                **seen,  # type: ignore[arg-type]
            )
            for direction, at in moments
        ]
        note_passages(actor, sightings, now=now)
    for run in FreightRun.objects.filter(left_at__isnull=True)[:3]:
        facts = RunFacts(
            run.goods, run.origin, run.destination, point.pk, Measure.CHANGE_DRIVER, run.note
        )
        change_run(actor, run.pk, facts)


def _border(actor: Actor, province: str, now: datetime) -> None:
    coast = province + "968/32098/"
    entrants = (
        ("Nguyễn Văn Biên Thử", EntryKind.UNLAWFUL, "Cửa biển Thử Nghiệm", 30),
        ("Sok Thử", EntryKind.LAWFUL, "Cửa khẩu Thử Nghiệm", 52),
        ("chưa rõ", EntryKind.UNLAWFUL, "Bãi bồi phía Tây", 3),
    )
    for number, (name, kind, place, hours) in enumerate(entrants):
        entry = record_entry(
            actor,
            Entrant(name, nationality="KH" if kind == EntryKind.LAWFUL else "VN"),
            EntryFacts(
                coast,
                kind,
                place,
                now - hours * HOUR,
                from_country="Campuchia",
                found_by="Đồn biên phòng Thử Nghiệm",
                force=Force.BORDER_GUARD,
            ),
            form_id=f"demo{number}",
            now=now,
        )
        if number == 1:
            move_entry(
                actor,
                entry.pk,
                EntryStatus.QUARANTINED,
                handed_to="Khu cách ly tập trung huyện",
                now=now,
            )
    midnight = at(day_of(now), 0)
    shifts = (
        ("Đoạn cửa biển phía Đông", Force.BORDER_GUARD, ("Lê Văn Gác", "Phan Văn Tuần")),
        ("Đoạn cửa biển phía Đông", Force.MILITIA, ("Trần Văn Dân",)),
        ("Chốt bãi bồi phía Tây", Force.POLICE, ("Võ Văn Chốt", "Mai Thị Trực")),
    )
    for day in range(3):
        for section, force, people in shifts:
            for half in (0, 12):
                begins = midnight + timedelta(days=day, hours=half)
                facts = DutyFacts(coast, section, force, begins, begins + 12 * HOUR, people)
                roster_duty(actor, facts, now=now)
