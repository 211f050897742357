"""The doors for programs, and the commands, on the test's own database."""

from __future__ import annotations

import contextlib
import json
import uuid

import pytest
from django.test import Client
from typer.testing import CliRunner

from lachan.core.refused import Refused
from lachan.tracing.cli import app
from lachan.tracing.models import Line, Stay, Venue
from tests.cast import NOW

from .examples import COMMUNE, a_case, stay, told


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.tracing.tests.test_doors.at_nine"
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def ask(cast):
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users["commune"])

    def _ask(address, body=None):
        if body is None:
            return client.get(f"/api/v1/tracing/{address}")
        return client.post(f"/api/v1/tracing/{address}", body, content_type="application/json")

    return _ask


def line(**changed):
    values = {
        "key": str(uuid.uuid4()),
        "kind": "stay",
        "started_at": "2021-09-10T07:00:00+07:00",
        "ended_at": "2021-09-10T08:00:00+07:00",
        "place": {"name": "Chợ Máy", "setting": "market", "path": COMMUNE},
    }
    return {**values, **changed}


def test_a_batch_is_answered_line_by_line_and_stored_once(cast, ask):
    made, _people = a_case(cast)
    bad = line(started_at="2021-09-10T09:00:00+07:00")
    batch = {"lines": [line(), bad, line(kind="met", place=None), line(replaces=str(uuid.uuid4()))]}
    for _time in range(2):
        answer = ask(f"investigations/{made.key}/lines", batch).json()
        assert [one["state"] for one in answer] == ["stored", "refused", "refused", "refused"]
    assert (Line.objects.count(), Stay.objects.count()) == (1, 1)
    told_back = ask(f"investigations/{made.key}/lines").json()
    assert told_back[0]["place_id"] == Venue.objects.get().pk


def test_a_line_is_struck_and_lines_are_sent_by_programs(cast, ask):
    made, _people = a_case(cast)
    one = told(cast, made, stay())
    (sent,) = ask(f"investigations/{made.key}/send", {}).json()
    assert sent["path"] == COMMUNE
    assert ask(f"received/{sent['key']}", {}).json()["received_at"]
    assert ask(f"lines/{one.key}/who-else").json() == {"people": [], "elsewhere": 0}
    struck = ask(f"lines/{one.key}/strike", {"reason": "kể nhầm"}).json()
    assert struck["struck_because"] == "kể nhầm"
    assert ask("venues?q=cho thu").json()[0]["setting"] == "market"
    assert ask("investigations").json()[0]["lines"] == 0


def test_the_neighbour_finds_nothing(cast):
    made, _people = a_case(cast)
    client = Client()
    client.force_login(cast.users["neighbour"])
    assert client.get("/api/v1/tracing/investigations").json() == []
    assert client.get(f"/api/v1/tracing/investigations/{made.key}/lines").status_code == 404


@pytest.fixture
def run(db, monkeypatch):
    monkeypatch.setattr("config.database.ready", lambda **_: contextlib.nullcontext())

    def _run(*words):
        given = [str(word) for word in words]
        return CliRunner().invoke(app, given, catch_exceptions=False).output

    return _run


def test_a_case_is_looked_into_and_its_lines_are_listed_by_command(cast, run):
    made, _people = a_case(cast)
    told(cast, made, stay())
    number = f"{made.case.number}/{made.case.year}"
    found = json.loads(run("investigate", number, "--json"))
    assert (found["key"], found["first_on"], found["lines"]) == (str(made.key), "2021-08-27", 1)
    rows = json.loads(run("lines", made.case.key, "--json"))
    assert rows[0]["place"] == "Chợ Thử Nghiệm"
    assert "1 places" in run("venues", "cho thu")
    assert json.loads(run("venues", "--unit", "95/", "--json")) == []
    assert json.loads(run("gather", "--json")) == {"new": 0}


def test_what_is_not_there_is_refused_in_words(cast, run):
    with pytest.raises(Refused, match="no case has the number 77/2021"):
        run("investigate", "77/2021")
    with pytest.raises(Refused, match="no number phut"):
        run("set-limit", "phut", 4, "--source", "CV 1")


def test_a_number_set_by_command_takes_the_place_of_the_shipped_one(cast, run):
    run("set-limit", "look_back_days", 21, "--source", "CV 5599/BYT-MT")
    rows = [row for row in json.loads(run("limits", "--json")) if row["name"] == "look_back_days"]
    assert [(row["value"], row["state"]) for row in rows] == [
        (21, "holds"),
        (20, "ended"),
        (14, "ended"),
    ]
    made, _people = a_case(cast)
    assert made.days == 21
