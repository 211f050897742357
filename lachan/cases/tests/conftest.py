"""The figures of the protocols, for cases that are opened."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from .examples import figures


@pytest.fixture
def protocol(db):
    """The figures of the protocols; reasons are read in English."""
    figures()
    with override("en"):
        yield


@pytest.fixture
def the_day(settings, db):
    """The cast's nine o'clock, in English, with the figures of the protocols."""
    settings.CLOCK = "tests.cast.at_nine"
    settings.LANGUAGE_CODE = "en"
    figures()
