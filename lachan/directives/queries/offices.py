"""Names of the offices and units by their paths, and bodies found by a part of their name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from lachan.accounts.models import User
from lachan.accounts.queries import actor_for
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.text import folded
from lachan.places.models import Organisation, Unit
from lachan.places.queries import organisations


def names_of(wanted: Iterable[str]) -> list[str]:
    """The names of the organisations or units at these paths, in order; unknown ones left out."""
    listed = list(wanted)
    if not listed:
        return []
    names = dict(Unit.objects.filter(path__in=listed).values_list("path", "full_name"))
    names |= dict(Organisation.objects.filter(path__in=listed).values_list("path", "name"))
    return [names[path] for path in listed if path in names]


def office_name(actor: Actor) -> str:
    """The name of the place at which the actor works."""
    return next(iter(names_of([actor.workplace])), "")


def seat_name(actor: Actor) -> str:
    """The name for "place and day": the unit at or above the workplace, without its kind."""
    units = {
        unit.path: unit.name
        for unit in Unit.objects.filter(path__in=paths.ancestors(actor.workplace))
    }
    return next((units[path] for path in paths.ancestors(actor.workplace) if path in units), "")


def organisations_like(actor: Actor, words: str, *, today: date) -> list[Any]:
    """A handful of bodies of the province by a part of name or abbreviation, marks or not."""
    wanted = folded(words).split()
    if not wanted:
        return []
    rows = organisations(actor, today)
    for word in wanted:
        rows = rows.filter(search_text__contains=word)
    return list(rows.order_by("path")[:12])


def actor_named(username: str, today: date, office: str = "") -> Actor | None:
    """The actor of a user at an office (the first one by default); None when there is none."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        return None
    actor = actor_for(user, today, office or None)
    return None if office and actor.workplace != office else actor
