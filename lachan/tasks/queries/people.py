"""Whom a task concerns: those nearest to its lead or its assigner who can act on it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lachan.accounts.models import Grant, User
from lachan.accounts.queries import roles
from lachan.core import path as paths
from lachan.tasks.models import Task
from lachan.tasks.terms import Permission, Rung, Side


def people_at(path: str, permission: Permission, day: date) -> list[User]:
    """Those who hold the permission at the path, or else at the nearest place above it.

    Only the nearest: a commune's task is not told to everybody up to the province.
    """
    with_it = [code for code, role in roles().items() if permission in role.permissions]
    grants = (
        Grant.objects.on(day)
        .filter(role__in=with_it, path__in=paths.ancestors(path), user__is_active=True)
        .select_related("user")
        .order_by("user_id")
    )
    nearest: dict[str, dict[int, User]] = {}
    for grant in grants:
        nearest.setdefault(grant.path, {})[grant.user_id] = grant.user
    if not nearest:
        return []
    return list(nearest[max(nearest, key=len)].values())


def people_of_side(task: Task, side: Side, day: date) -> list[User]:
    """Those who act for one side of the task."""
    if side == Side.LEAD and task.lead_id is not None:
        return people_at(task.path, Permission.RECEIVE, day)
    return people_at(task.assigner_path, Permission.ACCEPT, day)


def people_of_rung(task: Task, rung: Rung, day: date) -> list[User]:
    """Those whom a rung of the ladder means; a task without a lead begins at its assigner."""
    if rung == Rung.LEAD:
        return people_of_side(task, Side.LEAD, day)
    if rung == Rung.ASSIGNER:
        return people_at(task.assigner_path, Permission.REMIND, day)
    return people_at(task.assigner_path, Permission.DECIDE, day)


def names_of(people: Iterable[User]) -> tuple[str, ...]:
    """Their names, for the record."""
    return tuple(person.full_name for person in people)
