"""How allauth lets people in: accounts are given by an administrator, nobody signs up alone."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]
    """No public registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
