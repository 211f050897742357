"""What comes after a notice was published: stays struck, scans that arrive late; and trips."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.audit.models import Entry
from lachan.core.refused import Refused
from lachan.notifications.models import Message
from lachan.people.models import Person
from lachan.tracing.actions import notices as acting
from lachan.tracing.actions.gathering import gather_stays
from lachan.tracing.actions.lines import strike_line
from lachan.tracing.actions.notice_lists import hand_lists
from lachan.tracing.actions.venues import PlaceWords, venue_for
from lachan.tracing.models import Notice, NoticePlace, NoticeVersion, Stay
from lachan.tracing.queries.exposed import exposed
from lachan.tracing.queries.notices import get_notice, public_notice
from lachan.tracing.terms import NoticeState, Setting, Source
from lachan.transport.tests.examples import a_trip, with_passengers
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, a_family, hour, look_into, span, stay, told

HOUR = timedelta(hours=1)
LATER = NOW + HOUR


@pytest.fixture
def made(cast):
    """An investigation of a case that was infectious from the day before the tenth on."""
    made, _people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    return made


def published(cast, made) -> Notice:
    notice = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    return acting.publish_notice(cast.leader, notice.key, now=NOW)


def as_read(notice):
    return public_notice(notice.key)["places"], public_notice(notice.key)["version"]


def proposals():
    return Message.objects.filter(key__startswith="tracing.notice.")


# What was read is what is approved


@pytest.fixture
def read(cast, made, settings):
    """A draft, and the leader's browser with the state of it that the page shows."""
    settings.CLOCK = "tests.cast.at_nine"
    told(cast, made, stay())
    notice = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW - HOUR)
    client = Client()
    client.force_login(cast.users["leader"])
    page = client.get(reverse("tracing:notice", args=[notice.key])).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]
    return notice, client, seen


def test_a_leader_approves_what_was_read_and_nothing_that_was_written_since(cast, read):
    notice, client, seen = read
    words = acting.NoticeWords("Khác", "uống thuốc", "113")
    acting.edit_notice(cast.commune, notice.key, words, now=NOW)
    approve = reverse("tracing:notice_approve", args=[notice.key])
    client.post(approve, {"seen": seen})
    client.post(approve)
    notice.refresh_from_db()
    assert notice.state == NoticeState.DRAFT
    client.post(approve, {"seen": notice.changed_at.isoformat()})
    notice.refresh_from_db()
    assert notice.state == NoticeState.APPROVED


def test_an_editor_does_not_write_over_words_that_were_not_seen(cast, read):
    notice, client, seen = read
    words = acting.NoticeWords("Khác", "ở nhà", "113")
    acting.edit_notice(cast.commune, notice.key, words, now=NOW)
    mine = {"title": "Của tôi", "guidance": "gọi ngay", "phone": "115", "seen": seen}
    page = client.post(reverse("tracing:notice", args=[notice.key]), mine)
    assert page.status_code == 422
    assert "gọi ngay" in page.content.decode()
    notice.refresh_from_db()
    assert notice.title == "Khác"


def test_a_program_says_which_state_it_approves(cast, read):
    notice, client, _seen = read
    address = f"/api/v1/tracing/notices/{notice.key}"
    before = client.get(address).json()["changed_at"]
    words = acting.NoticeWords("Khác", "ở nhà", "113")
    acting.edit_notice(cast.commune, notice.key, words, now=NOW)
    body = {"seen_at": before}
    client.post(f"{address}/approve", body, content_type="application/json")
    assert client.get(address).json()["state"] == "draft"
    body = {"seen_at": client.get(address).json()["changed_at"]}
    client.post(f"{address}/approve", body, content_type="application/json")
    assert client.get(address).json()["state"] == "approved"


# A stay is struck


def test_a_struck_stay_proposes_a_correction_and_changes_nothing_by_itself(cast, made, run_jobs):
    line = told(cast, made, stay())
    notice = published(cast, made)
    before = as_read(notice)
    run_jobs()
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    run_jobs()
    assert as_read(notice) == before
    assert NoticeVersion.objects.count() == 1
    (said,) = Entry.objects.filter(event="tracing.NoticeDoubted")
    assert said.payload["places"] == [NoticePlace.objects.get().pk]
    assert {row.link for row in proposals()} == {reverse("tracing:notice", args=[notice.key])}
    assert get_notice(cast.leader, notice.key).is_doubted


def test_what_rests_on_a_struck_stay_is_neither_approved_nor_published(cast, made):
    line = told(cast, made, stay())
    notice = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    other = acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    for act, key in ((acting.publish_notice, notice.key), (acting.approve_notice, other.key)):
        with pytest.raises(Refused, match="Chợ Thử Nghiệm"):
            act(cast.leader, key, now=LATER)
    acting.confirm_place(cast.leader, notice.key, notice.places.get().pk, "camera", now=LATER)
    assert acting.publish_notice(cast.leader, notice.key, now=LATER).published_at == LATER


def test_a_correction_is_proposed_once_however_often_the_news_comes(cast, made, run_jobs):
    line = told(cast, made, stay())
    published(cast, made)
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    run_jobs()
    number = proposals().count()
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    run_jobs()
    assert proposals().count() == number > 0


def test_a_withdrawn_notice_is_not_to_be_corrected(cast, made, run_jobs):
    line = told(cast, made, stay())
    notice = published(cast, made)
    acting.withdraw_notice(cast.leader, notice.key, "xét nghiệm lại âm tính", now=NOW)
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    run_jobs()
    assert not proposals()


def test_a_correction_made_is_a_version_of_its_own_that_keeps_what_was_read(cast, made, run_jobs):
    line = told(cast, made, stay())
    told(cast, made, stay(PlaceWords("Trạm Y tế", Setting.HEALTH, COMMUNE), when=span(9, 10)))
    notice = published(cast, made)
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=LATER)
    run_jobs()
    row = NoticePlace.objects.get(name="Chợ Thử Nghiệm")
    acting.strike_place(cast.leader, notice.key, row.pk, "kể nhầm ngày", now=LATER)
    first, second = NoticeVersion.objects.order_by("number")
    assert not any(
        span["is_struck"] for place in first.content["places"] for span in place["hours"]
    )
    struck = {p["name"]: p["hours"][0]["is_struck"] for p in second.content["places"]}
    assert struck == {"Chợ Thử Nghiệm": True, "Trạm Y tế": False}
    assert not get_notice(cast.leader, notice.key).is_doubted


# Scans and declared stays that arrive later


@pytest.fixture
def door(cast):
    return WatchPlace.objects.create(code="A3C9XK", path=COMMUNE, name="Chợ Cửa", opened_at=NOW)


def at_the_door(person, door, since=8):
    return PlaceVisit.objects.create(
        place=door, person=person, entered_at=hour(since), left_at=hour(since + 1)
    )


def names(found):
    return [one.person.full_name for one in found]


@pytest.fixture
def of_the_door(cast, made, door):
    """A published notice of a market whose door the case scanned."""
    at_the_door(made.case.person, door)
    gather_stays(NOW)
    return published(cast, made)


def test_a_scan_that_came_after_publication_is_found_before_it_is_gathered(cast, of_the_door, door):
    assert not exposed(cast.synthesist, of_the_door).sure
    (late,) = a_family(cast, "Võ Thị Quét", form_id="quet")
    at_the_door(late, door)
    assert names(exposed(cast.synthesist, of_the_door).sure) == ["Võ Thị Quét"]
    gather_stays(LATER)
    assert names(exposed(cast.synthesist, of_the_door).sure) == ["Võ Thị Quét"]
    assert [row.path for row in hand_lists(cast.synthesist, of_the_door.key, now=LATER)] == [
        COMMUNE
    ]


def test_a_scan_at_another_hour_or_door_is_not_found(cast, of_the_door, door):
    other = WatchPlace.objects.create(code="B3C9XK", path=COMMUNE, name="Bến xe", opened_at=NOW)
    (late,) = a_family(cast, "Võ Thị Quét", form_id="quet")
    at_the_door(late, other)
    at_the_door(late, door, since=15)
    assert not exposed(cast.synthesist, of_the_door).sure


def test_a_stay_declared_after_publication_is_found_and_handed_in_a_second_list(cast, made):
    told(cast, made, stay())
    notice = published(cast, made)
    (first,) = a_family(cast, "Võ Thị Trước", form_id="truoc")
    told(cast, look_into(cast, first), stay())
    assert len(hand_lists(cast.synthesist, notice.key, now=NOW)) == 1
    (late,) = a_family(cast, "Hồ Văn Sau", form_id="sau")
    told(cast, look_into(cast, late), stay(), now=LATER)
    (second,) = hand_lists(cast.synthesist, notice.key, now=LATER)
    assert [one.full_name for one in second.persons.all()] == ["Hồ Văn Sau"]


def test_of_a_withdrawn_notice_nobody_is_handed_to_anybody(cast, made, settings):
    settings.CLOCK = "tests.cast.at_nine"
    told(cast, made, stay())
    notice = published(cast, made)
    (other,) = a_family(cast, "Võ Thị Mua", form_id="mua")
    told(cast, look_into(cast, other), stay())
    client = Client()
    client.force_login(cast.users["synthesist"])
    page, hand = (
        reverse(f"tracing:notice_{name}", args=[notice.key]) for name in ("people", "hand")
    )
    assert hand in client.get(page).content.decode()
    acting.withdraw_notice(cast.leader, notice.key, "xét nghiệm lại âm tính", now=NOW)
    assert hand not in client.get(page).content.decode()
    with pytest.raises(Refused):
        hand_lists(cast.synthesist, notice.key, now=LATER)
    assert not notice.lists.exists()


def test_a_scan_that_is_told_no_more_proposes_a_correction(cast, made, of_the_door, run_jobs):
    PlaceVisit.objects.all().delete()
    before = as_read(of_the_door)
    gather_stays(LATER)
    run_jobs()
    assert as_read(of_the_door) == before
    assert get_notice(cast.leader, of_the_door.key).is_doubted
    assert proposals()


# Trips


@pytest.fixture
def on_the_coach(cast, made):
    """The case sat in row 5 of a coach that left on the tenth."""
    trip = a_trip(cast, departs_at=hour(4, 30), number="TN05")
    with_passengers(cast, trip)
    venue = venue_for(
        f"transport.trip:{trip.pk}",
        name="69B-012.34 · TN05",
        setting=Setting.VEHICLE,
        path=WARD,
        now=NOW,
    )
    Stay.objects.create(
        person=made.case.person,
        venue=venue,
        entered_at=hour(4, 30),
        left_at=hour(12, 30),
        row=5,
        source=Source.TRIP,
        reference="transport.passenger:1",
        recorded_at=NOW,
    )
    return trip


def test_a_trip_is_told_by_carrier_line_departure_and_rows_near_the_case(cast, made, on_the_coach):
    notice = published(cast, made)
    ((place,), _version) = as_read(notice)
    assert place["name"] == (
        "Nhà xe Thử Nghiệm (TN05) · Bến xe Cà Mau – Bến xe Miền Tây · "
        "khởi hành lúc 4 giờ 30, ngày 10/9/2021 · hàng ghế 3 đến 7"
    )
    assert place["hours"][0]["words"] == "từ 4 giờ 30 đến 12 giờ 30, ngày 10/9/2021"


def test_no_passenger_of_a_trip_is_named(cast, made, on_the_coach):
    notice = published(cast, made)
    text = str(public_notice(notice.key))
    for person in Person.objects.all():
        assert person.full_name not in text


def test_a_trip_whose_seat_is_not_known_tells_of_everybody_on_board(cast, made, on_the_coach):
    Stay.objects.filter(source=Source.TRIP).update(row=None)
    ((place,), _version) = as_read(published(cast, made))
    assert "hàng ghế" not in place["name"]


def test_a_vehicle_without_a_carrier_is_not_told(cast, made, on_the_coach):
    type(on_the_coach).objects.update(carrier=None)
    notice = acting.draft_notice(cast.commune, [made.case], now=NOW)
    assert [why for _name, why in notice.left_out] == ["private_vehicle"]
