"""Reading one's own messages."""

from __future__ import annotations

from lachan.core.actor import Actor


def unread_count(actor: Actor) -> int:
    """How many messages the actor has not read."""
    return 0
