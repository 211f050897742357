"""What the tests of the doors share: a program that asks."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def the_day(settings, tmp_path):
    """The cast's nine o'clock, in English, with room for pictures."""
    settings.CLOCK = "tests.cast.at_nine"
    settings.LANGUAGE_CODE = "en"
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ask_as(cast):
    """A program signed in as one of the cast; with a body it posts."""

    def _asking(username):
        client = Client(headers={"accept-language": "en"})
        client.force_login(cast.users[username])

        def _ask(address, body=None):
            if body is None:
                return client.get(f"/api/v1/tracing/{address}")
            return client.post(f"/api/v1/tracing/{address}", body, content_type="application/json")

        _ask.client = client
        return _ask

    return _asking


@pytest.fixture
def ask(ask_as):
    """A program of the commune."""
    return ask_as("commune")
