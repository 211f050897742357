"""Who asks, and when: what every route begins with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from lachan.contacts.terms import Permission
from lachan.core.refused import Refused

MOST = 500  # rows of a list at once


def actor_of(request: HttpRequest) -> Any:
    """Who asks; Refused for those who may look at no contact at all."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at contacts")
    return actor


def now_of(request: HttpRequest) -> datetime:
    """The instant of the request."""
    return request.now  # type: ignore[attr-defined,no-any-return]
