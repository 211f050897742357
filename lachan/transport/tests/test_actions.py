"""Carriers, trips, passengers, goods vehicles and the border, on the real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from lachan.audit.models import Entry
from lachan.core.refused import NotThere, Refused
from lachan.notifications.models import Message
from lachan.people.models import Person
from lachan.transport.actions.border import (
    DutyFacts,
    Entrant,
    EntryFacts,
    move_entry,
    record_entry,
    roster_duty,
    withdraw_duty,
)
from lachan.transport.actions.carriers import VehicleFacts, change_vehicle, register_vehicle
from lachan.transport.actions.freight import RunFacts, expect_run, note_exit, prolong
from lachan.transport.actions.noticing import notice
from lachan.transport.actions.passages import Sighting, note_passages
from lachan.transport.actions.passengers import remove_passenger, reseat
from lachan.transport.actions.trips import declare_trip, move_trip
from lachan.transport.models import (
    BorderEntry,
    FreightRun,
    Passenger,
    Trip,
    Vehicle,
    VehiclePassage,
)
from lachan.transport.queries.border import duties_of_week, on_duty
from lachan.transport.queries.freight import inside, overstaying, runs
from lachan.transport.queries.trips import (
    passenger_on_seat,
    passengers_of,
    sharing,
    trip_stays,
    trips_found,
)
from lachan.transport.queries.vehicles import carriers, carriers_named, vehicles_named
from lachan.transport.terms import (
    Direction,
    EntryKind,
    EntryStatus,
    Force,
    Measure,
    Role,
    TripState,
    VehicleKind,
)
from tests.cast import NOW, TODAY

from .examples import (
    COMMUNE,
    HOUR,
    PLATE,
    PROVINCE,
    WARD,
    a_carrier,
    a_coach,
    a_passage,
    a_trip,
    with_passengers,
)


def names(found):
    return [one.passenger.person.full_name for one in found]


def test_a_carrier_is_registered_once_at_its_commune(cast):
    carrier = a_carrier(cast)
    with pytest.raises(Refused):
        a_carrier(cast)
    assert list(carriers_named(cast.commune, "thu nghiem")) == [carrier]
    assert list(carriers_named(cast.commune, "0912 345 678")) == [carrier]
    assert not carriers(cast.neighbour).exists()


def test_a_plate_keyed_twice_is_one_vehicle_and_is_not_taken_from_its_carrier(cast):
    carrier = a_carrier(cast)
    coach = a_coach(cast, carrier)
    assert a_coach(cast, carrier, plate="69b 01234").pk == coach.pk
    other = a_carrier(cast, "Nhà xe Khác", path=WARD)
    with pytest.raises(Refused):
        a_coach(cast, other)
    assert list(vehicles_named(cast.commune, "012.34")) == [coach]


def test_a_vehicle_seen_at_a_post_joins_the_carrier_that_registers_it(cast):
    a_passage(cast, PLATE, kind=VehicleKind.COACH, goods="")
    coach = a_coach(cast, a_carrier(cast))
    assert (coach.path, Vehicle.objects.count()) == (COMMUNE, 1)


def test_a_unit_does_not_edit_the_vehicles_of_another(cast):
    coach = a_coach(cast, a_carrier(cast))
    facts = VehicleFacts(plate=PLATE, kind=VehicleKind.CAR, path="95/")
    with pytest.raises(Refused):
        change_vehicle(cast.neighbour, coach.pk, facts)
    with pytest.raises(Refused):
        register_vehicle(cast.neighbour, facts, now=NOW)


def test_a_trip_has_its_stops_and_belongs_to_the_commune_of_the_carrier(cast):
    trip = a_trip(cast)
    assert [stop.words for stop in trip.stops.all()] == [
        "Bến xe Cà Mau",
        "Cần Thơ",
        "Bến xe Miền Tây",
    ]
    assert (trip.path, trip.state) == (COMMUNE, TripState.DECLARED)


def test_a_carrier_that_departs_undeclared_is_named_to_the_commune_once(cast):
    trip = a_trip(cast, is_declared=False)
    assert notice(NOW - HOUR) == (0, 0)
    assert notice(NOW) == (1, 0)
    assert notice(NOW + HOUR) == (0, 0)
    told = Message.objects.filter(recipient=cast.users["commune"])
    assert told.count() == 1
    assert "69B-012.34" in told.get().body
    assert Entry.objects.filter(event="transport.CarrierNamed", path=COMMUNE).count() == 1
    declare_trip(cast.commune, trip.pk, "chủ xe đến khai", now=NOW + 2 * HOUR)
    entry = Entry.objects.get(event="transport.TripDeclared")
    assert entry.payload["late"] is True


def test_a_trip_declared_in_time_names_nobody(cast):
    a_trip(cast)
    assert notice(NOW + HOUR) == (0, 0)


def test_a_trip_goes_forward_and_says_why_it_was_cancelled(cast):
    trip = a_trip(cast)
    with pytest.raises(Refused):
        move_trip(cast.commune, trip.pk, TripState.CANCELLED, now=NOW)
    move_trip(cast.commune, trip.pk, TripState.ARRIVED, now=NOW)
    with pytest.raises(Refused):
        move_trip(cast.commune, trip.pk, TripState.UNDER_WAY, now=NOW)
    with pytest.raises(NotThere):
        move_trip(cast.neighbour, trip.pk, TripState.ARRIVED, now=NOW)


def test_pasted_passengers_are_recognised_and_seated_once(cast):
    trip = a_trip(cast)
    taken = with_passengers(cast, trip)
    assert (taken.taken, taken.new_persons, taken.without_row) == (5, 5, 1)
    again = with_passengers(cast, trip)
    assert (again.taken, again.repeated) == (0, 5)
    assert Person.objects.count() == 5
    assert [row.row for row in passengers_of(trip)] == [2, 2, 2, 5, None]


def test_who_shared_the_trip_within_two_rows(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    who = passenger_on_seat(trip, "5")
    found = sharing(trip, who.pk, 2)
    assert names(found.near) == ["Trần Thị Thử"]
    assert names(found.undetermined) == ["Phạm Thị Không Ghế"]
    assert names(found.apart) == ["Lê Văn Xa"]
    # Got on at Cần Thơ, where the other got off.
    assert names(found.elsewhen) == ["Võ Văn Sau"]


def test_rows_are_read_anew_when_the_vehicle_turns_out_to_have_beds(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    assert reseat(cast.commune, trip.pk, 3) == 4
    assert [row.row for row in passengers_of(trip)] == [2, 2, 3, 6, None]


def test_who_was_not_on_board_is_taken_off_with_a_reason(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    who = passenger_on_seat(trip, "5")
    with pytest.raises(Refused):
        remove_passenger(cast.commune, trip.pk, who.pk, "")
    remove_passenger(cast.commune, trip.pk, who.pk, "bỏ chuyến")
    assert trip.passengers.count() == 4


def test_tracing_is_told_from_when_until_when_each_was_on_board(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    stays = list(trip_stays(NOW, NOW + 24 * HOUR))
    assert len(stays) == 5
    first = next(s for s in stays if s == passenger_on_seat(trip, "5"))
    assert (first.entered, first.gone, first.row) == (NOW, NOW + 4 * HOUR, 2)
    assert first.place == f"transport.trip:{trip.pk}"
    assert list(trip_stays(NOW + 8 * HOUR, NOW + 24 * HOUR)) == []


def test_a_trip_is_found_by_plate_and_by_who_was_on_board(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    assert list(trips_found(cast.commune, "69b01234")) == [trip]
    assert list(trips_found(cast.commune, "nguyen van mau")) == [trip]
    assert not trips_found(cast.neighbour, "69b01234").exists()


def test_a_coach_at_a_post_without_a_declared_trip_makes_its_carrier_known(cast):
    person = with_passengers(cast, a_trip(cast, departs_at=NOW - 72 * HOUR))
    assert person.taken
    ids = list(Person.objects.values_list("pk", flat=True)[:2])
    a_passage(
        cast, PLATE, kind=VehicleKind.COACH, goods="", aboard=[(pk, Role.PASSENGER) for pk in ids]
    )
    found = Trip.objects.get(reference__startswith="transport.passage:")
    assert (found.path, found.declared_at, found.passengers.count()) == (COMMUNE, None, 2)
    assert notice(NOW)[0] == 1


def test_a_coach_at_a_post_is_on_its_declared_trip_and_nobody_is_aboard_twice(cast):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    ids = list(trip.passengers.values_list("person_id", flat=True)[:2])
    a_passage(
        cast,
        PLATE,
        kind=VehicleKind.COACH,
        goods="",
        at=NOW + 2 * HOUR,
        aboard=[(pk, Role.PASSENGER) for pk in ids],
    )
    trip.refresh_from_db()
    assert (trip.state, trip.passengers.count(), Trip.objects.count()) == ("under_way", 5, 1)


def test_entry_and_exit_tell_who_is_in_the_province(cast):
    a_passage(cast, at=NOW - 5 * HOUR)
    assert inside(runs(cast.leader), NOW).count() == 1
    a_passage(cast, direction=Direction.OUT, at=NOW - HOUR)
    assert not inside(runs(cast.leader), NOW).exists()
    assert inside(runs(cast.leader), NOW - 2 * HOUR).count() == 1
    assert not runs(cast.neighbour).exists()


def test_a_passage_reported_twice_is_one(cast):
    first = a_passage(cast, reference="checkpoints.Event:1")
    assert a_passage(cast, reference="checkpoints.Event:1").pk == first.pk
    assert (VehiclePassage.objects.count(), FreightRun.objects.count()) == (1, 1)


def test_an_exit_that_a_post_reports_before_the_entry_makes_the_same_stay(cast):
    a_passage(cast, direction=Direction.OUT, at=NOW - HOUR)
    assert not FreightRun.objects.exists()
    a_passage(cast, at=NOW - 5 * HOUR)
    run = FreightRun.objects.get()
    assert (run.entered_at, run.left_at) == (NOW - 5 * HOUR, NOW - HOUR)


def test_an_earlier_post_that_reports_late_moves_the_entry_and_keeps_what_people_noted(cast):
    a_passage(cast, at=NOW - 5 * HOUR)
    run = FreightRun.objects.get()
    FreightRun.objects.filter(pk=run.pk).update(measure=Measure.RELOAD)
    a_passage(cast, at=NOW - 7 * HOUR)
    moved = FreightRun.objects.get()
    assert (moved.pk, moved.measure) == (run.pk, Measure.RELOAD)
    assert moved.entered_at == NOW - 7 * HOUR
    assert moved.allowed_until == NOW + 17 * HOUR


def test_beyond_its_time_a_vehicle_is_on_top_and_the_unit_is_told_once(cast):
    a_passage(cast, at=NOW - 30 * HOUR, trailer="51R-001.23")
    a_passage(cast, "65C-000.01", at=NOW - HOUR)
    (late,) = overstaying(runs(cast.leader), NOW)
    assert (late.vehicle.plate, late.trailer.plate) == ("51C67890", "51R00123")
    assert notice(NOW) == (0, 1)
    assert notice(NOW + timedelta(minutes=1)) == (0, 0)
    assert Entry.objects.filter(event="transport.OverstayNamed").count() == 1


def test_more_time_is_given_with_a_reason_and_an_unseen_exit_is_noted(cast):
    a_passage(cast, at=NOW - 30 * HOUR)
    run = FreightRun.objects.get()
    with pytest.raises(Refused):
        prolong(cast.leader, run.pk, NOW + HOUR, "")
    prolong(cast.leader, run.pk, NOW + HOUR, "xe hỏng, đang sửa")
    assert not overstaying(runs(cast.leader), NOW).exists()
    left = note_exit(cast.leader, run.pk, NOW - HOUR, now=NOW)
    assert left.left_at == NOW - HOUR
    # A later entry is a stay of its own, and the exit that was noted stays.
    a_passage(cast, at=NOW - timedelta(minutes=10))
    assert FreightRun.objects.count() == 2
    run.refresh_from_db()
    assert run.left_at == NOW - HOUR


def test_a_vehicle_of_our_own_carriers_has_no_limit_of_stay(cast):
    carrier = a_carrier(cast)
    a_coach(cast, carrier, plate="69C-000.11", kind=VehicleKind.TRUCK)
    a_passage(cast, "69C-000.11", at=NOW - 90 * HOUR)
    assert not overstaying(runs(cast.leader), NOW).exists()


def test_an_announced_vehicle_keeps_its_goods_when_it_comes(cast):
    run = expect_run(
        cast.leader,
        PROVINCE,
        "51C-678.90",
        RunFacts(goods="xi măng", measure=Measure.CHANGE_DRIVER),
        expected_at=NOW,
        now=NOW - 24 * HOUR,
    )
    a_passage(cast, at=NOW - HOUR)
    found = FreightRun.objects.get()
    assert (found.pk, found.goods, found.entered_at) == (run.pk, "xi măng", NOW - HOUR)


@pytest.mark.django_db(transaction=True)
def test_two_posts_reporting_the_same_entry_at_once_make_one_stay(cast):
    actor = cast.leader

    def report(number):
        try:
            plates = ["51C-678.90", "65C-123.45"]
            sightings = [
                Sighting(
                    plate,
                    direction=Direction.IN,
                    at=NOW,
                    path=WARD,
                    kind=VehicleKind.TRUCK,
                    reference=f"checkpoints.Event:{number % 2}:{plate}",
                )
                # Each tells of them in another order.
                for plate in (plates if number % 3 else plates[::-1])
            ]
            return {row.pk for row in note_passages(actor, sightings, now=NOW)}
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = set().union(*pool.map(report, range(8)))
    assert len(found) == VehiclePassage.objects.count() == 4
    assert FreightRun.objects.count() == Vehicle.objects.count() == 2
    assert Entry.objects.filter(event="transport.VehicleRegistered").count() == 2
    assert Entry.objects.filter(event="transport.PassageNoted").count() == 4


def entry(cast, form_id="one", **facts):
    values = {
        "path": COMMUNE,
        "kind": EntryKind.UNLAWFUL,
        "place": "Rạch Gốc",
        "at": NOW - HOUR,
        "force": Force.BORDER_GUARD,
    }
    return record_entry(
        cast.commune,
        Entrant("Nguyễn Văn Biên"),
        EntryFacts(**(values | facts)),
        form_id=form_id,
        now=NOW,
    )


def test_an_unlawful_entry_goes_from_hand_to_hand(cast):
    found = entry(cast)
    assert entry(cast).pk == found.pk
    assert BorderEntry.objects.count() == 1
    with pytest.raises(Refused):
        move_entry(cast.commune, found.pk, EntryStatus.HANDED_OVER, now=NOW)
    move_entry(
        cast.commune, found.pk, EntryStatus.QUARANTINED, handed_to="Khu cách ly huyện", now=NOW
    )
    with pytest.raises(Refused):
        move_entry(cast.commune, found.pk, EntryStatus.FOUND, now=NOW)
    with pytest.raises(NotThere):
        move_entry(cast.neighbour, found.pk, EntryStatus.CLOSED, now=NOW)


def test_a_shift_has_its_people_once_and_can_be_taken_off(cast):
    facts = DutyFacts(
        path=COMMUNE,
        section="Rạch Gốc – Hố Gùi",
        force=Force.BORDER_GUARD,
        begins_at=NOW - HOUR,
        ends_at=NOW + 11 * HOUR,
        people=("Lê Văn Gác",),
    )
    duty = roster_duty(cast.commune, facts, now=NOW)
    with pytest.raises(Refused):
        roster_duty(cast.commune, facts, now=NOW)
    assert list(on_duty(cast.leader, NOW)) == [duty]
    assert list(duties_of_week(cast.leader, TODAY)[1]) == [duty]
    assert not on_duty(cast.neighbour, NOW).exists()
    withdraw_duty(cast.commune, duty.pk, "đổi ca", now=NOW)
    assert roster_duty(cast.commune, facts, now=NOW).pk != duty.pk


def test_nothing_on_record_names_a_person_or_a_plate(cast):
    with_passengers(cast, a_trip(cast))
    a_passage(cast)
    entry(cast)
    kept = str(list(Entry.objects.values_list("payload", flat=True)))
    for word in ("Nguyễn Văn", "51C", "69B", "0912345678"):
        assert word not in kept
    assert Passenger.objects.count() == 5
