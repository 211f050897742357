"""What posts look out for."""

from __future__ import annotations

from typing import Any

from lachan.checkpoints.models import HotEntry
from lachan.checkpoints.terms import Permission
from lachan.core.actor import Actor


def visible_hot(actor: Actor) -> Any:
    """Entries that the actor manages; others learn of them from a post's verdict alone."""
    return HotEntry.objects.visible_to(actor, Permission.MANAGE).select_related("added_by")


def get_hot(actor: Actor, pk: int) -> HotEntry:
    """One entry, or NotThere."""
    found: HotEntry = HotEntry.objects.get_visible(actor, Permission.MANAGE, pk=pk)
    return found
