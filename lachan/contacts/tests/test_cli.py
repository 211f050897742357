"""`lachan contacts`: persons by key, never by name."""

from __future__ import annotations

import json

import pytest

from lachan.cases.models import Case
from lachan.contacts.cli import app
from lachan.contacts.models import Contact
from lachan.core.refused import Refused

from .examples import a_change, a_proposal

REASON = ("--reason", "xác minh lại tại chỗ")


@pytest.fixture
def run(command_line):
    return command_line(app)


def test_contacts_are_listed_by_key_and_never_by_name(run, world):
    printed = run("list", "--json")
    assert [row["level"] for row in json.loads(printed)] == [1, 2]
    assert "Trần" not in printed
    assert [row["key"] for row in json.loads(run("list", "--level", 2, "--json"))] == [
        str(world.second.key)
    ]
    assert json.loads(run("list", "--unit", "96/966/", "--json")) == []
    assert run("list", "--unit", "96/964", "--json") == printed
    assert len(json.loads(run("list", "--case", world.case.key, "--json"))) == 2


def test_one_contact_is_shown_with_its_chain_and_changes(run, world):
    a_change(world.second, world.run)
    printed = run("show", world.second.key, "--json")
    found = json.loads(printed)
    assert [link["level"] for link in found["chain"]] == [1, 2]
    assert found["chain"][0]["told_by"] == ["interview"]
    assert found["changes"][0]["turn"] == "named"
    assert "Phạm" not in printed + run("show", world.second.key)


def test_a_level_is_set_and_taken_back(run, world):
    assert "undetermined" in run("set-level", world.first.key, "undetermined", *REASON)
    found = json.loads(run("set-level", world.first.key, "back", *REASON, "--json"))
    assert (found[0]["level"], found[0]["by_hand"]) == (1, False)


def test_a_case_out_of_sight_has_no_number_on_the_command_line_either(run, world):
    level = ("set-level", world.first.key, "2", *REASON, "--as", "city", "--json")
    Case.objects.update(path="96/966/")
    assert json.loads(run(*level))[0]["case"] is None
    Case.objects.update(path=world.first.path)
    back = ("set-level", world.first.key, "back", *REASON, "--as", "city", "--json")
    assert json.loads(run(*back))[0]["case"] == f"{world.case.number}/{world.case.year}"


def test_a_proposal_is_listed_approved_once_and_another_refused(run, world):
    one = a_proposal(world.run, world.first)
    other = a_proposal(world.run, world.first)
    assert len(json.loads(run("proposals", "--json"))) == 2
    assert len(json.loads(run("proposals", "--unit", "96/964", "--json"))) == 2
    assert "approved" in run("approve", one.key)
    with pytest.raises(Refused):
        run("approve", one.key)
    assert json.loads(run("refuse", other.key, *REASON, "--json"))[0]["answer"] == "refused"
    assert json.loads(run("proposals", "--json")) == []


def test_an_account_acts_with_its_own_rights(run, world):
    made = a_proposal(world.run, world.first)
    with pytest.raises(Refused):
        run("approve", made.key, "--as", "commune")
    with pytest.raises(Refused):
        run("approve", made.key, "--as", "neighbour")
    found = json.loads(run("approve", made.key, "--as", "city", "--json"))
    assert found[0]["answered_by"] == "Huỳnh Văn Phố"


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nonsense"),
        ("show", "00000000-0000-4000-8000-000000000000"),
        ("set-level", "nonsense", "1", *REASON),
        ("approve", "nonsense"),
        ("list", "--level", "F1"),
        ("list", "--state", "x"),
        ("proposals", "--answer", "x"),
    ],
)
def test_what_is_wrong_is_refused_in_a_sentence(run, world, words):
    with pytest.raises(Refused):
        run(*words)
    assert Contact.objects.filter(level_by_hand=None).count() == 2


def test_traces_are_listed(run, world):
    found = json.loads(run("runs", "--json"))
    assert (found[0]["cause"], found[0]["traced_in_ms"]) == ("case_opened", 12)


def test_the_first_call_is_a_number_with_its_source(run, world):
    assert "to be confirmed" in run("limits")
    run("set-limit", "first_call_minutes", 30, "--source", "Văn bản thử")
    held = {row["value"]: row["state"] for row in json.loads(run("limits", "--json"))}
    assert held[30] == "holds"
