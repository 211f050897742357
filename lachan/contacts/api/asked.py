"""Who asks, and when: what every route begins with."""

from __future__ import annotations

from typing import Any

from lachan.contacts.terms import Permission
from lachan.core.http import Request
from lachan.core.refused import Refused

MOST = 500  # rows of a list at once


def actor_of(request: Request) -> Any:
    """Who asks; Refused for those who may look at no contact at all."""
    actor = request.actor
    if not actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at contacts")
    return actor
