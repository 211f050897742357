"""Line lists that a user keeps."""

from __future__ import annotations

from django.db.models import QuerySet

from lachan.cases.models import LineListColumns, SavedLineList
from lachan.core.actor import Actor


def saved_lists(actor: Actor) -> QuerySet[SavedLineList]:
    """The actor's own, by name."""
    return SavedLineList.objects.filter(owner_id=actor.id)


def chosen_columns(actor: Actor) -> list[str]:
    """The columns that the actor chose, by key; empty where they never did."""
    found = LineListColumns.objects.filter(owner_id=actor.id).first()
    return list(found.columns) if found else []
