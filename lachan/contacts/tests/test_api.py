"""Contacts for programs."""

from __future__ import annotations

import json

import pytest

from lachan.cases.models import Case
from lachan.contacts.models import Contact
from lachan.tracing.tests.examples import a_family
from tests.browsing import signed_in

from .examples import a_change, a_contact, a_proposal

ROOT = "/api/v1/contacts"


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "tests.cast.at_nine"


@pytest.fixture
def program(cast):
    return signed_in(cast, "synthesist")


def posted(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json")


def test_a_program_pages_through_contacts_without_names(cast, program, world, monkeypatch):
    monkeypatch.setattr("lachan.contacts.api.contacts.MOST", 1)
    unsure, *_others = a_family(cast, "Chưa Rõ", form_id="chua-ro")
    last = a_contact(unsure, level=None)
    found, after = [], ""
    while after is not None:
        page = program.get(ROOT, {"after": after}).json()
        found += [row["key"] for row in page["contacts"]]
        after = page["after"]
    assert found == [str(world.first.key), str(world.second.key), str(last.key)]
    assert "Trần" not in program.get(ROOT).content.decode()
    assert program.get(ROOT, {"after": "x"}).status_code == 409


def test_a_program_reads_the_chain_and_what_changed(program, world):
    a_change(world.second, world.run)
    told = program.get(f"{ROOT}/{world.second.key}").json()
    assert told["is_whole"]
    assert [link["level"] for link in told["chain"]] == [1, 2]
    assert told["chain"][0]["source"] == str(world.case.person.root.key)
    assert told["changes"][0]["turn"] == "named"


def test_a_program_does_not_learn_the_key_of_somebody_out_of_sight(cast, world):
    path = "96/964/32025/"
    Contact.objects.filter(pk=world.second.pk).update(path=path)
    Contact.objects.filter(pk=world.first.pk).update(path="96/964/31999/")
    told = signed_in(cast, "commune").get(f"{ROOT}/{world.second.key}").json()
    assert told["chain"][0]["person"] is None
    assert told["chain"][1]["person"] == str(world.second.person.root.key)


def test_a_program_learns_of_cases_in_sight_only(cast, program, world):
    told = program.get(f"{ROOT}/{world.first.key}").json()
    number = f"{world.case.number}/{world.case.year}"
    assert told["contact"]["case"] == str(world.case.key)
    assert [met["case"] for met in told["cases_met"]] == [number]
    Case.objects.filter(pk=world.case.pk).update(path="96/964/31999/")
    commune = signed_in(cast, "commune")
    told = commune.get(f"{ROOT}/{world.first.key}").json()
    assert told["contact"]["case"] is None
    assert [(met["case"], met["on"]) for met in told["cases_met"]] == [(None, "2021-09-10")]
    assert commune.get(ROOT).json()["contacts"][0]["case"] is None


def test_a_program_counts_sets_levels_and_decides(program, world):
    made = a_proposal(world.run, world.first)
    counts = program.get(f"{ROOT}/counts").json()
    assert {(row["level"], row["number"]) for row in counts} == {(1, 1), (2, 1)}
    url = f"{ROOT}/{world.first.key}/level"
    assert posted(program, url, level=0, reason="chưa rõ").json()["level"] is None
    assert posted(program, url, level=0, reason="chưa rõ").status_code == 409
    lines = program.get(f"{ROOT}/proposals/{made.key}/lines").json()
    assert lines[0]["contact"] == str(world.first.key)
    assert program.get(f"{ROOT}/proposals?answer=open").json()[0]["people"] == 1
    approved = posted(program, f"{ROOT}/proposals/{made.key}/approval").json()
    assert approved["answer"] == "approved"
    again = posted(program, f"{ROOT}/proposals/{made.key}/refusal", reason="đổi ý rồi")
    assert again.status_code == 409
    assert program.get(f"{ROOT}/traces").json()[0]["changes"] == {"named": 2}


def test_the_neighbour_s_program_finds_nothing(cast, world):
    made = a_proposal(world.run, world.first)
    neighbour = signed_in(cast, "neighbour")
    for url in (ROOT, f"{ROOT}/counts", f"{ROOT}/proposals", f"{ROOT}/traces"):
        assert "96/" not in neighbour.get(url).content.decode(), url
    assert neighbour.get(f"{ROOT}/traces").json() == []
    assert neighbour.get(f"{ROOT}/{world.first.key}").status_code == 404
    assert posted(neighbour, f"{ROOT}/proposals/{made.key}/approval").status_code == 404
