"""A browser of somebody of the cast, and what a page says to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast


def signed_in(cast: Cast, username: str) -> Client:
    """A browser in which this person of the cast is signed in, asking for English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users[username])
    return client


def text(response: HttpResponse | Any) -> str:
    """The page that came, whatever its status."""
    return response.content.decode()
