"""What a form about roles offers: places within reach, and roles that may be given there."""

from __future__ import annotations

from datetime import date

from lachan.accounts.queries.grants import Place, grantor_at
from lachan.accounts.queries.people import roles
from lachan.accounts.rules.grants import may_give
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.text import folded
from lachan.places import queries as places

SEARCHED, OFFERED = 120, 12


def places_within_reach(actor: Actor, permission: str, words: str, day: date) -> list[Place]:
    """Units and bodies by their names at which the actor holds the permission, best first.

    A name that is exactly that of one place gives this one alone.
    """
    scopes = actor.paths_for(permission)
    found = [
        Place(one.row.path, one.label)
        for one in places.search(actor, words, day=day, limit=SEARCHED)
        if one.exists and any(paths.contains(scope, one.row.path) for scope in scopes)
    ]
    exact = [place for place in found if folded(place.name) == folded(words)]
    return exact if len(exact) == 1 else found[:OFFERED]


def roles_to_give(actor: Actor) -> list[tuple[str, str]]:
    """The roles that the actor may give somewhere, by code and name."""
    grantor = grantor_at(actor, actor.workplace)
    return [(code, str(role.label)) for code, role in roles().items() if may_give(grantor, role)]


def role_names() -> list[tuple[str, str]]:
    """All roles by code and name."""
    return [(code, str(role.label)) for code, role in roles().items()]
