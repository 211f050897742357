"""`lachan contacts follow-up` on the test's own database."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest

from lachan.contacts.actions.teams import TeamWords, set_team
from lachan.contacts.cli import app
from lachan.core.refused import NotThere, Refused
from tests.cast import NOW

from .followed import COMMUNE, WARD, a_contact, a_device

HOUR = timedelta(hours=1)


@pytest.fixture
def run(command_line):
    return command_line(app)


def test_who_is_due_is_listed_without_names(run, cast):
    late = a_contact("Trần Thị Muộn", named_at=NOW - 2 * HOUR)
    a_contact("Mới")
    a_contact("Phường", path=WARD, named_at=NOW - 2 * HOUR)
    words = run("follow-up", "due", "--unit", COMMUNE.rstrip("/"), "--late", "--json")
    assert [(row["contact"], row["late"]) for row in json.loads(words)] == [(str(late.key), True)]
    assert "Muộn" not in words


def test_a_commune_is_given_out_and_one_without_teams_refused(run, cast):
    a_contact()
    with pytest.raises(Refused):
        run("follow-up", "assign", COMMUNE)
    set_team(cast.synthesist, TeamWords(COMMUNE, "Tổ 1"), now=NOW)
    assert "1 contacts" in run("follow-up", "assign", COMMUNE, "--nearest")


def test_reminders_go_out_by_command(run, cast):
    a_contact(named_at=NOW - 2 * HOUR)
    assert "1 overdue" in run("follow-up", "remind")


def test_the_hour_of_the_first_call_is_a_dated_number(run, cast):
    a_contact(named_at=NOW - 2 * HOUR)
    run("set-limit", "first_call_minutes", 180, "--source", "12/KH-BCĐ")
    assert json.loads(run("follow-up", "due", "--late", "--json")) == []


def test_a_team_is_set_and_carries_a_device_by_command(run, cast):
    team = run("follow-up", "set-team", COMMUNE, "Tổ ấp 3", "--hamlet", "Ấp 3").strip()
    device = str(a_device().key)
    run("follow-up", "give-device", team, device)
    (told,) = json.loads(run("follow-up", "teams", "--unit", COMMUNE.rstrip("/"), "--json"))
    assert (told["team"], told["name"], told["devices"]) == (team, "Tổ ấp 3", [device])
    run("follow-up", "take-device", team, device)
    assert json.loads(run("follow-up", "teams", "--json"))[0]["devices"] == []
    assert "1 teams" in run("follow-up", "teams")


def test_a_team_is_set_at_a_unit_of_today_only(run, cast):
    with pytest.raises(Refused, match="96/964/1"):
        run("follow-up", "set-team", "96/964/1", "Tổ 1")
    run("follow-up", "set-team", COMMUNE.rstrip("/"), "Tổ 1")
    assert json.loads(run("follow-up", "teams", "--json"))[0]["path"] == COMMUNE


def test_a_team_with_a_stranger_and_an_unknown_device_are_refused(run, cast):
    with pytest.raises(Refused):
        run("follow-up", "set-team", COMMUNE, "Tổ 1", "--member", "khong.co")
    team = run("follow-up", "set-team", COMMUNE, "Tổ 1", "--member", "commune").strip()
    with pytest.raises(NotThere):
        run("follow-up", "give-device", team, str(uuid.uuid4()))
