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

from .examples import COMMUNE, WARD, a_case, stay, told


def at_nine():
    return NOW


@pytest.fixture(autouse=True)
def the_day(settings):
    settings.CLOCK = "lachan.tracing.tests.test_doors.at_nine"
    settings.LANGUAGE_CODE = "en"


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


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"words": "ch\u0000"}, "words: Value error, text holds a null character"),
        ({"words": "\ud800"}, "words: "),
        ({"words": "x" * 501}, "words: "),
        ({"started_at": "0001-01-01T00:00:00+07:00"}, "started_at: Value error, the instant lies"),
        ({"ended_at": "9999-12-31T23:00:00-07:00"}, "ended_at: Value error, the instant lies"),
        ({"started_at": "2021-09-10T07:00:00"}, "started_at: "),
        ({"started_at": "1900-01-01T07:00:00+07:00"}, "What is told lies more than 60 days"),
        ({"ended_at": "2199-01-01T07:00:00+07:00"}, "What is told lies in the future"),
        ({"kind": "xem phim"}, "kind: "),
        ({"place": {"name": "Chợ", "path": "96/964/99999"}}, "On that day no unit"),
        ({"kind": "met", "met": {"full_name": "An", "path": "Xã Không Có"}}, "On that day no unit"),
        ({"kind": "met", "met": {"full_name": "An", "phone": "123"}}, "A telephone number has 10"),
        ({"interview": str(uuid.uuid4())}, "not found"),
    ],
)
def test_one_bad_line_is_answered_with_its_reason_and_the_others_are_stored(
    cast, ask, changed, reason
):
    made, _people = a_case(cast)
    bad = line(**changed)
    answer = ask(f"investigations/{made.key}/lines", {"lines": [line(), bad, line()]})
    assert [one["state"] for one in answer.json()] == ["stored", "refused", "stored"]
    assert answer.json()[1]["key"] == bad["key"]
    assert answer.json()[1]["reasons"][0].startswith(reason)
    assert Line.objects.count() == 2


def test_what_is_no_line_at_all_is_answered_in_its_place(cast, ask):
    made, _people = a_case(cast)
    lines = ["không phải dòng", {"key": 7}, line(), line(key="x")]
    answers = ask(f"investigations/{made.key}/lines", {"lines": lines}).json()
    assert [one["state"] for one in answers] == ["refused", "refused", "stored", "refused"]
    assert [one["key"] for one in answers] == [None, None, lines[2]["key"], None]


def test_a_line_kept_before_is_sent_again_with_a_senseless_day_and_the_batch_is_answered(cast, ask):
    made, _people = a_case(cast)
    first = line()
    ask(f"investigations/{made.key}/lines", {"lines": [first]})
    again = first | {"started_at": "0001-01-01T00:00:00+07:00"}
    (answer,) = ask(f"investigations/{made.key}/lines", {"lines": [again]}).json()
    assert (answer["key"], answer["state"]) == (first["key"], "refused")


def test_a_unit_and_a_number_are_kept_as_the_forms_keep_them_and_the_commune_gets_the_lines(
    cast, ask
):
    made, _people = a_case(cast)
    place = {"name": "Chợ Máy", "setting": "market", "path": COMMUNE.rstrip("/")}
    known = {"full_name": "Võ Thị Gặp", "phone": "+84 912 345 678", "path": WARD.rstrip("/")}
    lines = [line(place=place), line(kind="met", place=None, met=known)]
    answers = ask(f"investigations/{made.key}/lines", {"lines": lines}).json()
    assert [one["state"] for one in answers] == ["stored", "stored"]
    assert Venue.objects.get().path == COMMUNE
    person = Line.objects.get(kind="met").met
    assert person.path == WARD
    assert person.identifiers.get().value == "0912345678"
    sent = ask(f"investigations/{made.key}/send", {}).json()
    assert {one["path"] for one in sent} == {COMMUNE, WARD}


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
