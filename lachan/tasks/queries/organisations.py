"""Bodies that can be given a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.places.models import Organisation
from lachan.places.queries import Gazetteer
from lachan.tasks.terms import Permission


def assignable(actor: Actor, day: date | None = None) -> QuerySet[Organisation]:
    """The bodies within the actor's reach to which tasks may be given (on a day, or ever)."""
    rows: QuerySet[Organisation] = Organisation.objects.filter(
        within(actor.paths_for(Permission.ASSIGN))
    ).select_related("unit")
    return rows if day is None else rows.on(day)  # type: ignore[attr-defined]


def get_assignable(actor: Actor, organisation_id: int) -> Organisation:
    """One body within reach; NotThere otherwise."""
    row = assignable(actor).filter(pk=organisation_id).first()
    if row is None:
        raise NotThere
    return row


def supporters_named(actor: Actor, names: Iterable[str], day: date) -> tuple[list[int], list[str]]:
    """The bodies that these names mean at the actor's workplace, and the names that mean none.

    A collective ("UBND các huyện, thành phố") means all its members.
    """
    gazetteer = Gazetteer(day=day, within_path=actor.workplace)
    within_reach = actor.paths_for(Permission.ASSIGN)
    found: dict[int, None] = {}
    unknown: list[str] = []
    for name in names:
        match = gazetteer.find(name.strip())
        bodies = match.organisations if match is not None else ()
        if not bodies or not all(_reaches(within_reach, body.path) for body in bodies):
            unknown.append(name.strip())
            continue
        found |= dict.fromkeys(body.pk for body in bodies)
    return list(found), unknown


def _reaches(scopes: tuple[str, ...], path: str) -> bool:
    return any(paths.contains(scope, path) for scope in scopes)
