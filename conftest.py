"""Fixtures for all tests."""

from __future__ import annotations

import pytest
from hypothesis import settings

# Tests are never timed: on a busy machine an example may take a second and be right all the same.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


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
