"""Follow-up, teams and hand-overs for programs."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest

from lachan.contacts.models import Call, Team
from tests.browsing import signed_in
from tests.cast import NOW

from .followed import COMMUNE, a_contact, a_device

ROOT = "/api/v1/contacts"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "tests.cast.at_nine"


@pytest.fixture
def program(cast):
    return signed_in(cast, "synthesist")


def sent(client, url, method="post", **body):
    return getattr(client, method)(
        f"{ROOT}{url}", json.dumps(body, default=str), content_type="application/json"
    )


def a_call(**changed):
    return {"key": uuid.uuid4(), "at": NOW.isoformat(), "outcome": "no_answer"} | changed


def a_team(program, **changed):
    words = {"path": COMMUNE, "name": "Tổ 1", "members": ["commune"]} | changed
    return sent(program, "/teams", **words)


def test_a_program_reads_whom_to_call_without_names(program):
    late = a_contact("Trần Thị Muộn", named_at=NOW - timedelta(hours=3))
    soon = a_contact("Trần Thị Mới", named_at=NOW)
    answer = program.get(f"{ROOT}/follow-up", {"unit": COMMUNE})
    assert [row["contact"] for row in answer.json()] == [str(late.key), str(soon.key)]
    assert [row["is_late"] for row in answer.json()] == [True, False]
    assert "Trần" not in answer.content.decode()
    assert len(program.get(f"{ROOT}/follow-up", {"late": True}).json()) == 1
    assert [row["contact"] for row in program.get(f"{ROOT}/follow-up", {"skip": 1}).json()] == [
        str(soon.key)
    ]
    assert program.get(f"{ROOT}/follow-up", {"unit": "96/966"}).json() == []


def test_a_program_writes_a_call_down_once(cast):
    contact = a_contact()
    program = signed_in(cast, "commune")
    call = a_call(note="đổ chuông")
    for _time in range(2):
        assert sent(program, f"/{contact.key}/calls", **call).json()["note"] == "đổ chuông"
    assert Call.objects.count() == 1
    assert [row["key"] for row in program.get(f"{ROOT}/{contact.key}/calls").json()] == [
        str(call["key"])
    ]
    assert program.get(f"{ROOT}/follow-up").json()[0]["next"] == "again"


@pytest.mark.parametrize(
    "wrong",
    [
        {"symptoms": ["đau lòng"], "outcome": "symptoms"},
        {"outcome": "symptoms"},
        {"at": "2021-09-15T09:00:00"},
        {"at": (NOW + timedelta(hours=1)).isoformat()},
    ],
)
def test_a_call_that_cannot_be_is_refused_with_its_reason(cast, wrong):
    contact = a_contact()
    answer = sent(signed_in(cast, "commune"), f"/{contact.key}/calls", **a_call(**wrong))
    assert answer.status_code == 409
    assert answer.json()["reasons"]
    assert not Call.objects.exists()


def test_a_contact_out_of_sight_takes_no_calls(cast):
    contact = a_contact(path="96/964/31999/")
    program = signed_in(cast, "commune")
    assert sent(program, f"/{contact.key}/calls", **a_call()).status_code == 404
    assert program.get(f"{ROOT}/{contact.key}/calls").status_code == 404


def test_a_program_sets_teams_at_units_of_today_only(program):
    assert a_team(program, path="96/964/1/", members=[]).status_code == 409
    assert a_team(program, path=COMMUNE.rstrip("/")).json()["path"] == COMMUNE
    assert [team.path for team in Team.objects.all()] == [COMMUNE]


def test_a_program_sets_a_team_and_gives_it_contacts_and_a_device(program):
    first, second = a_contact("Một Người"), a_contact("Hai Người")
    team = a_team(program).json()
    assert (team["members"], team["load"], team["devices"]) == (["commune"], 0, [])
    assert sent(program, "/teams/assign", commune=COMMUNE).json() == {"given": 2}
    other = a_team(program, name="Tổ 2").json()
    given = sent(program, f"/teams/{other['key']}/contacts", contacts=[first.key])
    assert given.json() == {"given": 1}
    device = a_device()
    told = program.put(f"{ROOT}/teams/{other['key']}/devices/{device.key}").json()
    assert told["devices"] == [str(device.key)]
    assert {row["load"] for row in program.get(f"{ROOT}/teams", {"unit": COMMUNE}).json()} == {1}
    assert program.delete(f"{ROOT}/teams/{other['key']}/devices/{device.key}").status_code == 204
    assert sent(program, f"/teams/{team['key']}/end").status_code == 204
    assert [row["name"] for row in program.get(f"{ROOT}/teams").json()] == ["Tổ 2"]
    assert second.assignments.filter(ended_at=None).count() == 0


def test_members_who_may_not_follow_there_are_refused(program):
    assert a_team(program, members=["commune", "nobody"]).status_code == 409
    assert not Team.objects.exists()


def test_a_contact_that_is_not_there_is_given_to_nobody(program):
    team = a_team(program).json()
    given = sent(program, f"/teams/{team['key']}/contacts", contacts=[uuid.uuid4()])
    assert given.status_code == 404


def test_a_program_hands_over_and_notes_the_receipt(program):
    away = a_contact("Người Xa", path="95/")
    assert [row["key"] for row in program.get(f"{ROOT}/outside").json()] == [str(away.key)]
    body = {"key": uuid.uuid4(), "contacts": [away.key], "to_name": "CDC Bạc Liêu", "to_path": "95"}
    for _time in range(2):
        made = sent(program, "/hand-overs", **body)
    assert made.json()["contacts"] == [str(away.key)]
    assert program.get(f"{ROOT}/outside", {"handed": False}).json() == []
    assert len(program.get(f"{ROOT}/hand-overs", {"waiting": True}).json()) == 1
    url = f"/hand-overs/{body['key']}/receipt"
    assert sent(program, url, by_name="Lê Nhận", at="2021-09-15T09:00:00").status_code == 409
    noted = sent(program, url, by_name="Lê Nhận", at=NOW.isoformat(), answer="12/CDC")
    assert noted.json()["received_by_name"] == "Lê Nhận"
    assert program.get(f"{ROOT}/hand-overs", {"waiting": True}).json() == []


def test_a_commune_sees_nobody_of_another_province(cast):
    a_contact("Người Xa", path="95/")
    assert signed_in(cast, "commune").get(f"{ROOT}/outside").json() == []


def test_the_script_of_the_day_is_read_and_the_next_one_set(cast, program):
    assert program.get(f"{ROOT}/script").json()["source"]
    words = {"valid_from": "2021-09-16", "text": "# Chào\n- Có sốt không?", "source": "CV 1"}
    assert sent(signed_in(cast, "commune"), "/script", **words).status_code == 409
    assert sent(program, "/script", **words).json()["source"] == "CV 1"
    # Until that day what stood before is said.
    assert program.get(f"{ROOT}/script").json()["source"] != "CV 1"
