"""A place that is added to a notice by hand is the one that investigations speak of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from lachan.core.refused import Refused
from lachan.tracing.actions import notices as acting
from lachan.tracing.actions.notice_lists import hand_lists
from lachan.tracing.actions.venues import PlaceWords, venue_for
from lachan.tracing.models import NoticePlace, Venue
from lachan.tracing.queries.exposed import exposed
from lachan.tracing.terms import LineKind, Setting
from lachan.transport.tests.examples import a_trip
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, a_family, hour, look_into, span, stay, told

PIER = PlaceWords("Bến Đò Sáu", Setting.OTHER, COMMUNE)
HOURS = {"day": "10/9/2021", "since": "7h", "until": "8h", "reason": "camera của bến"}


@pytest.fixture
def notice(cast):
    """A draft that names the market of a case."""
    made, _people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    told(cast, made, stay())
    return acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)


@pytest.fixture
def add(cast, notice, settings):
    """Add a place on the page of the notice, from seven to eight."""
    settings.CLOCK = "tests.cast.at_nine"
    client = Client()
    client.force_login(cast.users["commune"])
    address = reverse("tracing:notice_add", args=[notice.key])
    return lambda **typed: client.post(address, HOURS | typed)


def someone_at(cast, place, name):
    (person,) = a_family(cast, name, form_id=name)
    return told(cast, look_into(cast, person), stay(place, span(7, 8)))


def found(cast, notice):
    return {one.person.full_name for one in exposed(cast.synthesist, notice).sure}


def test_who_told_of_the_place_before_or_after_was_surely_there_and_is_handed(cast, notice, add):
    someone_at(cast, PIER, "Võ Thị Trước")
    assert add(place="bến đò  sáu", unit=COMMUNE).status_code == 302
    someone_at(cast, PIER, "Hồ Văn Sau")
    assert found(cast, notice) == {"Võ Thị Trước", "Hồ Văn Sau"}
    (handed,) = hand_lists(cast.synthesist, notice.key, now=NOW)
    assert handed.persons.count() == 2


def test_a_place_that_nobody_had_told_of_is_the_one_told_of_later(cast, notice, add):
    add(place="Bến Đò Sáu", unit=COMMUNE, setting="vehicle", address="đầu kênh")
    someone_at(cast, PIER, "Hồ Văn Sau")
    assert found(cast, notice) == {"Hồ Văn Sau"}
    assert Venue.objects.filter(name="Bến Đò Sáu").count() == 1


def test_a_place_that_was_offered_and_chosen_needs_no_unit_and_is_told_as_it_is_known(
    cast, notice, add
):
    pier = someone_at(cast, PIER, "Võ Thị Trước").venue
    assert add(place="ben do", place_key=pier.key, place_words="ben do").status_code == 302
    row = NoticePlace.objects.get(venue=pier)
    assert (row.name, row.path) == ("Bến Đò Sáu", COMMUNE)
    assert found(cast, notice) == {"Võ Thị Trước"}


def test_a_new_place_without_a_unit_is_asked_for_it_and_the_page_keeps_what_was_typed(notice, add):
    page = add(place="Bến Lạ")
    assert page.status_code == 422
    assert "hãy chọn một địa điểm đã có" in page.content.decode().lower()
    assert 'value="Bến Lạ"' in page.content.decode()
    assert not Venue.objects.filter(name="Bến Lạ").exists()


def test_a_vehicle_without_a_carrier_is_not_added_by_hand(cast, notice):
    trip = a_trip(cast)
    type(trip).objects.update(carrier=None)
    venue = venue_for(
        f"transport.trip:{trip.pk}",
        name="69A-123.45",
        setting=Setting.VEHICLE,
        path=WARD,
        now=NOW,
    )
    place = acting.PlaceAdded(PlaceWords(key=venue.key), hour(7), hour(8))
    with pytest.raises(Refused, match="69A"):
        acting.add_place(cast.synthesist, notice.key, place, "camera", now=NOW)


def test_a_place_whose_name_holds_signs_is_found_in_words(cast, notice, add):
    add(place="Quán Út, bến đò (cũ)", unit=COMMUNE)
    someone_at(cast, replace(PIER, name="Nhà trọ"), "Hồ Văn Trọ")
    words = "ăn ở quán Út bến đò cũ, rồi về"
    (person,) = a_family(cast, "Võ Thị Ăn", form_id="an")
    told(cast, look_into(cast, person), stay(None, span(7, 8), kind=LineKind.EVENT, words=words))
    possible = exposed(cast.synthesist, notice).possible
    assert [one.person.full_name for one in possible] == ["Võ Thị Ăn"]
