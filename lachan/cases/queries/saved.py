"""Line lists that a user keeps."""

from __future__ import annotations

from django.db.models import QuerySet

from lachan.cases.models import SavedLineList
from lachan.core.actor import Actor


def saved_lists(actor: Actor) -> QuerySet[SavedLineList]:
    """The actor's own, by name."""
    return SavedLineList.objects.filter(owner_id=actor.id)
