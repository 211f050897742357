"""Pages of posts: a valid form changes what it says, another says why and keeps what was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lachan.arrivals.models import Arrival
from lachan.audit.models import Entry
from lachan.checkpoints.actions.working_in.running import work_in_waiting
from lachan.checkpoints.models import (
    Device,
    HotEntry,
    Opening,
    Passage,
    Post,
    Quarantined,
    RosterEntry,
)
from lachan.checkpoints.terms import Code
from tests.cast import NOW


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.checkpoints.tests.test_views.at_nine"


@pytest.fixture
def office(cast):
    """The leader's browser."""
    client = Client()
    client.force_login(cast.users["leader"])
    return client


def url(name, *args):
    return reverse(f"checkpoints:{name}", args=args)


def send(office, name, /, *args, **typed):
    """Post the form; the page (422) or where it leads (302)."""
    return office.post(url(name, *args), typed)


def is_refused(response, *words):
    """Whether the form came back with its reasons and with these words still in it."""
    text = response.content.decode()
    return (
        response.status_code == 422
        and bool(response.context["form"].errors)
        and all(str(reason) in text for reason in response.context["form"].non_field_errors())
        and all(word in text for word in words)
    )


POST = {"name": "Chốt cầu Mới", "unit": "96/964/", "place": "Km 12", "kind": "road"}


def test_a_post_is_set_up_and_a_second_one_of_its_name_is_refused(office, cast):
    assert send(office, "create", **POST).status_code == 302
    assert Post.objects.get().place == "Km 12"
    assert is_refused(send(office, "create", **{**POST, "place": "Km 99"}), "Km 99")
    assert Post.objects.count() == 1


def test_a_post_is_changed_and_closes_only_after_it_was_set_up(office, post):
    typed = {"name": "Chốt đổi tên", "place": "Bến phà", "kind": "road"}
    assert send(office, "edit", post.pk, **typed).status_code == 302
    post.refresh_from_db()
    assert (post.name, post.place) == ("Chốt đổi tên", "Bến phà")
    wrong = send(office, "edit", post.pk, **{**typed, "place": "Nơi khác"}, closed_on="1/1/2020")
    assert is_refused(wrong, "Nơi khác", "1/1/2020")
    post.refresh_from_db()
    assert post.place == "Bến phà"


SHIFT = {
    "starts_at": "07:00 15/09/2021",
    "ends_at": "19:00 15/09/2021",
    "police": "* Lê Văn Tám, tổ trưởng, 0912 345 678\nTrần Văn Chín",
    "health": "Phạm Thị Mười",
}


def test_a_shift_gets_its_people_by_force(office, post):
    assert send(office, "roster", post.pk, **SHIFT).status_code == 302
    found = RosterEntry.objects.order_by("pk").values_list("force", "full_name", "leads")
    assert list(found) == [
        ("police", "Lê Văn Tám", True),
        ("police", "Trần Văn Chín", False),
        ("health", "Phạm Thị Mười", False),
    ]
    entry = RosterEntry.objects.get(leads=True)
    assert (entry.position, entry.phone) == ("tổ trưởng", "0912345678")
    assert "Lê Văn Tám" in office.get(url("roster", post.pk)).content.decode()
    assert send(office, "take_off", post.pk, entry.pk).status_code == 302
    assert RosterEntry.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": "06:00 15/09/2021"},
        {"ends_at": "19:00 19/09/2021"},
        {"starts_at": "sáng nay"},
        {"police": "", "health": ""},
        {"police": "Lê Văn " + "Tám " * 40},
    ],
    ids=["ends first", "too long", "no hour", "nobody", "no name"],
)
def test_a_wrong_shift_says_why_and_keeps_what_was_typed(office, post, wrong):
    typed = {**SHIFT, "other": "Người khác", **wrong} if "police" not in wrong else SHIFT | wrong
    response = send(office, "roster", post.pk, **typed)
    assert is_refused(response, *(word for word in wrong.values() if word))
    assert not RosterEntry.objects.exists()


OPENING = {
    "starts_at": "08:30 15/09/2021",
    "order": "12/LĐ-BCĐ",
    "ordered_by": "Trưởng ban",
    "people_estimated": "300",
}


def test_an_opening_is_recorded_with_its_order_until_control_begins_again(office, post):
    assert send(office, "openings", post.pk, **OPENING).status_code == 302
    opening = Opening.objects.get()
    assert (opening.order, opening.ordered_by, opening.people_estimated) == (
        *("12/LĐ-BCĐ", "Trưởng ban", 300),
    )
    assert send(office, "end_opening", post.pk, opening.pk).status_code == 302
    opening.refresh_from_db()
    assert opening.ends_at == NOW


@pytest.mark.parametrize(
    "wrong",
    [
        {"order": ""},
        {"ordered_by": ""},
        {"ends_at": "07:00 15/09/2021"},
        {"people_estimated": "-5"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_an_opening_without_order_or_sense_is_refused(office, post, wrong):
    response = send(office, "openings", post.pk, **{**OPENING, **wrong})
    assert is_refused(response, *(word for word in wrong.values() if word), "08:30 15/09/2021")
    assert not Opening.objects.exists()


HOT = {
    "kind": "plate",
    "value": "69A-123.45",
    "why": "Giữ lại, báo công an",
    "until": "09:00 20/09/2021",
    "unit": "96/",
}


def test_posts_look_out_for_a_plate_until_somebody_ends_it_with_a_reason(office, cast):
    assert send(office, "hot", **HOT).status_code == 302
    row = HotEntry.objects.get()
    assert (row.value, row.why) == ("69A12345", "Giữ lại, báo công an")
    assert is_refused(send(office, "hot_end", row.pk, reason=""))
    assert send(office, "hot_end", row.pk, reason="đã tìm thấy").status_code == 302
    row.refresh_from_db()
    assert row.ended_at == NOW
    assert is_refused(send(office, "hot_end", row.pk, reason="lần hai"), "lần hai")


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "citizen", "value": "12345"}, {"why": ""}, {"until": "09:00 01/09/2021"}],
    ids=["no number", "no reason", "over already"],
)
def test_a_wrong_look_out_says_why_and_keeps_what_was_typed(office, cast, wrong):
    response = send(office, "hot", **{**HOT, **wrong})
    assert is_refused(response, *(word for word in wrong.values() if word))
    assert not HotEntry.objects.exists()


@pytest.fixture
def waiting(post, device):
    """Something that a device sent and that is no event."""
    row = Device.objects.get()
    return Quarantined.objects.create(
        path=post.path,
        device=row,
        code=Code.NOT_AN_EVENT,
        digest="0" * 64,
        text='"lạ"',
        received_at=NOW,
    )


def test_what_was_received_oddly_is_set_aside_with_a_reason(office, cast, waiting):
    assert is_refused(send(office, "quarantined", waiting.pk, set_aside="1", note=""))
    done = send(office, "quarantined", waiting.pk, set_aside="1", note="máy thử")
    assert done.status_code == 302
    waiting.refresh_from_db()
    assert (waiting.resolution, waiting.note) == ("set_aside", "máy thử")
    assert waiting.resolved_by == cast.users["leader"]


def test_what_is_no_event_is_not_put_in_and_the_reason_typed_stays(office, waiting):
    assert is_refused(send(office, "quarantined", waiting.pk, put_in="1", note="xe 69A"), "xe 69A")
    waiting.refresh_from_db()
    assert waiting.resolved_at is None


def test_what_somebody_decided_is_not_decided_again(office, waiting):
    send(office, "quarantined", waiting.pk, set_aside="1", note="lần một")
    assert send(office, "quarantined", waiting.pk, set_aside="1", note="lần hai").status_code == 422
    waiting.refresh_from_db()
    assert waiting.note == "lần một"


RECORD = {
    "happened_at": "08:00 15/09/2021",
    "direction": "in",
    "outcome": "let_through",
    "role": "rider",
    "full_name": "Nguyễn Văn Về",
    "birth_year": "1990",
    "card": "096 090 000 123",
    "plate": "69A-123.45",
}


def test_a_passage_recorded_in_the_office_is_one_as_of_a_device(office, post):
    response = send(office, "record", post.pk, **RECORD)
    work_in_waiting(NOW)
    passage = Passage.objects.get()
    assert response.url == url("passage", passage.pk)
    assert passage.happened_at == NOW - timedelta(hours=1)
    assert (passage.vehicle.plate, passage.people.get().citizen_id) == (
        *("69A12345", "096090000123"),
    )
    assert Arrival.objects.standing().count() == 1
    assert "Nguyễn Văn Về" in office.get(response.url).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"happened_at": "23:00 15/09/2021"},
        {"full_name": ""},
        {"card": "12345"},
        {"birth_year": "năm Ngọ"},
        {"outcome": "sideways"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_record_says_why_and_keeps_what_was_typed(office, post, wrong):
    response = send(office, "record", post.pk, **{**RECORD, "note": "Đi với hai con", **wrong})
    assert is_refused(response, "Đi với hai con")
    assert set(response.context["form"].errors) == set(wrong)
    assert not Passage.objects.exists()


def test_a_code_for_enrolling_is_shown_once_to_be_scanned(office, post):
    shown = send(office, "enrol", post.pk)
    code = shown.context["code"]
    assert code in shown.content.decode()
    assert code.replace(" ", "") in shown.context["address"]
    assert shown["Cache-Control"] == "no-store, private"
    assert code not in office.get(url("enrol", post.pk)).content.decode()


def test_a_device_is_revoked_with_a_reason_once(office, device):
    row = Device.objects.get()
    assert is_refused(send(office, "revoke", row.key, reason=""))
    assert send(office, "revoke", row.key, reason="mất máy").status_code == 302
    row.refresh_from_db()
    assert (row.revoked_at, row.revoked_because) == (NOW, "mất máy")
    again = send(office, "revoke", row.key, reason="lần hai")
    row.refresh_from_db()
    assert row.revoked_because == "mất máy"
    assert is_refused(again, "lần hai")
    assert Entry.objects.filter(event="checkpoints.Revoked").count() == 1


def test_a_device_is_told_to_wipe_its_list(office, device):
    assert send(office, "wipe", Device.objects.get().key).status_code == 302
    assert "wipe" in str(Entry.objects.latest("pk").event).lower()
