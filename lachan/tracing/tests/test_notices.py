"""Public exposure notices: what may be said, their life, who was there, and what nobody may see."""

from __future__ import annotations

import contextlib
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from lachan.core.refused import NotThere, Refused
from lachan.people.models import Reading
from lachan.tracing.actions import notices as acting
from lachan.tracing.actions.lines import strike_line
from lachan.tracing.actions.notice_lists import ask_exposed, hand_lists, receive_list
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.cli import app
from lachan.tracing.models import Notice, NoticePlace, NoticeVersion
from lachan.tracing.queries.notices import get_notice, places_of, public_notice, public_notices
from lachan.tracing.rules.notices import (
    LeftOutBecause,
    Spell,
    Visit,
    drafted,
    identifying,
    joined,
    obstacles_to_phone,
    span_words,
)
from lachan.tracing.terms import Setting
from tests.cast import NOW

from .examples import COMMUNE, WARD, a_case, a_family, hour, look_into, met, span, stay, told

START = datetime(2021, 9, 10, tzinfo=UTC)
minutes = st.integers(0, 3000)
spells = st.lists(
    st.builds(
        lambda since, long, pk: Spell(
            START + timedelta(minutes=since), START + timedelta(minutes=since + long), (pk,)
        ),
        minutes,
        st.integers(1, 400),
        st.integers(1, 10**6),
    ),
    max_size=20,
)
names = st.sampled_from(["Lê Văn Ca", "Trần Thị Vợ", "Nguyễn Văn Đỗ", "Ngô Bá"])


@given(spells)
def test_joined_hours_cover_every_stay_and_never_touch_one_another(rows):
    found = joined(rows)
    for row in rows:
        assert any(
            one.started_at <= row.started_at
            and row.ended_at <= one.ended_at
            and set(row.stays) <= set(one.stays)
            for one in found
        )
    for one, after in itertools.pairwise(found):
        assert one.ended_at < after.started_at
    assert joined(found) == found


@given(spells)
def test_hours_are_quarters_and_no_more_than_a_quarter_wider_than_told(rows):
    for one in joined(rows):
        assert one.started_at.minute % 15 == one.ended_at.minute % 15 == 0
        assert any(row.started_at - one.started_at < timedelta(minutes=15) for row in rows)
        assert any(
            timedelta() <= one.ended_at - row.ended_at < timedelta(minutes=15) for row in rows
        )


@given(st.lists(st.tuples(names, st.sampled_from(list(Setting)), st.text(max_size=20)), max_size=8))
def test_no_place_that_holds_a_name_or_is_a_home_is_ever_drafted(rows):
    visits = [
        Visit(n, n, f"Tiệm {text} {name.upper()}, {text}", "", setting, START, START + QUARTER)
        for n, (name, setting, text) in enumerate(rows)
    ]
    known = ["Lê Văn Ca", "Trần Thị Vợ", "Nguyễn Văn Đỗ", "Ngô Bá"]
    draft = drafted(visits, since=START, until=START + QUARTER, names=known)
    assert not draft.places
    assert len(draft.left_out) == len(visits)


QUARTER = timedelta(minutes=15)


def visit(name="Chợ Thử", setting=Setting.MARKET, since=0, until=60, **changed):
    since, until = START + timedelta(minutes=since), START + timedelta(minutes=until)
    return Visit(1, 1, name, "", setting, since, until, **changed)


def test_stays_are_cut_to_the_infectious_window():
    draft = drafted([visit()], since=START + QUARTER, until=START + 2 * QUARTER, names=[])
    assert draft.places[1] == (Spell(START + QUARTER, START + 2 * QUARTER, (1,)),)
    assert not drafted([visit()], since=START + 9 * QUARTER, until=NOW, names=[]).places


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (visit("Nhà ông Bảy"), LeftOutBecause.HOME),
        (visit("Nhà trọ", is_home=True), LeftOutBecause.HOME),
        (visit("Số 3", Setting.HOUSEHOLD), LeftOutBecause.HOME),
        (visit("Khu cách ly", Setting.QUARANTINE), LeftOutBecause.QUARANTINE),
        (visit("Xe nhà", Setting.VEHICLE, is_private_vehicle=True), LeftOutBecause.PRIVATE_VEHICLE),
        (visit("Tạp hóa le van ca"), LeftOutBecause.NAMES),
    ],
)
def test_what_would_name_a_person_is_left_out_and_said_so(one, why):
    draft = drafted([one], since=START, until=NOW, names=["Lê Văn Ca"])
    assert (draft.places, draft.left_out) == ({}, {1: why})


@pytest.mark.parametrize("words", ["Gọi ca F0 Lê Văn Ca", "115 gặp bà Tư", "096087001234"])
def test_the_telephone_of_a_notice_is_a_number_and_nothing_else(words):
    assert obstacles_to_phone(words)


@pytest.mark.parametrize("words", ["", "115", "(0290) 3831.009", "+842903831009", "0912 345 678"])
def test_telephone_numbers_are_written_in_many_ways(words):
    assert not obstacles_to_phone(words)


@pytest.mark.parametrize("text", ["BN 1234", "ca bệnh số 12", "nam, 26 tuổi", "096087001234"])
def test_case_numbers_ages_and_identity_numbers_are_found(text):
    assert identifying(text, [])


def test_a_telephone_number_and_a_given_name_alone_tell_of_nobody():
    assert not identifying("Quán An, gọi 0290 3831 009", ["An", "Lê Văn An"])


def test_hours_over_midnight_name_both_days():
    words = span_words(hour(22, day=14), hour(2, 30, day=15))
    assert "14/9/2021" in words
    assert "15/9/2021" in words


# Drafting from a trace, and the life of a notice


def at_nine():
    return NOW


@pytest.fixture
def the_day(settings):
    settings.CLOCK = "lachan.tracing.tests.test_notices.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def traced(cast):
    """A case with a market twice, a house of somebody, a meeting; infectious for a week."""
    made, _people = a_case(cast)
    case = made.case
    case.infectious_from, case.infectious_until = hour(0, day=9), None
    case.save()
    for when in (span(7, 8), span(8, 9)):
        told(cast, made, stay(when=when))
    told(cast, made, stay(PlaceWords("Nhà bà Trần Thị Vợ", Setting.OTHER, COMMUNE)))
    told(cast, made, met())
    told(cast, made, stay(when=span(7, 8, day=1)))
    return made


def drafted_of(cast, traced):
    return acting.draft_notice(cast.commune, [traced.case], phone="0290 3831 009", now=NOW)


def published(cast, traced):
    notice = drafted_of(cast, traced)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    return acting.publish_notice(cast.leader, notice.key, now=NOW)


def test_a_draft_joins_the_hours_of_one_market_and_leaves_the_house_out(cast, traced):
    notice = drafted_of(cast, traced)
    (place,) = places_of(notice)
    assert (place.name, place.started_at, place.ended_at) == ("Chợ Thử Nghiệm", hour(7), hour(9))
    assert place.stays.count() == 2
    assert "Xã An Xuyên" in place.unit_words
    assert notice.left_out == [["Nhà bà Trần Thị Vợ", "home"]]


def test_a_case_without_a_window_is_not_drafted(cast, traced):
    traced.case.infectious_from = None
    with pytest.raises(Refused):
        drafted_of(cast, traced)
    assert not Notice.objects.exists()


def test_a_telephone_that_names_somebody_is_refused_whoever_writes_it(cast, traced):
    with pytest.raises(Refused):
        acting.draft_notice(cast.commune, [traced.case], phone="Gọi Lê Văn Ca", now=NOW)
    notice = drafted_of(cast, traced)
    words = acting.NoticeWords("Thông báo", "ở nhà", "Gọi Lê Văn Ca")
    with pytest.raises(Refused):
        acting.edit_notice(cast.commune, notice.key, words, now=NOW)
    Notice.objects.update(phone="Gọi Lê Văn Ca")
    with pytest.raises(Refused):
        acting.approve_notice(cast.leader, notice.key, now=NOW)


def test_words_that_name_the_case_are_refused(cast, traced):
    notice = drafted_of(cast, traced)
    for title in ("Ca Lê Văn Ca", "BN 1234", "nữ 34 tuổi", "Gần nhà PHẠM THỊ GẶP"):
        with pytest.raises(Refused):
            acting.edit_notice(
                cast.commune, notice.key, acting.NoticeWords(title, "ở nhà", "115"), now=NOW
            )


def test_only_who_may_announce_approves_and_publishes(cast, traced):
    notice = drafted_of(cast, traced)
    with pytest.raises(Refused):
        acting.publish_notice(cast.leader, notice.key, now=NOW)
    with pytest.raises(Refused):
        acting.approve_notice(cast.synthesist, notice.key, now=NOW)
    with pytest.raises(NotThere):
        public_notice(notice.key)
    acting.approve_notice(cast.leader, notice.key, now=NOW)
    acting.edit_notice(cast.commune, notice.key, acting.NoticeWords("T", "ở nhà", "1"), now=NOW)
    with pytest.raises(Refused):
        acting.publish_notice(cast.leader, notice.key, now=NOW)


def test_the_public_reads_places_and_hours_and_nobody_s_name(cast, traced, the_day):
    notice = published(cast, traced)
    page = Client().get(reverse("tracing:public_notice", args=[notice.key])).content.decode()
    feed = Client().get(reverse("tracing:public_feed"))
    index = Client().get(reverse("tracing:public_notices")).content.decode()
    assert feed.json()["items"][0]["_la_chan"]["places"][0]["name"] == "Chợ Thử Nghiệm"
    for text in (page, feed.content.decode(), index):
        assert "Chợ Thử Nghiệm" in text
        for secret in ("Lê Văn Ca", "Trần Thị Vợ", "Gặp", cast.leader.name, str(traced.case.key)):
            assert secret not in text


def test_a_struck_stay_leaves_the_notice_to_be_corrected_until_somebody_did(cast, traced):
    notice = published(cast, traced)
    later = NOW + timedelta(hours=1)
    line = traced.lines.filter(venue__name="Chợ Thử Nghiệm").order_by("-started_at").first()
    strike_line(cast.commune, line.key, "kể nhầm ngày", now=later)
    assert get_notice(cast.leader, notice.key).is_doubted
    (place,) = [row for row in places_of(notice) if row.is_doubted]
    with pytest.raises(Refused):
        acting.strike_place(cast.synthesist, notice.key, place.pk, "kể nhầm", now=later)
    acting.strike_place(cast.leader, notice.key, place.pk, "kể nhầm ngày", now=later)
    assert not get_notice(cast.leader, notice.key).is_doubted
    hours = public_notice(notice.key)["places"][0]["hours"][0]
    assert (hours["is_struck"], hours["struck_because"]) == (True, "kể nhầm ngày")
    assert [row.number for row in NoticeVersion.objects.all()] == [2, 1]


def test_hours_that_stand_although_a_stay_was_struck_are_said_to_stand(cast, traced):
    notice = published(cast, traced)
    later = NOW + timedelta(hours=1)
    line = traced.lines.filter(started_at=hour(8)).get()
    strike_line(cast.commune, line.key, "kể hai lần", now=later)
    place = NoticePlace.objects.get()
    acting.confirm_place(cast.leader, notice.key, place.pk, "camera xác nhận", now=later)
    assert not get_notice(cast.leader, notice.key).is_doubted


def test_a_withdrawn_notice_stays_at_its_address_with_the_reason(cast, traced, the_day):
    notice = published(cast, traced)
    acting.withdraw_notice(cast.leader, notice.key, "xét nghiệm lại âm tính", now=NOW)
    page = Client().get(reverse("tracing:public_notice", args=[notice.key])).content.decode()
    assert "xét nghiệm lại âm tính" in page
    draft = drafted_of(cast, traced)
    acting.withdraw_notice(cast.commune, draft.key, "trùng", now=NOW)
    assert len(public_notices(NOW)) == 1


def test_people_who_were_there_are_found_counted_logged_and_handed_once(cast, traced, the_day):
    (other,) = a_family(cast, "Võ Thị Mua", form_id="khac")
    second = look_into(cast, other)
    told(cast, second, stay(when=span(8, 10)))
    (far,) = a_family(cast, "Hồ Văn Xa", path=WARD, form_id="xa")
    third = look_into(cast, far, WARD)
    words = stay(PlaceWords("Quán nước", Setting.OTHER, WARD), words="ngồi sau chợ thử nghiệm")
    acting_line = words
    from lachan.tracing.actions.lines import add_line

    add_line(cast.synthesist, third.key, acting_line, now=NOW)
    notice = published(cast, traced)
    found = ask_exposed(cast.synthesist, notice, now=NOW)
    # The household's nights are at home: of the stays at the market only hers is another's.
    assert [one.person.full_name for one in found.sure] == ["Võ Thị Mua"]
    assert (found.sure[0].since, found.sure[0].until) == (hour(8), hour(9))
    assert [one.person.full_name for one in found.possible] == ["Hồ Văn Xa"]
    assert found.communes == [(COMMUNE, 1)]
    assert Reading.objects.filter(page="tracing:notice_people").count() == 2
    assert ask_exposed(cast.commune, notice, now=NOW).elsewhere == 1
    (row,) = hand_lists(cast.synthesist, notice.key, now=NOW)
    assert hand_lists(cast.synthesist, notice.key, now=NOW) == []
    assert receive_list(cast.commune, row.key, now=NOW).received_at == NOW
    with pytest.raises(NotThere):
        receive_list(cast.neighbour, row.key, now=NOW)


# The pages and the other doors


@pytest.fixture
def browser(cast):
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users["leader"])
    return client


def test_a_notice_goes_from_the_draft_to_the_public_by_its_pages(cast, traced, the_day, browser):
    number = f"{traced.case.number}/{traced.case.year}"
    asked = {"cases": number, "phone": "0290 3831 009"}
    assert browser.post(reverse("tracing:notice_draft"), asked).status_code == 302
    notice = Notice.objects.get()
    page = browser.get(reverse("tracing:notice", args=[notice.key])).content.decode()
    assert "Chợ Thử Nghiệm" in page
    added = {"place": "Quán Gió", "unit": COMMUNE, "day": "14/9/2021", "since": "22h"}
    added |= {"until": "2h30", "reason": "camera của quán"}
    browser.post(reverse("tracing:notice_add", args=[notice.key]), added)
    row = NoticePlace.objects.get(name="Quán Gió")
    assert (row.started_at, row.ended_at) == (hour(22, day=14), hour(2, 30, day=15))
    seen = Notice.objects.get().changed_at.isoformat()
    for step in ("approve", "publish"):
        browser.post(reverse(f"tracing:notice_{step}", args=[notice.key]), {"seen": seen})
    visitor = Client()
    public = visitor.get(reverse("tracing:public_notice", args=[notice.key]))
    assert "từ 22 giờ 00 ngày 14/9/2021 đến 2 giờ 30 ngày 15/9/2021" in public.content.decode()
    assert not public.cookies
    assert "max-age=60" in public.headers["Cache-Control"]
    assert number not in public.content.decode()
    people = reverse("tracing:notice_people", args=[notice.key])
    assert browser.get(people).status_code == 200
    assert browser.get(people, {"export": "xlsx"}).status_code == 200
    listed = browser.get(reverse("tracing:notices"), {"q": "quán gió", "state": "published"})
    assert "1 row" in listed.content.decode()


def test_a_number_that_two_units_count_names_its_unit_where_a_notice_is_drafted(
    cast, traced, the_day, browser
):
    (other,) = a_family(cast, "Ngô Thị Trùng", path=WARD, form_id="nhà khác")
    other_case = look_into(cast, other, WARD).case
    number = f"{traced.case.number}/{traced.case.year}"
    assert number == f"{other_case.number}/{other_case.year}"
    address = reverse("tracing:notice_draft")
    assert browser.post(address, {"cases": number}).status_code == 422
    asked = browser.get(address, {"case": traced.case.key}).context["form"]["cases"].value()
    assert browser.post(address, {"cases": asked}).status_code == 302
    assert Notice.objects.get().path == COMMUNE


def test_programs_draft_and_ask_by_key_and_never_get_names(cast, traced, the_day, browser):
    body = {"cases": [str(traced.case.key)], "phone": "115"}
    made = browser.post("/api/v1/tracing/notices", body, content_type="application/json").json()
    assert made["left_out"] == [["Nhà bà Trần Thị Vợ", "home"]]
    found = browser.get(f"/api/v1/tracing/notices/{made['key']}/people")
    assert set(found.json()) == {"communes", "people", "possible", "elsewhere"}
    client = Client()
    client.force_login(cast.users["neighbour"])
    assert client.get(f"/api/v1/tracing/notices/{made['key']}").status_code == 404
    assert Client().get("/api/v1/tracing/notices").status_code in {302, 401}


def test_a_notice_is_drafted_and_withdrawn_by_command(cast, traced, the_day, monkeypatch):
    monkeypatch.setattr("config.database.ready", lambda **_: contextlib.nullcontext())

    def run(*words):
        return CliRunner().invoke(app, ["notices", *words], catch_exceptions=False).output

    number = f"{traced.case.number}/{traced.case.year}"
    made = json.loads(run("draft", number, "--phone", "115", "--json"))
    assert json.loads(run("list", "--json"))[0]["key"] == made["key"]
    assert "Chợ Thử Nghiệm" in run("show", made["key"])
    with pytest.raises(Refused):
        run("publish", made["key"])
    assert json.loads(run("withdraw", made["key"], "--reason", "trùng", "--json"))["state"] == (
        "withdrawn"
    )
