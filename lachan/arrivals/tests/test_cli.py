"""`lachan arrivals` on the test's own database."""

from __future__ import annotations

import json

import pytest

from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.cli import app
from lachan.arrivals.models import Pass
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.arrivals.tests.examples import COMMUNE
from lachan.core.refused import Refused
from tests.cast import NOW


@pytest.fixture
def run(command_line):
    return command_line(app)


def test_a_number_set_by_command_holds_from_its_day_and_the_one_before_until_then(run):
    run("set-limit", "receive_hours", 4, "--from", "2021-09-20", "--source", "308-CV/TU, khoản 2")
    rows = [row for row in json.loads(run("limits", "--json")) if row["name"] == "receive_hours"]
    assert [(row["value"], row["state"]) for row in rows] == [(4, "later"), (6, "holds")]


def test_a_number_that_is_not_there_and_a_day_that_is_none_are_refused_in_words(run):
    with pytest.raises(Refused, match="no number phut"):
        run("set-limit", "phut", 4, "--source", "308-CV/TU")
    with pytest.raises(Refused, match="not a day: 20/9"):
        run("set-limit", "receive_hours", 4, "--from", "20/9", "--source", "308-CV/TU")


def test_a_code_is_taken_back_by_command_with_its_reason(run, cast):
    people = (DeclaredOne(full_name="Nguyễn Văn Về", birth_year=1990),)
    declare(PUBLIC, Draft(people=people, path=COMMUNE, declared_at=NOW), now=NOW)
    given = Pass.objects.get()
    assert f"{given.pk}" in run("passes", given.arrival_id)
    run("revoke-pass", given.pk, "--reason", "Mất điện thoại")
    given.refresh_from_db()
    assert (given.revoked_at, given.revoked_because) == (NOW, "Mất điện thoại")
    with pytest.raises(Refused, match="no code 999"):
        run("revoke-pass", 999, "--reason", "Mất điện thoại")
