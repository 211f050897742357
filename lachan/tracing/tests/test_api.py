"""What a page can do of an investigation and of a notice, done by programs; no neighbour can."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lachan.people.models import Reading
from lachan.tracing.actions.investigating import close_investigation
from lachan.tracing.actions.notice_lists import hand_lists
from lachan.tracing.actions.notices import draft_notice
from lachan.tracing.actions.own_forms import give_form
from lachan.tracing.actions.photos import keep_photo
from lachan.tracing.actions.sending import send_lines
from lachan.tracing.models import FormLink, Line, Notice
from lachan.tracing.terms import Source
from tests.cast import NOW

from .examples import COMMUNE, MARKET, WARD, a_case, a_family, hour, look_into, met, stay, told

pytestmark = pytest.mark.usefixtures("the_day")

PNG = b"\x89PNG\r\n\x1a\n" + b"mot buc anh"


@pytest.fixture
def made(cast):
    return a_case(cast)[0]


@pytest.fixture
def notice(cast, made):
    """A draft of one market, at which somebody else of the commune was as well."""
    made.case.infectious_from = hour(0, day=9)
    made.case.save()
    told(cast, made, stay())
    (other,) = a_family(cast, "Người Khác", form_id="khac")
    told(cast, look_into(cast, other), stay())
    return draft_notice(cast.synthesist, [made.case], phone="115", now=NOW)


def test_a_case_is_looked_into_its_days_are_set_and_it_is_closed_and_opened_again(made, ask):
    opened = ask("investigations", {"case": str(made.case.key)}).json()
    assert opened["key"] == str(made.key)
    one = f"investigations/{made.key}"
    assert ask(f"{one}/days", {"days": 28, "source": "CV 12"}).json()["days"] == 28
    assert ask(f"{one}/days", {"days": 400, "source": "CV 12"}).status_code == 409
    assert ask(f"{one}/close", {}).json()["closed_at"]
    assert ask("investigations?open_only=true").json() == []
    assert ask(f"{one}/reopen", {}).json()["closed_at"] is None


def test_an_interview_begins_once_and_lines_name_it(made, ask):
    asked = {"key": str(uuid.uuid4()), "way": "telephone", "answered_by": "Mẹ của ca bệnh"}
    for _time in range(2):
        assert ask(f"investigations/{made.key}/interviews", asked).json()["way"] == "telephone"
    (interview,) = ask(f"investigations/{made.key}/interviews").json()
    assert (interview["key"], interview["answered_by"]) == (asked["key"], "Mẹ của ca bệnh")
    assert ask(f"investigations/{made.key}/interviews", asked | {"way": "thư"}).status_code == 422


def test_a_form_is_given_out_with_its_address_told_once_and_is_withdrawn(cast, made, ask):
    contact = told(cast, made, met()).met
    forms = f"investigations/{made.key}/forms"
    # The contact lives in another commune: whoever may not see them gives them no form.
    assert ask(forms, {"person": str(contact.key)}).status_code == 404
    given = ask(forms, {"person": str(made.person.key)}).json()
    assert Client().get(given["address"]).status_code == 200
    (listed,) = ask(forms).json()
    assert "address" not in listed
    assert (listed["key"], listed["closed_because"]) == (given["key"], [])
    revoked = ask(f"forms/{given['key']}/revoke", {"reason": "gửi nhầm"}).json()
    assert revoked["closed_because"] == ["This form was withdrawn."]
    assert Client().get(given["address"]).status_code == 410
    assert Reading.objects.filter(page="tracing:timeline", person=made.person).exists()


def test_a_form_of_an_investigation_that_has_ended_is_listed_as_closed(cast, made, ask):
    give_form(cast.commune, made.key, made.person.pk, now=NOW)
    close_investigation(cast.commune, made.key, now=NOW)
    (listed,) = ask(f"investigations/{made.key}/forms").json()
    assert "has ended" in listed["closed_because"][0]


def test_a_picture_is_kept_shown_and_keyed_line_by_line(made, ask):
    address = f"/api/v1/tracing/investigations/{made.key}/photos"
    client = ask.client
    for _time in range(2):
        picture = SimpleUploadedFile("danh-sach.png", PNG, "image/png")
        photo = client.post(address, {"photo": picture}).json()
    assert [one["key"] for one in client.get(address).json()] == [photo["key"]]
    line = {
        "key": str(uuid.uuid4()),
        "kind": "met",
        "started_at": "2021-09-10T07:00:00+07:00",
        "ended_at": "2021-09-10T08:00:00+07:00",
        "met": {"full_name": "Võ Thị Hàng Một"},
        "photo": photo["key"],
    }
    ask(f"investigations/{made.key}/lines", {"lines": [line]})
    keyed = Line.objects.get()
    assert (keyed.source, str(keyed.photo.key)) == (Source.PHOTO, photo["key"])
    shown = ask(f"photos/{photo['key']}")
    assert (shown.content, shown.headers["Content-Type"]) == (PNG, "image/png")
    assert Reading.objects.filter(page="tracing:picture", person=keyed.met).exists()
    assert ask(f"photos/{photo['key']}/keyed", {}).json()["keyed_at"]


def test_a_commune_reads_the_lines_that_it_was_sent_and_whom_they_show_is_logged(cast, made, ask):
    line = told(cast, made, met())
    home = told(cast, made, stay())
    sent = {row.path: row for row in send_lines(cast.commune, made.key, now=NOW)}
    waiting = ask("received?waiting_only=true").json()
    assert [one["key"] for one in waiting] == [str(sent[COMMUNE].key)]
    page = ask(f"received/{sent[COMMUNE].key}").json()
    assert [one["key"] for one in page["lines"]] == [str(home.key)]
    assert page["number"] == f"{made.case.number}/{made.case.year}"
    assert Reading.objects.filter(page="tracing:hand_off", person=made.person).exists()
    assert str(line.key) not in json.dumps(page)
    ask(f"received/{sent[COMMUNE].key}", {})
    assert ask("received?waiting_only=true").json() == []
    assert len(ask("received").json()) == 1


def test_the_words_and_places_of_a_notice_are_edited_by_programs(notice, ask_as):
    ask = ask_as("leader")
    one = f"notices/{notice.key}"
    seen = ask(one).json()["changed_at"]
    words = {"title": "Thông báo khẩn", "guidance": "Ở nhà và gọi 115.", "phone": "115"}
    assert ask(f"{one}/words", words | {"seen_at": seen}).json()["title"] == "Thông báo khẩn"
    place = {
        "place": {"name": "Bến xe Thử", "path": WARD.rstrip("/")},
        "started_at": "2021-09-11T07:00:00+07:00",
        "ended_at": "2021-09-11T08:00:00+07:00",
        "reason": "ca bệnh nhớ lại",
    }
    added = ask(f"{one}/places", place).json()["places"]
    (new,) = [row for row in added if row["name"] == "Bến xe Thử"]
    assert Notice.objects.get().places.get(pk=new["id"]).path == WARD
    ask(f"{one}/places/{new['id']}/confirm", {"reason": "đã hỏi lại"})
    struck = ask(f"{one}/places/{new['id']}/strike", {"reason": "kể nhầm"}).json()["places"]
    assert [row["struck_because"] for row in struck if row["id"] == new["id"]] == ["kể nhầm"]
    assert (
        ask(
            f"{one}/places", place | {"place": {"name": "Chợ", "path": "96/964/99999/"}}
        ).status_code
        == 409
    )
    assert ask(f"{one}/places", place | {"reason": ""}).status_code == 422


def test_a_known_place_is_added_to_a_notice_by_its_key(cast, made, notice, ask_as):
    venue = Line.objects.filter(venue__name=MARKET.name).first().venue
    place = {
        "place": {"key": str(venue.key)},
        "started_at": "2021-09-11T07:00:00+07:00",
        "ended_at": "2021-09-11T08:00:00+07:00",
        "reason": "ca bệnh nhớ lại",
    }
    ask_as("leader")(f"notices/{notice.key}/places", place)
    assert notice.places.get(added_because="ca bệnh nhớ lại").venue == venue


def test_lists_of_a_notice_are_handed_read_and_received(notice, ask_as, ask):
    (handed,) = ask_as("synthesist")(f"notices/{notice.key}/lists", {}).json()
    assert handed["path"] == COMMUNE
    assert ask_as("synthesist")(f"notices/{notice.key}/lists", {}).json() == []
    page = ask(f"notice-lists/{handed['key']}").json()
    (person,) = Reading.objects.filter(page="tracing:notice_list").values_list("person__key")
    assert page["people"] == [str(person[0])]
    assert page["notice"] == str(notice.key)
    assert ask(f"notice-lists/{handed['key']}/received", {}).json()["received_at"]
    (listed,) = ask_as("synthesist")(f"notices/{notice.key}/lists").json()
    assert listed["received_at"]


def test_a_number_is_set_from_a_day_on_by_who_may_set_it_and_read_by_whoever_traces(ask_as, ask):
    wanted = {"name": "form_hours", "value": 48, "valid_from": "2021-09-20", "source": "CV 9"}
    assert ask("limits", wanted).status_code == 409
    assert ask_as("leader")("limits", wanted | {"value": 0}).status_code == 409
    assert ask_as("leader")("limits", wanted).status_code == 200
    rows = [row for row in ask("limits").json() if row["name"] == "form_hours"]
    assert (48, "2021-09-20", "CV 9") in [
        (row["value"], row["valid_from"], row["source"]) for row in rows
    ]
    assert ask_as("nobody")("limits").status_code == 409


def test_the_neighbour_reaches_nothing_of_these_and_changes_nothing(cast, made, notice, ask_as):
    ask = ask_as("neighbour")
    photo = keep_photo(cast.commune, made.key, PNG, now=NOW)
    link = give_form(cast.commune, made.key, made.person.pk, now=NOW)
    (sent,) = send_lines(cast.commune, made.key, now=NOW)
    (handed,) = hand_lists(cast.synthesist, notice.key, now=NOW)
    one, of_notice = f"investigations/{made.key}", f"notices/{notice.key}"
    place = f"{of_notice}/places/{notice.places.get().pk}"
    why = {"reason": "thử xem sao"}
    span = {"started_at": "2021-09-11T07:00:00+07:00", "ended_at": "2021-09-11T08:00:00+07:00"}
    reads = (
        *(f"{one}/{noun}" for noun in ("interviews", "photos", "forms")),
        *(f"photos/{photo.key}", f"received/{sent.key}"),
        *(f"{of_notice}/lists", f"notice-lists/{handed.key}"),
    )
    writes = {
        "investigations": {"case": str(made.case.key)},
        f"{one}/close": {},
        f"{one}/reopen": {},
        f"{one}/days": {"days": 5, "source": "CV 1"},
        f"{one}/interviews": {"key": str(uuid.uuid4()), "way": "face"},
        f"{one}/forms": {"person": str(made.person.key)},
        f"forms/{link.key}/revoke": why,
        f"photos/{photo.key}/keyed": {},
        f"{of_notice}/words": {"title": "a", "guidance": "b", "phone": "115"},
        f"{of_notice}/places": {"place": {"name": "Chợ", "path": COMMUNE}, **span, **why},
        f"{place}/strike": why,
        f"{place}/confirm": why,
        f"{of_notice}/lists": {},
        f"notice-lists/{handed.key}/received": {},
    }
    assert [ask(address).status_code for address in reads] == [404] * len(reads)
    codes = [ask(address, body).status_code for address, body in writes.items()]
    assert codes == [404] * len(writes)
    assert ask("received").json() == []
    made.refresh_from_db()
    assert (made.closed_at, made.days) == (None, 20)
    assert FormLink.objects.get().revoked_at is None
    assert Notice.objects.get().title == notice.title
