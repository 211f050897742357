"""Who somebody is: from grants to an Actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.module_loading import import_string

from lachan.accounts.models import Grant, User
from lachan.accounts.terms import Role
from lachan.core.actor import NOBODY, Actor


@dataclass(frozen=True)
class Workplace:
    """A place at which a person may choose to work, with their roles there."""

    path: str
    name: str
    roles: tuple[str, ...]
    on_behalf_of: str = ""


def roles() -> dict[str, Role]:
    """All roles by code; the table is wired by the configuration, which knows every domain."""
    table: dict[str, Role] = import_string(settings.ROLES)
    return table


def grants_of(user: User, today: date) -> list[Grant]:
    """The user's grants that hold today; a deputy's only while the leader's own holds too."""
    held = Grant.objects.on(today).filter(user=user).select_related("deputises__user")
    return [
        grant
        for grant in held
        if grant.deputises is None
        or (
            grant.deputises.withdrawn_at is None
            and grant.deputises.valid_from <= today
            and (grant.deputises.valid_until is None or grant.deputises.valid_until >= today)
        )
    ]


def workplaces_of(user: User, today: date) -> list[Workplace]:
    """The places to choose from, widest first."""
    by_path: dict[str, list[Grant]] = {}
    for grant in grants_of(user, today):
        by_path.setdefault(grant.path, []).append(grant)
    table = roles()
    return [
        Workplace(
            path=path,
            name=grants[0].place_name,
            roles=tuple(table[g.role].label for g in grants if g.role in table),
            on_behalf_of=_leader(grants),
        )
        for path, grants in sorted(by_path.items())
    ]


def actor_for(user: User, today: date, workplace: str | None = None) -> Actor:
    """The Actor of a signed-in user, at the chosen workplace or the first one.

    Only the grants at the chosen workplace count: a person with grants in two places acts in one
    place at a time, and the record says in which.
    """
    if not user.is_active:
        return NOBODY
    held = grants_of(user, today)
    paths = sorted({grant.path for grant in held})
    if not paths:
        return Actor(id=user.pk, name=user.full_name)
    chosen = workplace if workplace in paths else paths[0]
    here = [grant for grant in held if grant.path == chosen]
    table = roles()
    return Actor(
        id=user.pk,
        name=user.full_name,
        grants=frozenset(
            (permission, grant.path)
            for grant in here
            if grant.role in table
            for permission in table[grant.role].permissions
        ),
        workplace=chosen,
        on_behalf_of=_leader(here),
    )


def _leader(grants: list[Grant]) -> str:
    """Whom these grants deputise for, when all of them do."""
    leaders = {grant.deputises.user.full_name if grant.deputises else "" for grant in grants}
    return leaders.pop() if len(leaders) == 1 else ""
