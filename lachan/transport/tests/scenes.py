"""A carrier, its trip, a goods vehicle and the border of province 96, for the neighbour test."""

from __future__ import annotations

from lachan.transport.actions.border import (
    DutyFacts,
    Entrant,
    EntryFacts,
    record_entry,
    roster_duty,
)
from lachan.transport.actions.freight import PointFacts, open_point
from lachan.transport.models import FreightRun
from lachan.transport.queries.trips import passengers_of
from lachan.transport.terms import EntryKind, Force
from tests.cast import NOW, TODAY
from tests.scenes import MARK

from .examples import COMMUNE, HOUR, a_carrier, a_coach, a_passage, a_trip, with_passengers

# The carrier's own page is opened by its secret address, without an account.
OPEN_TO_ALL = {"transport:own_page"}


def scene(cast) -> dict[str, dict[str, object]]:
    """One row of each kind; url name -> kwargs that reach them."""
    carrier = a_carrier(cast, f"Nhà xe {MARK}")
    coach = a_coach(cast, carrier)
    trip = a_trip(cast, vehicle=coach, origin=f"Bến {MARK}")
    with_passengers(cast, trip, f"5; Nguyễn Văn {MARK}; 1987")
    (passenger,) = passengers_of(trip)
    a_passage(cast, at=NOW - 30 * HOUR, goods=MARK)
    run = FreightRun.objects.get()
    synthesist = cast.synthesist
    point = open_point(synthesist, PointFacts(COMMUNE, f"Bãi {MARK}", TODAY))
    entry = record_entry(
        synthesist,
        Entrant(f"Trần {MARK}"),
        EntryFacts(COMMUNE, EntryKind.UNLAWFUL, f"Rạch {MARK}", NOW - HOUR),
        form_id="scene",
        now=NOW,
    )
    shift = DutyFacts(
        COMMUNE, f"Chốt {MARK}", Force.MILITIA, NOW - HOUR, NOW + HOUR, people=(f"Lê {MARK}",)
    )
    duty = roster_duty(synthesist, shift, now=NOW)
    # Who has the address sees the page: its carrier bears no mark.
    open_carrier = a_carrier(cast, "Nhà xe Có Địa Chỉ")
    on_trip, of_carrier = {"pk": trip.pk}, {"pk": carrier.pk}
    of_vehicle, of_run = {"pk": coach.pk}, {"pk": run.pk}
    seated = {"pk": trip.pk, "passenger_id": passenger.pk}
    return {
        "transport:carrier": of_carrier,
        "transport:carrier_change": of_carrier,
        "transport:carrier_code": of_carrier,
        "transport:vehicle": of_vehicle,
        "transport:vehicle_change": of_vehicle,
        "transport:own_page": {"code": open_carrier.access_code},
        "transport:trip": on_trip,
        "transport:trip_declare": on_trip,
        "transport:trip_move": on_trip,
        "transport:trip_take": on_trip,
        "transport:trip_seats": on_trip,
        "transport:near": seated,
        "transport:remove": seated,
        "transport:run": of_run,
        "transport:run_prolong": of_run,
        "transport:run_leave": of_run,
        "transport:point_close": {"pk": point.pk},
        "transport:entry": {"pk": entry.pk},
        "transport:duty_withdraw": {"pk": duty.pk},
    }
