"""A province that reports: figures, duties and hours, and the hours of 15/9/2021."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lachan.command.actions.establishing import establish_reporting
from tests.cast import TODAY


@pytest.fixture
def reporting(cast):
    """The cast's province, reporting since the day before."""
    establish_reporting("96/", TODAY - timedelta(days=20))
    return cast
