"""Whom a task concerns: those nearest to its lead or its assigner who can act on it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from lachan.accounts.models import User
from lachan.accounts.queries import nearest_users_with
from lachan.tasks.models import Task
from lachan.tasks.terms import Permission, Rung


def people_of_rung(task: Task, rung: Rung, day: date) -> QuerySet[User]:
    """Those whom a rung of the ladder means; a task without a lead begins at its assigner.

    Only the nearest: a commune's task is not told to everybody up to the province.
    """
    if rung == Rung.LEAD and task.lead_id is not None:
        return nearest_users_with(Permission.RECEIVE, task.path, day)
    if rung == Rung.LEADER:
        return nearest_users_with(Permission.DECIDE, task.assigner_path, day)
    return nearest_users_with(Permission.ACCEPT, task.assigner_path, day)
