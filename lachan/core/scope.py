"""Scoped reading: the one way in to rows that belong to a responsible unit.

With `rows.py` the only module of `core` that knows Django. A scoped table has a `path` column with
`COLLATE "C"`, and a manager made from `ScopedQuerySet`.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere

M = TypeVar("M", bound=models.Model)


def path_field(**options: Any) -> models.CharField[str, str]:
    """The column that holds the path of the unit responsible for a row; byte order.

    Indexed, unless `db_index=False` says that indexes of the table begin with it.
    """
    given = {"db_index": True, **options}
    return models.CharField(max_length=120, db_collation="C", **given)


def within(scopes: tuple[str, ...], field: str = "path") -> Q:
    """The condition that the path in `field` lies in one of the scopes; never true for none."""
    condition = Q(pk__in=[])
    for scope in scopes:
        if not scope:
            return Q()
        low, high = paths.bounds(scope)
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition


class ScopedQuerySet(models.QuerySet[M]):
    """Rows with a responsible unit; without grants nothing is visible.

    `shared_through` names the path lookup of recorded shares (such as `"shares__path"`): units
    that were given a row see it although they are not responsible for it.
    """

    shared_through: str = ""

    def visible_to(self, actor: Actor, permission: str) -> Self:
        """The rows that the actor may see by this permission."""
        scopes = actor.paths_for(permission)
        condition = within(scopes)
        if self.shared_through and scopes and "" not in scopes:
            relation, _, column = self.shared_through.partition("__")
            share_model = self.model._meta.get_field(relation).related_model
            remote = self.model._meta.get_field(relation).remote_field.name  # type: ignore[union-attr]
            shared = share_model._default_manager.filter(within(scopes, column))  # type: ignore[union-attr]
            condition |= Q(pk__in=shared.values(f"{remote}_id"))
        return self.filter(condition)

    def get_visible(self, actor: Actor, permission: str, **lookup: Any) -> M:
        """The one row found, or NotThere: out of sight looks exactly like non-existent."""
        row = self.visible_to(actor, permission).filter(**lookup).first()
        if row is None:
            raise NotThere
        return row
