"""Secrets are refused where they must be, and a past day can be played."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config import clock
from config.database import is_new
from config.settings import database_settings
from lachan.core.refused import Refused

ROOT = Path(__file__).resolve().parent.parent


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import config.settings as s; print(s.SESSION_COOKIE_SECURE)"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_production_refuses_the_development_secret():
    done = start(LACHAN_STAGE="production")
    assert done.returncode != 0
    assert "LACHAN_SECRET_KEY must be set" in done.stderr


def test_production_refuses_a_played_clock():
    done = start(
        LACHAN_STAGE="production", LACHAN_SECRET_KEY="x" * 50, LACHAN_TODAY="2021-09-15T09:00"
    )
    assert done.returncode != 0
    assert "LACHAN_TODAY" in done.stderr


def test_production_with_a_secret_of_its_own_sends_cookies_over_https_only():
    done = start(LACHAN_STAGE="production", LACHAN_SECRET_KEY="x" * 50)
    assert done.stdout.strip() == "True"


def test_a_socket_folder_in_the_address_becomes_the_host():
    found = database_settings("postgresql://lachan:b%40d@/lachan?host=/run/x")
    assert (found["HOST"], found["NAME"], found["PASSWORD"]) == ("/run/x", "lachan", "b@d")


def test_a_tcp_address_keeps_its_port_and_options():
    found = database_settings("postgresql://u:p@db.example:5433/name?sslmode=require")
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_played_clock_runs_on_from_where_it_was_set(settings):
    settings.CLOCK_STARTS_AT = "2021-09-15T09:00"
    settings.CLOCK_SET_AT = datetime.now(UTC).isoformat()
    moment = clock.now()
    assert moment.isoformat()[:16] == "2021-09-15T09:00"
    assert clock.now() > moment


def test_a_later_start_goes_on_with_the_clock_that_was_set(tmp_path, monkeypatch):
    monkeypatch.setenv("LACHAN_TODAY", "")
    monkeypatch.setenv("LACHAN_TODAY_SET_AT", "")
    clock.play("2021-09-15T09:00", tmp_path)
    set_at = os.environ["LACHAN_TODAY_SET_AT"]
    monkeypatch.delenv("LACHAN_TODAY")
    monkeypatch.delenv("LACHAN_TODAY_SET_AT")
    clock.resume(tmp_path)
    assert os.environ["LACHAN_TODAY"] == "2021-09-15T09:00:00+07:00"
    assert os.environ["LACHAN_TODAY_SET_AT"] == set_at
    monkeypatch.delenv("LACHAN_TODAY")
    monkeypatch.delenv("LACHAN_TODAY_SET_AT")


def test_without_a_played_clock_it_is_now():
    assert abs((clock.now() - datetime.now(UTC)).total_seconds()) < 5


@pytest.mark.parametrize("words", ["hôm qua", "15/9/2021"])
def test_a_clock_is_set_by_an_instant_only(words, tmp_path):
    with pytest.raises(ValueError, match="isoformat"):
        clock.play(words, tmp_path)


def test_an_empty_folder_made_ready_is_as_new_as_none(tmp_path, monkeypatch):
    monkeypatch.setenv("LACHAN_HOME", str(tmp_path))
    assert is_new()
    (tmp_path / "clock.json").write_text("{}")
    assert not is_new()
    monkeypatch.setenv("LACHAN_HOME", str(tmp_path / "not-there"))
    assert is_new()


def test_the_demo_says_that_it_plays_before_the_reform_instead_of_missing_a_unit(settings):
    from config.demo import load

    settings.CLOCK_STARTS_AT = "2025-07-01T09:00"
    settings.CLOCK_SET_AT = datetime.now(UTC).isoformat()
    with pytest.raises(Refused, match="plays in 2021"):
        load([], progress=False)
