"""A list of passengers that was imported becomes passengers of a trip."""

from __future__ import annotations

import hashlib

from lachan.core.actor import system
from lachan.core.dates import at
from lachan.lists.models import ListRow, ReceivedList
from lachan.people.models import Person
from lachan.transport.actions.lists import take_list
from lachan.transport.models import Passenger, Trip
from lachan.transport.terms import Permission
from tests.cast import NOW, TODAY

from .examples import COMMUNE, a_carrier, a_coach, a_trip

LISTS = system("lists", *Permission)
SEATS = ("5", "6", "")


def a_list(departed="2021-09-15T09:00", plate="69B01234", seats=SEATS, start=0):
    received = ReceivedList.objects.create(
        path=COMMUNE,
        kind="passengers",
        file_name="ds.xlsx",
        file_kind="xlsx",
        file_size=1,
        sha256=hashlib.sha256(f"{departed}{plate}".encode()).hexdigest(),
        received_at=NOW,
    )
    for number, seat in enumerate(seats, start=start):
        person = Person.objects.create(
            path=COMMUNE,
            full_name=f"Người {number}",
            folded_name=f"nguoi {number}",
            recorded_at=NOW,
            changed_at=NOW,
        )
        Person.objects.filter(pk=person.pk).update(root=person)
        ListRow.objects.create(
            list=received,
            row=number,
            outcome="new",
            person=person,
            values={
                "plate": plate,
                "departed": departed,
                "seat": seat,
                "pickup": "Cà Mau",
                "dropoff": "Cần Thơ",
            },
        )
    return received


def test_rows_of_a_declared_trip_are_its_passengers_once(cast):
    trip = a_trip(cast)
    received = a_list()
    assert take_list(LISTS, received.pk, path=COMMUNE, now=NOW) == 3
    assert take_list(LISTS, received.pk, path=COMMUNE, now=NOW) == 0
    assert Trip.objects.get() == trip
    assert list(trip.passengers.values_list("row", flat=True)) == [2, 2, None]
    assert trip.passengers.first().left.words == "Cần Thơ"


def test_a_list_that_comes_afterwards_declares_nothing(cast):
    a_coach(cast, a_carrier(cast))
    received = a_list(departed="2021-09-12T06:30")
    take_list(LISTS, received.pk, path="96/", now=NOW)
    trip = Trip.objects.get()
    assert (trip.path, trip.declared_at) == (COMMUNE, None)
    assert trip.departs_at == at(TODAY.replace(day=12), 6, 30)
    assert trip.passengers.count() == 3


def test_the_day_alone_finds_the_trip_of_that_day(cast):
    trip = a_trip(cast)
    received = a_list(departed="2021-09-15")
    take_list(LISTS, received.pk, path=COMMUNE, now=NOW)
    assert Trip.objects.get() == trip


def test_rows_without_a_plate_or_a_trip_are_left(cast):
    received = a_list(plate="", departed="")
    assert take_list(LISTS, received.pk, path=COMMUNE, now=NOW) == 0
    assert not Passenger.objects.exists()
