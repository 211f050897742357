"""`lachan cases` on the test's own database."""

from __future__ import annotations

import contextlib
import json

import pytest
from typer.testing import CliRunner

from lachan.cases.cli import app
from lachan.core.refused import Refused
from tests.cast import NOW

from .examples import COMMUNE, a_case, figures


def at_nine():
    return NOW


@pytest.fixture
def run(db, monkeypatch, settings):
    settings.CLOCK = "lachan.cases.tests.test_cli.at_nine"
    monkeypatch.setattr("config.database.ready", lambda **_: contextlib.nullcontext())
    figures()

    def _run(*words):
        given = [str(word) for word in words]
        return CliRunner().invoke(app, given, catch_exceptions=False).output

    return _run


OPEN = ("open", "Nguyễn Văn Mẫu", "--unit", COMMUNE, "--pcr", "positive", "--onset", "2021-09-12")


def test_a_case_is_opened_and_listed_without_a_name(run, cast):
    (opened,) = json.loads(run(*OPEN, "--json"))
    assert opened["classification"] == "confirmed"
    assert opened["infectious_from"] == "2021-09-09T00:00+07:00"
    listed = run("list", "--unit", "96/964/", "--new", "--json")
    assert [row["key"] for row in json.loads(listed)] == [opened["key"]]
    assert "Mẫu" not in listed
    assert run("list", "--unit", "96/964", "--new", "--json") == listed


def test_a_case_is_opened_at_a_unit_of_today_however_its_path_is_closed(run, cast):
    with pytest.raises(Refused, match="96/964/1/"):
        run(*OPEN[:3], "96/964/1/", *OPEN[4:])
    (opened,) = json.loads(run(*OPEN[:3], COMMUNE.rstrip("/"), *OPEN[4:], "--json"))
    assert opened["path"] == COMMUNE


def test_a_report_with_a_reference_counts_once(run, cast):
    first = json.loads(run(*OPEN, "--reference", "1", "--json"))
    assert json.loads(run(*OPEN, "--reference", "1", "--json")) == first


def test_a_case_is_classified(run, cast):
    case = a_case(cast)
    (done,) = json.loads(run("classify", case.key, "discarded", "--pcr", "negative", "--json"))
    assert done["classification"] == "discarded"
    with pytest.raises(Refused, match="no case"):
        run("classify", "x", "discarded")


def test_an_account_acts_only_where_it_may(run, cast):
    with pytest.raises(Refused):
        run(*OPEN[:3], "96/966/", *OPEN[4:], "--as", "commune")
    with pytest.raises(Refused, match="no account"):
        run(*OPEN, "--as", "ai.do")


def test_definitions_of_a_day_are_listed(run):
    held = json.loads(run("definitions", "--on", "2022-04-15", "--json"))
    confirmed = next(row for row in held if row["classification"] == "confirmed")
    assert confirmed["definition"] == "confirmed@5"
    assert ["antigen_positive", "link"] in confirmed["criteria"]


def test_a_definition_gets_its_next_version(run):
    told = run(
        *("define", "confirmed", "confirmed", "--criterion", "pcr_positive"),
        *("--criterion", "antigen_positive+link", "--words", "như văn bản"),
        *("--source", "cần xác nhận: văn bản thử"),
    )
    assert "confirmed@6" in told
    held = json.loads(run("definitions", "--on", "2021-09-15", "--json"))
    confirmed = next(row for row in held if row["classification"] == "confirmed")
    assert (confirmed["definition"], confirmed["confirmed"]) == ("confirmed@6", False)


def test_a_duration_set_by_command_takes_the_place_of_the_shipped_one(run):
    run("set-limit", "re_positive_days", 60, "--source", "Văn bản thử")
    rows = [row for row in json.loads(run("limits", "--json")) if row["name"] == "re_positive_days"]
    assert [(row["value"], row["state"]) for row in rows] == [(60, "holds"), (90, "ended")]


def test_what_cannot_be_read_is_refused_in_words(run):
    for words, why in (
        (("list", "--since", "hôm qua"), "not a day"),
        (("list", "--classification", "nặng"), "no classification"),
        (("set-limit", "phut", 4, "--source", "x"), "no number phut"),
    ):
        with pytest.raises(Refused, match=why):
            run(*words)
