"""Who answers for a place: for the domains above, which ask for people by place and permission.

These take no actor: the system asks them to know whom to tell, and shows the names to those who
already see the row that the people answer for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from lachan.accounts.models import Grant, User
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
    return users_at(path, roles_with(permission), today=today, include_above=True)


def nearest_users_with(permission: str, path: str, today: date) -> QuerySet[User]:
    """Those with the permission at this place or, if nobody has it, at the next place above."""
    grants = Grant.objects.on(today).filter(
        path__in=[*paths.ancestors(path), ""],
        role__in=roles_with(permission),
        user__is_active=True,
    )
    by_place: dict[str, list[int]] = {}
    for place, user_id in grants.order_by().values_list("path", "user_id"):
        by_place.setdefault(place, []).append(user_id)
    return User.objects.filter(pk__in=by_place[max(by_place, key=len)] if by_place else [])
