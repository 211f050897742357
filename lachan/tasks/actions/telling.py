"""Whom a task concerns, and telling them."""

from __future__ import annotations

from datetime import datetime

from lachan.tasks.models import Task
from lachan.tasks.terms import AlertKind, Rung


def tell_lead(task: Task, title: str, text: str, now: datetime, *, urgent: bool = False) -> None:
    """Tell those at the lead who can act."""


def tell_assigner(
    task: Task, title: str, text: str, now: datetime, *, urgent: bool = False
) -> None:
    """Tell those at the assigner who can decide."""


def tell_rung(
    task: Task, kind: AlertKind, rung: Rung, deadline: datetime, now: datetime
) -> tuple[str, ...]:
    """Tell one rung of the ladder; the names of those told."""
    return ()
