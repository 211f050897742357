"""Who answers for a place: for the domains above, which ask for people by place and permission.

These take no actor: the system asks them to know whom to tell, and shows the names to those who
already see the row that the people answer for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from lachan.accounts.models import Grant, User
from lachan.accounts.rules.grants import place_of
from lachan.accounts.terms import Role
from lachan.core import path as paths


def roles() -> dict[str, Role]:
    """All roles by code; the table is wired by the configuration, which knows every domain."""
    table: dict[str, Role] = import_string(settings.ROLES)
    return table


def roles_with(permission: str) -> tuple[str, ...]:
    """The codes of the roles that hold a permission."""
    return tuple(code for code, role in roles().items() if permission in role.permissions)


def users_at(
    path: str,
    role_codes: Iterable[str] | None = None,
    *,
    today: date,
    include_above: bool = False,
) -> QuerySet[User]:
    """The people with a role at exactly this place on the day, deputies among them.

    `include_above` adds those with such a role at the places above it. Without `role_codes`,
    any role counts.
    """
    places = [*paths.ancestors(path), ""] if include_above else [path]
    grants = Grant.objects.on(today).filter(path__in=places)
    if role_codes is not None:
        grants = grants.filter(role__in=list(role_codes))
    return User.objects.filter(is_active=True, pk__in=grants.values("user_id"))


def heads_of(path: str, today: date) -> QuerySet[User]:
    """Those who answer for exactly this place: its leader or head, and who acts for them."""
    leading = [code for code, role in roles().items() if role.leads]
    return users_at(path, leading, today=today)


def users_with(permission: str, path: str, today: date) -> QuerySet[User]:
    """Everybody whose permission reaches this place: by a role here or at any place above."""
    return users_with_any(permission, [path], today)


def users_with_any(permission: str, places: Iterable[str], today: date) -> QuerySet[User]:
    """Everybody whose permission reaches one of these places; as many queries as for one."""
    users = {user for _place, user in _reaching(permission, places, today)}
    return User.objects.filter(is_active=True, pk__in=users)


def nearest_users_with(permission: str, path: str, today: date) -> QuerySet[User]:
    """Those with the permission at this place or, if nobody has it, at the next place above."""
    by_place: dict[str, list[int]] = {}
    for place, user_id in _reaching(permission, [path], today):
        by_place.setdefault(place, []).append(user_id)
    return User.objects.filter(pk__in=by_place[max(by_place, key=len)] if by_place else [])


def _reaching(permission: str, places: Iterable[str], today: date) -> list[tuple[str, int]]:
    """(place at which the permission holds, user) at these places and all above them.

    Of bodies those are read whose roles hold it in the whole unit: they hang right below a unit.
    """
    table, codes = roles(), roles_with(permission)
    above = ["", *sorted({place for path in places for place in paths.ancestors(path)})]
    wide = [code for code in codes if permission in table[code].in_territory]
    units = [re.escape(place) for place in above if place]
    by_bodies = Q(role__in=wide, path__regex=rf"^({'|'.join(units)})[^0-9/][^/]*/$")
    grants = Grant.objects.on(today).filter(
        Q(path__in=above, role__in=codes) | (by_bodies if wide and units else Q(pk__in=[])),
        user__is_active=True,
    )
    rows = grants.order_by().values_list("role", "path", "user_id")
    return [(place_of(table[role], permission, where), user) for role, where, user in rows]
