"""Calls that a team's device records without a network, and the list that it carries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.checkpoints.actions.enrolling import revoke
from lachan.checkpoints.actions.quarantine import resolve
from lachan.checkpoints.actions.working_in.running import rebuild, work_in_waiting
from lachan.checkpoints.models import Device, Passage, Quarantined, WaitingEvent
from lachan.checkpoints.terms import Code, Resolution
from lachan.checkpoints.tests.client import a_passage

# The way to the server and enrolled devices are those of posts.
from lachan.checkpoints.tests.conftest import device, line, new_device, post  # noqa: F401
from lachan.contacts.actions.calls import record_call
from lachan.contacts.actions.device_lists import give_device, take_device
from lachan.contacts.actions.teams import TeamWords, assign_to, end_team, set_team
from lachan.contacts.models import Call, Contact, Following, Proposal, TeamDevice
from lachan.contacts.terms import Aim, Outcome, Rung, State
from lachan.core.actor import system
from lachan.core.refused import NotThere, Refused
from lachan.people.models import Reading
from tests.cast import NOW, Cast

from .followed import COMMUNE, WARD, a_contact, said

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def cast(db) -> Cast:
    return Cast.assemble()


@pytest.fixture
def team(cast):
    return set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 1"), now=NOW)


@pytest.fixture
def phone(cast, team, device):  # noqa: F811
    """A device of the city's post that works for the commune's team."""
    give_device(cast.synthesist, team.key, device.key, now=NOW)
    return device


def told(contact, outcome=Outcome.WELL, **changed):
    return {"contact": str(contact.key), "outcome": str(outcome), "way": "telephone"} | changed


def send(line, device, now=NOW):  # noqa: F811
    response = line.send(device)
    assert response.status_code == 200, response.content
    device.acknowledged(response.json())
    work_in_waiting(now)


def listed(line, device, **headers):  # noqa: F811
    headers = {"Authorization": device.authorization, **headers}
    return line.client.get("/api/v1/devices/self/lists/follow-up", headers=headers)


def test_a_sealed_call_is_written_down_as_if_it_were_typed(line, phone):  # noqa: F811
    contact = a_contact()
    words = told(contact, Outcome.SYMPTOMS, symptoms=["fever", "cough"], note="  sốt   38 độ ")
    event = phone.capture(
        "call", words | {"symptoms_since": "2021-09-14", "second_phone": "0912 345 678"}, NOW
    )
    send(line, phone)
    call = Call.objects.get()
    assert (str(call.key), call.at, call.outcome) == (event["id"], NOW, Outcome.SYMPTOMS)
    assert (call.symptoms, call.note) == (["fever", "cough"], "sốt 38 độ")
    assert (call.second_phone, call.by_id) == ("0912345678", None)
    assert call.by_name == f"Nguyễn Văn Gác ({phone.name})"
    assert Proposal.objects.get(aim=Aim.TEST).people == 1
    assert not WaitingEvent.objects.exists()


def test_what_is_sent_twice_is_one_call(line, phone):  # noqa: F811
    phone.capture("call", told(a_contact()), NOW)
    line.send(phone)
    send(line, phone)
    send(line, phone)
    assert Call.objects.count() == 1
    rebuild(system("test"), now=NOW)
    assert Call.objects.count() == 1


def test_a_call_kept_otherwise_is_refused_with_the_reason(line, phone, cast):  # noqa: F811
    contact = a_contact()
    event = phone.capture("call", told(contact, Outcome.SYMPTOMS, symptoms=["fever"]), NOW)
    record_call(cast.commune, contact.key, said(Outcome.NO_ANSWER, key=event["id"]), now=NOW)
    send(line, phone)
    assert "với nội dung khác" in Quarantined.objects.get().detail
    assert Call.objects.get().outcome == Outcome.NO_ANSWER


def test_two_devices_that_call_the_same_contact_are_both_kept(line, cast, team, new_device):  # noqa: F811
    contact = a_contact()
    for name, outcome in (("Máy 1", Outcome.NO_ANSWER), ("Máy 2", Outcome.WELL)):
        one = new_device(name)
        give_device(cast.synthesist, team.key, one.key, now=NOW)
        one.capture("call", told(contact, outcome), NOW + (name == "Máy 2") * MINUTE)
        send(line, one)
    assert Call.objects.filter(contact=contact).count() == 2
    assert Following.objects.get().rung == Rung.DAILY


def test_calls_that_come_late_are_reckoned_by_when_they_were_made(line, phone, cast):  # noqa: F811
    contact = a_contact(named_at=NOW - DAY)
    phone.capture("call", told(contact, Outcome.NO_ANSWER), NOW - 3 * HOUR)
    record_call(cast.commune, contact.key, said(Outcome.WELL, NOW - HOUR), now=NOW)
    send(line, phone)
    assert Following.objects.get().rung == Rung.DAILY
    assert Call.objects.count() == 2


def test_a_call_about_somebody_out_of_the_teams_commune_waits_for_an_officer_and_is_told(
    line,  # noqa: F811
    phone,
    cast,
):
    contact = a_contact("Nguyễn Văn Xa", path=WARD)
    event = phone.capture("call", told(contact), NOW)
    send(line, phone)
    assert not Call.objects.exists()
    row = Quarantined.objects.get()
    assert (row.code, str(row.event_id)) == (Code.NOT_TAKEN, event["id"])
    assert row.text
    refused = listed(line, phone).json()["refused"]
    assert [one["event"] for one in refused] == [event["id"]]
    assert refused[0]["why"] == row.detail != ""
    # The contact comes to the commune after all: an officer puts the call in.
    Contact.objects.update(path=COMMUNE)
    resolve(cast.synthesist, row.pk, Resolution.PUT_IN, "đã chuyển về xã", now=NOW)
    assert Call.objects.get().contact == contact
    assert listed(line, phone).json()["refused"] == []


def test_what_is_put_in_and_refused_again_waits_again(line, phone, cast):  # noqa: F811
    phone.capture("call", told(a_contact(path=WARD)), NOW)
    send(line, phone)
    row = Quarantined.objects.get()
    resolve(cast.synthesist, row.pk, Resolution.PUT_IN, "thử lại", now=NOW)
    assert Quarantined.objects.get().resolved_at is None


def test_a_refused_or_unreadable_call_holds_up_nothing_behind_it(line, phone):  # noqa: F811
    contact = a_contact()
    phone.capture("call", told(contact, Outcome.SYMPTOMS), NOW)
    phone.capture("call", {"contact": "x", "outcome": "well"}, NOW)
    phone.capture("call", told(contact, symptoms=["unheard of"]), NOW)
    phone.capture("passage", a_passage(1), NOW)
    phone.capture("call", told(contact), NOW)
    send(line, phone)
    assert Call.objects.count() == Passage.objects.count() == 1
    assert sorted(Quarantined.objects.values_list("code", flat=True)) == [
        *(Code.BAD_PAYLOAD, Code.BAD_PAYLOAD, Code.NOT_TAKEN)
    ]


def test_a_failure_leaves_its_own_call_waiting_and_no_other(line, phone, settings):  # noqa: F811
    settings.DEVICE_EVENTS = "lachan.contacts.tests.test_device_calls.BROKEN"
    phone.capture("call", told(a_contact()), NOW)
    phone.capture("passage", a_passage(1), NOW)
    send(line, phone)
    assert (Passage.objects.count(), WaitingEvent.objects.count()) == (1, 1)
    del settings.DEVICE_EVENTS
    settings.DEVICE_EVENTS = "config.devices.EVENTS"
    work_in_waiting(NOW)
    assert (Call.objects.count(), WaitingEvent.objects.count()) == (1, 0)


def breaking(told, *, now):
    raise ZeroDivisionError


BROKEN = {"call": "lachan.contacts.tests.test_device_calls.breaking"}


@pytest.mark.parametrize("state", [State.ENDED, State.CASE, State.FREED])
def test_a_call_to_somebody_no_longer_followed_is_kept(line, phone, state):  # noqa: F811
    contact = a_contact(state=state)
    phone.capture("call", told(contact, Outcome.SYMPTOMS, symptoms=["fever"]), NOW)
    send(line, phone)
    assert Call.objects.get().contact == contact
    assert not Proposal.objects.exists()


def test_a_second_number_that_is_none_stands_in_the_note(line, phone):  # noqa: F811
    phone.capture("call", told(a_contact(), second_phone="nhà chú Ba 0912"), NOW)
    send(line, phone)
    call = Call.objects.get()
    assert (call.second_phone, call.note) == ("", "(nhà chú Ba 0912)")


def test_a_revoked_device_gets_nothing_and_what_it_sends_waits_for_an_officer(line, phone, cast):  # noqa: F811
    a_contact()
    phone.capture("call", told(Contact.objects.get()), NOW)
    revoke(cast.synthesist, phone.key, "mất máy", now=NOW)
    assert (listed(line, phone).status_code, listed(line, phone).json()) == (
        *(401, {"code": "revoked"}),
    )
    send(line, phone)
    assert not Call.objects.exists()
    row = Quarantined.objects.get(code=Code.REVOKED)
    resolve(cast.synthesist, row.pk, Resolution.PUT_IN, "gọi trước khi mất máy", now=NOW)
    assert Call.objects.count() == 1


def test_a_device_without_a_team_has_no_list_and_its_calls_are_not_taken(line, device):  # noqa: F811
    contact = a_contact()
    assert listed(line, device).json() == {"code": "no_list"}
    device.capture("call", told(contact), NOW)
    send(line, device)
    assert not Call.objects.exists()
    assert Quarantined.objects.get().code == Code.NOT_TAKEN


def test_a_device_that_was_taken_from_its_team_hands_in_what_it_has(line, phone, cast, team):  # noqa: F811
    contact = a_contact()
    take_device(cast.synthesist, team.key, phone.key, now=NOW + HOUR)
    assert listed(line, phone).status_code == 404
    phone.capture("call", told(contact), NOW + 2 * HOUR)
    line.now = NOW + 2 * HOUR
    type(line).now = NOW + 2 * HOUR
    send(line, phone, NOW + 2 * HOUR)
    assert Call.objects.get().contact == contact


def test_a_team_that_ends_keeps_no_device(line, phone, cast, team):  # noqa: F811
    end_team(cast.synthesist, team.key, now=NOW)
    assert listed(line, phone).status_code == 404
    assert not TeamDevice.objects.filter(ended_at=None).exists()


def test_the_list_holds_the_teams_own_and_those_without_a_team(line, phone, cast, team):  # noqa: F811
    own, free = a_contact("Của Tổ", phone="0912345678", hamlet="Ấp 3"), a_contact("Chưa Giao")
    other, _far = a_contact("Tổ Khác"), a_contact("Phường Khác", path=WARD)
    a_contact("Hết Hạn", state=State.ENDED)
    second = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 2"), now=NOW)
    assign_to(cast.synthesist, [own.pk], team.key, now=NOW)
    assign_to(cast.synthesist, [other.pk], second.key, now=NOW)
    answer = listed(line, phone)
    shown = {row["key"]: row for row in answer.json()["contacts"]}
    assert set(shown) == {str(own.key), str(free.key)}
    row = shown[str(own.key)]
    assert (row["name"], row["phones"], row["hamlet"]) == ("Của Tổ", ["0912345678"], "Ấp 3")
    assert (row["level"], row["has_team"], row["exposed_on"]) == (1, True, "2021-09-14")
    assert answer.json()["team"] == {"name": "Tổ 1", "unit": "Xã An Xuyên"}
    assert answer.json()["patience"]["own_tries"] > 0
    assert answer.json()["script"]["parts"][0]["lines"]
    assert "no-store" in answer["Cache-Control"]


def test_the_list_tells_what_was_tried_since_the_contact_was_last_seen(line, phone, cast):  # noqa: F811
    contact = a_contact(named_at=NOW - 3 * DAY)
    for outcome, back in (
        (Outcome.NO_ANSWER, 5 * DAY),
        (Outcome.NO_ANSWER, 2 * DAY),
        (Outcome.WELL, DAY),
        (Outcome.NO_ANSWER, HOUR),
    ):
        record_call(cast.commune, contact.key, said(outcome, NOW - back), now=NOW)
    [row] = listed(line, phone).json()["contacts"]
    assert [one["outcome"] for one in row["tries"]] == ["well", "no_answer"]


def test_the_same_list_is_not_sent_twice_and_each_person_is_logged_once_a_day(line, phone):  # noqa: F811
    contact = a_contact()
    answer = listed(line, phone)
    assert listed(line, phone, **{"If-None-Match": answer["ETag"]}).status_code == 304
    other = a_contact("Mới Thêm")
    assert listed(line, phone, **{"If-None-Match": answer["ETag"]}).status_code == 200
    rows = Reading.objects.filter(page="contacts:device").order_by("pk")
    assert [row.person_id for row in rows] == [contact.person_id, other.person_id]
    assert {(row.reader_id, row.reader_name, row.purpose) for row in rows} == {
        (None, phone.name, phone.key)
    }


def test_the_list_speaks_to_the_device_with_its_token_alone(line, phone, client, cast):  # noqa: F811
    client.force_login(cast.users["leader"])
    address = "/api/v1/devices/self/lists/follow-up"
    assert client.get(address).status_code == 401
    wrong = {"Authorization": f"Device {phone.key}.wrong"}
    assert client.get(address, headers=wrong).status_code == 401
    unknown = {"Authorization": phone.authorization}
    assert client.get("/api/v1/devices/self/lists/x", headers=unknown).status_code == 404


def test_a_device_is_given_by_who_assigns_there_and_where_it_stands(cast, team, device, new_device):  # noqa: F811
    with pytest.raises(NotThere):
        give_device(cast.commune, team.key, device.key, now=NOW)
    far = set_team(cast.synthesist, TeamWords("96/966/", "Tổ xa"), now=NOW)
    with pytest.raises(Refused):
        give_device(cast.synthesist, far.key, device.key, now=NOW)
    second = set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 2"), now=NOW)
    for one in (team, second, second):
        give_device(cast.synthesist, one.key, device.key, now=NOW)
    assert TeamDevice.objects.get(ended_at=None).team == second
    assert TeamDevice.objects.count() == 2
    lost = new_device("Máy mất")
    Device.objects.filter(key=lost.key).update(revoked_at=NOW)
    with pytest.raises(Refused):
        give_device(cast.synthesist, team.key, lost.key, now=NOW)


def test_the_page_of_teams_gives_a_device_and_takes_it_back(cast, team, device, client, settings):  # noqa: F811
    settings.CLOCK = "tests.cast.at_nine"
    client.force_login(cast.users["synthesist"])
    assert "Giao máy cho tổ" in client.get("/contacts/teams/").content.decode()
    asked = {"team": str(team.key), "device": device.key}
    assert client.post("/contacts/teams/devices/", asked).status_code == 302
    assert device.name in client.get("/contacts/teams/").content.decode()
    client.post(f"/contacts/teams/{team.key}/devices/{device.key}/take/")
    assert not TeamDevice.objects.filter(ended_at=None).exists()
