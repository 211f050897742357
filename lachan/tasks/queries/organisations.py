"""Bodies that can be given a task."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.core.text import folded
from lachan.places.models import Organisation
from lachan.tasks.terms import Permission


def assignable(actor: Actor, day: date | None = None) -> QuerySet[Organisation]:
    """The bodies within the actor's reach to which tasks may be given (on a day, or ever)."""
    rows: QuerySet[Organisation] = Organisation.objects.filter(
        within(actor.paths_for(Permission.ASSIGN))
    ).select_related("unit")
    return rows if day is None else rows.on(day)  # type: ignore[attr-defined]


def search_assignable(actor: Actor, words: str, day: date, limit: int = 20) -> list[Organisation]:
    """Bodies found by part of their name, with or without diacritics."""
    rows = assignable(actor, day)
    for word in folded(words).split():
        rows = rows.filter(search_text__contains=word)
    return list(rows[:limit])


def get_assignable(actor: Actor, organisation_id: int) -> Organisation:
    """One body within reach; NotThere otherwise."""
    row = assignable(actor).filter(pk=organisation_id).first()
    if row is None:
        raise NotThere
    return row
