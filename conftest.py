"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Tests are never timed: on a busy machine an example may take a second and be right all the same.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def index_of_one_test(settings, tmp_path):
    """No test finds the tracing index of another."""
    settings.TRACING_INDEX = tmp_path / "tracing"


@pytest.fixture
def run_jobs(db):
    """Run the deferred jobs in this process until none is left; returns how many were run."""
    from tests.jobs import run_all

    return run_all


@pytest.fixture
def cast(db):
    """The named people and places that tests speak of: see tests/cast.py."""
    from tests.cast import Cast

    return Cast.assemble()


@pytest.fixture
def command_line(db, monkeypatch, settings):
    """Run a domain's command on the test's own database, its clock standing at the cast's hour.

    `run = command_line(app)`, then `run("list", "--json")` returns what was printed. A refusal is
    raised as `Refused`; any exit code but `code` fails the test.
    """
    import contextlib

    from typer.testing import CliRunner

    settings.CLOCK = "tests.cast.at_nine"
    monkeypatch.setattr("config.database.ready", lambda **_: contextlib.nullcontext())

    def _of(app):
        def _run(*words, code=0):
            given = [str(word) for word in words]
            result = CliRunner().invoke(app, given, catch_exceptions=False)
            assert result.exit_code == code, result.output
            return result.output

        return _run

    return _of
