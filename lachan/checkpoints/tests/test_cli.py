"""`lachan checkpoints` on the test's own database."""

from __future__ import annotations

import contextlib
import json

import pytest
from typer.testing import CliRunner

from lachan.checkpoints.actions.enrolling import enrol
from lachan.checkpoints.actions.working_in.running import work_in_waiting
from lachan.checkpoints.cli import app
from lachan.checkpoints.models import Device, Intake, Passage
from lachan.checkpoints.tests.client import ModelDevice, a_passage
from lachan.core.refused import Refused
from tests.cast import NOW


@pytest.fixture
def run(db, monkeypatch, line):
    monkeypatch.setattr("config.database.ready", lambda **_: contextlib.nullcontext())

    def _run(*words):
        return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)

    return _run


@pytest.fixture
def passed(line, device):
    """One passage that came from a device."""
    device.capture("passage", a_passage(1), NOW)
    line.send(device)
    work_in_waiting(NOW)


def test_posts_are_listed_with_what_passed_today(run, post, passed):
    (row,) = json.loads(run("posts", "--json").output)
    assert (row["id"], row["name"], row["passages_today"]) == (post.pk, post.name, 1)
    assert post.name in run("posts").output


def test_a_code_made_by_command_enrols_one_device(run, post):
    answer = json.loads(run("enrol", post.pk, "--json").output)
    assert answer["address"].endswith(f"#enrol={answer['code']}")
    assert enrol(answer["code"], "Máy 1", ModelDevice().public_key, now=NOW) is not None
    assert enrol(answer["code"], "Máy 2", ModelDevice().public_key, now=NOW) is None


def test_a_post_that_is_not_there_gives_no_code(run, post):
    with pytest.raises(Refused, match="there is no post 0"):
        run("enrol", 0)


def test_devices_are_listed_until_they_are_revoked(run, device):
    (row,) = json.loads(run("devices", "--json").output)
    assert row["device"] == str(device.key)
    assert "1 devices" in run("devices").output
    run("revoke", device.key, "--reason", "mất máy")
    assert json.loads(run("devices", "--json").output) == []


def test_a_device_is_revoked_by_its_id_and_no_other(run, device):
    assert "revoked" in run("revoke", device.key, "--reason", "mất máy").output
    assert Device.objects.get().revoked_because == "mất máy"
    assert run("revoke", "máy-1", "--reason", "mất máy").exit_code == 2
    with pytest.raises(Refused, match="there is no device"):
        run("revoke", "0192d7f0-0000-7000-8000-000000000002", "--reason", "mất máy")


def test_everything_is_made_anew_from_the_events(run, passed):
    assert "1 events worked in anew" in run("rebuild").output
    assert Passage.objects.count() == 1


def test_the_balance_accounts_for_every_event_of_a_device(run, passed, device):
    done = run("balance", "--device", device.key, "--json")
    answer = json.loads(done.output)
    assert done.exit_code == 0
    assert (answer["balanced"], answer["not_whole"], answer["waiting"]) == (True, 0, 0)
    assert [(row["received"], row["stored"]) for row in answer["hours"]] == [(1, 1)]
    assert "0 not whole" in run("balance").output


def test_an_hour_that_does_not_balance_is_told_by_the_exit_code(run, passed):
    Intake.objects.update(received=5, stored=5)
    assert run("balance").exit_code == 1
