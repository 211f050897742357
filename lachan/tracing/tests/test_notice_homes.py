"""No home gets into a public notice: what surely is one, what may be one, who is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from lachan.core.refused import Refused
from lachan.tracing.actions import notices as acting
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.models import NoticePlace, Venue
from lachan.tracing.queries.notices import content_of, public_notice
from lachan.tracing.rules.homes import AskedBecause, Dwelling, Place, is_home, why_asked
from lachan.tracing.terms import Setting
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, a_family, hour, look_into, span, stay, told

HOME = Dwelling(COMMUNE, "Số 12/3, đường Lý Bôn, Khóm 1")
numbers = st.integers(1, 999)
streets = st.sampled_from(["Lý Bôn", "Nguyễn Trãi", "Phan Ngọc Hiển", "Trần Hưng Đạo"])


@given(numbers, streets, st.sampled_from(["số ", "Số nhà ", "", "SN "]), st.sampled_from(", ;"))
def test_a_residence_is_found_again_in_other_signs_and_without_diacritics(
    number, street, before, sign
):
    from lachan.core.text import folded

    dwelling = Dwelling(COMMUNE, f"{number} {street}, Phường 4")
    for words in (f"{before}{number}{sign} {street}", folded(f"{number} {street}").upper()):
        assert is_home(Place(COMMUNE, "Địa điểm", words), [dwelling])
        assert is_home(Place(COMMUNE, f"Quán nước {words}"), [dwelling])
        assert is_home(Place(f"{COMMUNE}01/", words), [dwelling])
        assert not is_home(Place(WARD, "Địa điểm", words), [dwelling])


@pytest.mark.parametrize(
    "place",
    [
        Place(COMMUNE, "Số 3", setting=Setting.HOUSEHOLD),
        Place(COMMUNE, "12 nhà", is_household=True),
        Place(COMMUNE, "Nhà bà Tư"),
        Place(COMMUNE, "tại nhà riêng của ông Bảy", setting=Setting.EVENT),
        Place(COMMUNE, "Tạp hóa", "12/3 LY BON, khom 1", Setting.MARKET),
    ],
)
def test_homes_by_kind_by_name_and_by_address(place):
    assert is_home(place, [HOME])


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (Place(COMMUNE, "Quán nước", "12/3 Lý Bôn"), AskedBecause.LIKE_HOME),
        (Place(COMMUNE, "Quán nước", "ấp 2", Setting.OTHER), AskedBecause.LIKE_HOME),
        (Place(COMMUNE, "Chợ", "ấp 2", Setting.MARKET), None),
        (Place(COMMUNE, "Quán nước", "14 Lý Bôn"), None),
        (Place(WARD, "Quán nước", "12/3 Lý Bôn"), None),
        (Place(COMMUNE, "Quán", "5 Lý Bôn", lived_at=True), AskedBecause.LIVED_AT),
        (Place(COMMUNE, "Bờ kè", only_household=True), AskedBecause.ONLY_HOUSEHOLD),
        (Place(COMMUNE, "Chợ", setting=Setting.MARKET, only_household=True), None),
    ],
)
def test_what_may_be_a_home_is_asked_about_with_the_reason(place, why):
    dwellings = [Dwelling(COMMUNE, "12/3 Lý Bôn Nối Dài"), Dwelling(COMMUNE, "Ấp 2")]
    assert not is_home(place, dwellings)
    assert why_asked(place, dwellings) == why


# In a notice


CAFE = PlaceWords("Quán Bờ Sông", Setting.OTHER, COMMUNE)


@pytest.fixture
def infectious(cast):
    """A case of the household "12 nha" that was at a market and at a café."""
    made, people = a_case(cast)
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    told(cast, made, stay())
    told(cast, made, stay(CAFE, when=span(9, 10)))
    return made, people


def draft(cast, made):
    return acting.draft_notice(cast.commune, [made.case], phone="115", now=NOW)


def added(name, address=""):
    return acting.PlaceAdded(PlaceWords(name, path=COMMUNE, address=address), hour(9), hour(10))


def test_a_place_where_only_the_household_was_is_asked_about_and_not_told(cast, infectious):
    notice = draft(cast, infectious[0])
    row = NoticePlace.objects.get(name="Quán Bờ Sông")
    assert row.asked_because == AskedBecause.ONLY_HOUSEHOLD
    assert [place["name"] for place in content_of(notice)["places"]] == ["Chợ Thử Nghiệm"]
    with pytest.raises(Refused, match="Quán Bờ Sông"):
        acting.approve_notice(cast.leader, notice.key, now=NOW)
    with pytest.raises(Refused):
        acting.confirm_place(cast.synthesist, notice.key, row.pk, "là quán", now=NOW)
    acting.confirm_place(cast.leader, notice.key, row.pk, "quán có biển hiệu", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    acting.publish_notice(cast.leader, notice.key, now=NOW)
    assert len(public_notice(notice.key)["places"]) == 2


def test_a_mate_of_the_household_changes_nothing_a_stranger_answers_it(cast, infectious):
    made, people = infectious
    mate = look_into(cast, people[1])
    told(cast, mate, stay(CAFE, when=span(9, 10)))
    draft(cast, made)
    assert NoticePlace.objects.get(name="Quán Bờ Sông").is_asked
    (stranger,) = a_family(cast, "Võ Thị Lạ", form_id="la")
    told(cast, look_into(cast, stranger), stay(CAFE, when=span(15, 16)))
    later = draft(cast, made)
    assert not later.places.get(name="Quán Bờ Sông").is_asked


def test_the_recorded_residence_of_any_case_of_the_notice_is_left_out(cast, infectious):
    made, _people = infectious
    (other,) = a_family(cast, "Võ Thị Khác", form_id="Lý Bôn")
    second = look_into(cast, other)
    second.case.infectious_from = hour(0, day=9)
    second.case.save()
    visited = PlaceWords("Số 12, LY BON", Setting.OTHER, COMMUNE)
    told(cast, made, stay(visited, when=span(12, 13)))
    notice = acting.draft_notice(cast.commune, [made.case, second.case], phone="115", now=NOW)
    assert ["Số 12, LY BON", "home"] in notice.left_out
    assert not notice.places.filter(name__startswith="Số 12").exists()


def test_a_house_of_somebody_else_is_asked_about(cast, infectious):
    made, _people = infectious
    a_family(cast, "Võ Thị Khác", form_id="Lý Bôn")
    visited = PlaceWords("Tạp hóa Sáu", Setting.MARKET, COMMUNE, address="12 Lý Bôn")
    told(cast, made, stay(visited, when=span(12, 13)))
    row = draft(cast, made).places.get(name="Tạp hóa Sáu")
    assert row.asked_because == AskedBecause.LIVED_AT


def test_no_home_is_added_by_hand_and_a_doubt_is_asked_there_too(cast, infectious):
    notice = draft(cast, infectious[0])
    for home in (added("Nhà bà Tư"), added("Quán", "số 12, Nha")):
        with pytest.raises(Refused, match="nơi ở"):
            acting.add_place(cast.commune, notice.key, home, "camera", now=NOW)
    a_family(cast, "Võ Thị Khác", form_id="Lý Bôn")
    place = added("Tạp hóa Sáu", "12 Lý Bôn")
    assert acting.add_place(cast.commune, notice.key, place, "camera", now=NOW).is_asked
    sure = acting.add_place(cast.commune, notice.key, added("Bến đò"), "camera", now=NOW)
    assert not sure.is_asked


def test_a_place_added_by_hand_is_asked_about_by_what_is_known_of_it(cast, infectious):
    notice = draft(cast, infectious[0])
    row = acting.add_place(cast.commune, notice.key, added("quán bờ sông"), "camera", now=NOW)
    assert row.asked_because == AskedBecause.ONLY_HOUSEHOLD


def test_what_is_added_to_a_published_notice_in_doubt_waits_for_the_answer(cast, infectious):
    notice = draft(cast, infectious[0])
    asked = NoticePlace.objects.get(name="Quán Bờ Sông")
    acting.strike_place(cast.commune, notice.key, asked.pk, "chưa rõ", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    acting.publish_notice(cast.leader, notice.key, now=NOW)
    a_family(cast, "Võ Thị Khác", form_id="Lý Bôn")
    place = added("Tạp hóa Sáu", "12 Lý Bôn")
    row = acting.add_place(cast.leader, notice.key, place, "camera", now=NOW)
    assert len(public_notice(notice.key)["places"]) == 1
    acting.confirm_place(cast.leader, notice.key, row.pk, "cửa hàng", now=NOW)
    assert len(public_notice(notice.key)["places"]) == 2


def test_a_place_that_was_never_told_is_not_told_of_when_it_is_taken_out(cast, infectious):
    notice = draft(cast, infectious[0])
    asked = NoticePlace.objects.get(name="Quán Bờ Sông")
    acting.strike_place(cast.commune, notice.key, asked.pk, "chưa rõ", now=NOW)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    acting.publish_notice(cast.leader, notice.key, now=NOW)
    a_family(cast, "Võ Thị Khác", form_id="Lý Bôn")
    place = added("Tiệm may", "12 Lý Bôn")
    row = acting.add_place(cast.leader, notice.key, place, "camera", now=NOW)
    acting.strike_place(cast.leader, notice.key, row.pk, "đúng là nhà ở", now=NOW)
    for address in (
        reverse("tracing:public_notice", args=[notice.key]),
        reverse("tracing:public_feed"),
    ):
        page = Client().get(address).content.decode()
        assert "Chợ Thử Nghiệm" in page
        assert "Lý Bôn" not in page
        assert "đúng là nhà ở" not in page


def test_a_home_that_came_to_be_known_after_the_draft_is_not_approved(cast, infectious):
    made, people = infectious
    notice = draft(cast, made)
    asked = NoticePlace.objects.get(name="Quán Bờ Sông")
    acting.confirm_place(cast.leader, notice.key, asked.pk, "quán", now=NOW)
    house = people[0].root.household
    Venue.objects.filter(pk=asked.venue_id).update(address=house.address)
    with pytest.raises(Refused, match="nơi ở"):
        acting.approve_notice(cast.leader, notice.key, now=NOW + timedelta(hours=1))


def test_the_page_asks_who_may_announce_and_says_why(cast, infectious, settings):
    settings.CLOCK = "lachan.tracing.tests.test_notices.at_nine"
    settings.LANGUAGE_CODE = "en"
    notice = draft(cast, infectious[0])
    row = NoticePlace.objects.get(name="Quán Bờ Sông")
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users["leader"])
    address = reverse("tracing:notice", args=[notice.key])
    page = client.get(address).content.decode()
    assert "nobody but one household was ever found there" in page
    assert "It is no home" in page
    settle = reverse("tracing:notice_place", args=[notice.key, row.pk])
    client.post(settle, {"reason": "quán có biển hiệu", "stands": "1"})
    assert "It is no home" not in client.get(address).content.decode()
