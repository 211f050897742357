"""`lachan transport` on the test's own database."""

from __future__ import annotations

import json

import pytest

from lachan.core.refused import Refused
from lachan.transport.cli import app


@pytest.fixture
def run(command_line):
    return command_line(app)


def test_a_number_set_by_command_takes_the_place_of_the_shipped_one(run):
    run("set-limit", "stay_hours", 2, "--source", "308-CV/TU, khoản 2")
    rows = [row for row in json.loads(run("limits", "--json")) if row["name"] == "stay_hours"]
    assert [(row["value"], row["state"]) for row in rows] == [(2, "holds"), (24, "ended")]


def test_a_number_that_is_not_there_is_refused_in_words(run):
    with pytest.raises(Refused, match="no number phut"):
        run("set-limit", "phut", 4, "--source", "308-CV/TU")
