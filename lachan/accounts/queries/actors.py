"""Who somebody is: from grants to an Actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lachan.accounts.models import Grant, User
from lachan.accounts.queries.people import roles
from lachan.accounts.rules.grants import place_of
from lachan.core.actor import NOBODY, Actor


@dataclass(frozen=True)
class Workplace:
    """A place at which a person may choose to work, with their roles there.

    Acting for a leader at a place is a workplace of its own, apart from one's own roles at the
    same place, so that the record always says in whose name something was done. `key` names the
    workplace in a session.
    """

    key: str
    path: str
    name: str
    roles: tuple[str, ...]
    on_behalf_of: str = ""


def grants_of(user: User, today: date) -> list[Grant]:
    """The user's grants that hold today; a deputy's only while the leader's own holds too."""
    return list(Grant.objects.on(today).filter(user=user).select_related("deputises__user"))


def workplaces_of(user: User, today: date) -> list[Workplace]:
    """The places to choose from, widest first; one's own before those where one acts for others."""
    table = roles()
    return [
        Workplace(
            key=key,
            path=grants[0].path,
            name=grants[0].place_name,
            roles=tuple(str(table[g.role].label) for g in grants if g.role in table),
            on_behalf_of=_leader(grants[0]),
        )
        for key, grants in _by_workplace(grants_of(user, today)).items()
    ]


def actor_for(user: User, today: date, workplace: str | None = None) -> Actor:
    """The Actor of a signed-in user, at the chosen workplace (its key) or the first one.

    Only the grants at the chosen workplace count: a person with grants in two places acts in one
    place at a time, and the record says in which.
    """
    if not user.is_active:
        return NOBODY
    by_key = _by_workplace(grants_of(user, today))
    if not by_key:
        return Actor(id=user.pk, name=user.full_name)
    here = by_key.get(workplace or "") or next(iter(by_key.values()))
    table = roles()
    return Actor(
        id=user.pk,
        name=user.full_name,
        grants=frozenset(
            (permission, place_of(table[grant.role], permission, grant.path))
            for grant in here
            if grant.role in table
            for permission in table[grant.role].permissions
        ),
        workplace=here[0].path,
        on_behalf_of=_leader(here[0]),
    )


def _by_workplace(grants: Sequence[Grant]) -> dict[str, list[Grant]]:
    found: dict[str, list[Grant]] = {}
    for grant in sorted(grants, key=lambda g: (g.path, _leader(g), g.pk)):
        found.setdefault(_key(grant), []).append(grant)
    return found


def _key(grant: Grant) -> str:
    """`96/` for one's own roles there, `96/@17` for acting there for user 17."""
    return f"{grant.path}@{grant.deputises.user_id}" if grant.deputises else grant.path


def _leader(grant: Grant) -> str:
    """Whom the grant deputises for, or nobody."""
    return grant.deputises.user.full_name if grant.deputises else ""
