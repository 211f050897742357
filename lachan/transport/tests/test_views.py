"""The pages, the carrier's own page, and the doors for programs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lachan.people.models import Reading
from lachan.transport.actions.trips import move_trip
from lachan.transport.models import BorderEntry, Carrier, FreightRun, Trip, Vehicle
from lachan.transport.queries.trips import passenger_on_seat
from lachan.transport.terms import TripState
from tests.browsing import signed_in, text
from tests.cast import NOW

from .examples import (
    COMMUNE,
    HOUR,
    PLATE,
    a_carrier,
    a_coach,
    a_passage,
    a_trip,
    with_passengers,
)


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.transport.tests.test_views.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def browser(cast):
    return signed_in(cast, "commune")


def test_a_carrier_and_its_vehicle_are_keyed_in(browser):
    page = browser.post(
        reverse("transport:carrier_new"),
        {"name": "Hộ Lê Văn Thử", "kind": "household", "unit": COMMUNE, "hamlet": "Ấp 1"},
    )
    carrier = Carrier.objects.get()
    assert page.headers["Location"] == reverse("transport:carrier", args=[carrier.pk])
    browser.post(
        reverse("transport:vehicle_new"),
        {"plate": "69a 123.45", "kind": "car", "carrier": carrier.pk, "seats": "7"},
    )
    assert Vehicle.objects.get().plate == "69A12345"
    assert "69A-123.45" in text(browser.get(reverse("transport:carrier", args=[carrier.pk])))


def test_a_form_says_at_the_field_what_to_type(browser):
    page = browser.post(reverse("transport:vehicle_new"), {"plate": "69", "kind": "car"})
    assert page.status_code == 422
    assert "id_plate_error" in text(page)
    assert "id_unit_error" in text(page)


def test_a_plate_is_searched_for_by_post_and_stands_in_no_address(cast, browser):
    a_coach(cast, a_carrier(cast))
    page = browser.post(reverse("transport:vehicles"), {"q": "012.34"})
    assert PLATE in text(page)
    assert "q=" not in page.request["QUERY_STRING"]
    assert Reading.objects.get().page == "transport:vehicles"


def test_a_list_is_exported_with_what_it_shows(cast, browser):
    a_trip(cast)
    page = browser.get(reverse("transport:trips") + "?export=xlsx")
    assert page.content.startswith(b"PK")


def test_a_trip_is_declared_with_its_passengers_on_two_pages(cast, browser):
    a_coach(cast, a_carrier(cast))
    form = {
        "plate": PLATE,
        "origin": "Cà Mau",
        "destination": "Cần Thơ",
        "departs_at": "17:00 15/9/2021",
        "stops": "Bạc Liêu\nSóc Trăng",
        "is_declared": "on",
        "form_id": "abc",
    }
    browser.post(reverse("transport:trip_new"), form)
    browser.post(reverse("transport:trip_new"), form)
    trip = Trip.objects.get()
    assert (trip.state, trip.stops.count()) == (TripState.DECLARED, 4)
    browser.post(
        reverse("transport:trip_take", args=[trip.pk]),
        {"rows": "5; Nguyễn Văn Mẫu; 1987", "role": "passenger", "form_id": "rows"},
    )
    page = text(browser.get(reverse("transport:trip", args=[trip.pk])))
    assert "Nguyễn Văn Mẫu" in page
    assert "<svg" in page


def test_rows_without_a_name_are_refused_on_the_page_of_the_trip(cast, browser):
    trip = a_trip(cast)
    page = browser.post(
        reverse("transport:trip_take", args=[trip.pk]), {"rows": "5;;", "role": "passenger"}
    )
    assert page.status_code == 422
    assert "id_rows_error" in text(page)


def test_who_sat_near_is_one_click_away_and_the_look_is_kept(cast, browser):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    who = passenger_on_seat(trip, "5")
    address = reverse("transport:near", args=[trip.pk, who.pk])
    assert address in text(browser.get(reverse("transport:trip", args=[trip.pk])))
    page = browser.get(address)
    near, undetermined = text(page).split("<h2>Not determined")
    assert "Trần Thị Thử" in near
    assert "Phạm Thị Không Ghế" in undetermined
    assert page.headers["Cache-Control"] == "no-store, private"
    assert Reading.objects.filter(page="transport:near").count() == 5


def test_vehicles_beyond_their_time_stand_on_top(cast):
    a_passage(cast, "65C-000.01", at=NOW - HOUR)
    a_passage(cast, at=NOW - 30 * HOUR)
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users["leader"])
    page = text(client.get(reverse("transport:freight")))
    assert page.index("51C-678.90") < page.index("65C-000.01")
    late = text(client.get(reverse("transport:freight") + "?state=late"))
    assert "65C-000.01" not in late
    run = FreightRun.objects.get(vehicle__plate="51C67890")
    client.post(
        reverse("transport:run_prolong", args=[run.pk]),
        {"until": "20:00 15/9/2021", "reason": "xe hỏng"},
    )
    run.refresh_from_db()
    assert run.is_prolonged


def test_an_entrant_is_recorded_and_handed_over(browser):
    form = {
        "kind": "unlawful",
        "full_name": "Nguyễn Văn Biên",
        "nationality": "VN",
        "unit": COMMUNE,
        "place": "Rạch Gốc",
        "at": "05:00 15/9/2021",
        "form_id": "abc",
    }
    browser.post(reverse("transport:entry_new"), form)
    browser.post(reverse("transport:entry_new"), form)
    entry = BorderEntry.objects.get()
    browser.post(
        reverse("transport:entry", args=[entry.pk]),
        {"status": "handed_over", "handed_to": "Công an huyện"},
    )
    entry.refresh_from_db()
    assert (entry.status, entry.handed_to) == ("handed_over", "Công an huyện")


def test_a_shift_is_on_the_roster_and_on_its_paper(browser):
    browser.post(
        reverse("transport:roster"),
        {
            "unit": COMMUNE,
            "section": "Rạch Gốc",
            "force": "militia",
            "begins_at": "06:00 15/9/2021",
            "ends_at": "18:00 15/9/2021",
            "people": "Lê Văn Gác\nTrần Văn Tuần",
        },
    )
    for name in ("transport:roster", "transport:roster_print", "transport:border"):
        assert "Lê Văn Gác, Trần Văn Tuần" in text(browser.get(reverse(name))), name


def test_a_carrier_declares_on_its_own_page_and_sees_no_passenger(cast):
    carrier = a_carrier(cast)
    coach = a_coach(cast, carrier)
    other = a_coach(cast, a_carrier(cast, "Nhà xe Khác"), plate="69B-999.99")
    client = Client(headers={"accept-language": "en"})
    address = reverse("transport:own_page", args=[carrier.access_code])
    form = {
        "vehicle": coach.pk,
        "origin": "Cà Mau",
        "destination": "Cần Thơ",
        "departs_at": "17:00 15/9/2021",
        "rows": "A1; Nguyễn Văn Mẫu; 1987",
        "form_id": "abc",
    }
    client.post(address, form)
    client.post(address, form)
    trip = Trip.objects.get()
    assert (trip.state, trip.passengers.count()) == (TripState.DECLARED, 1)
    page = text(client.get(address))
    assert "Cà Mau – Cần Thơ" in page
    assert "Nguyễn Văn Mẫu" not in page.split("Declared in the last two weeks")[1]
    assert client.post(address, form | {"vehicle": other.pk, "form_id": "b"}).status_code == 422
    assert client.get(reverse("transport:own_page", args=["doan-mo"])).status_code == 404


def test_programs_ask_who_sat_near_and_who_stays_too_long(cast, browser):
    trip = a_trip(cast)
    with_passengers(cast, trip)
    who = passenger_on_seat(trip, "5")
    found = browser.get(f"/api/v1/transport/trips/{trip.pk}/near/{who.pk}").json()
    assert [one["rows_away"] for one in found["near"]] == [0]
    assert len(found["undetermined"]) == 1
    assert browser.get("/api/v1/transport/overstay").json() == []
    move_trip(cast.synthesist, trip.pk, TripState.ARRIVED, now=NOW)
    (told,) = browser.get("/api/v1/transport/trips").json()
    assert (told["plate"], told["declared"], told["people"]) == (PLATE, "in_time", 5)
    assert browser.get("/api/v1/transport/border").json() == []
    stranger = Client()
    stranger.force_login(cast.users["neighbour"])
    assert stranger.get(f"/api/v1/transport/trips/{trip.pk}/near/{who.pk}").status_code == 404
    assert stranger.get("/api/v1/transport/trips").json() == []


@pytest.mark.parametrize("day", ["31/12/9999", "1/1/1", "32/13/2021"])
def test_a_week_at_the_end_of_the_calendar_is_this_week(browser, day):
    for name in ("transport:roster", "transport:roster_print"):
        assert browser.get(reverse(name), {"day": day}).status_code == 200
