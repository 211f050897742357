"""Reading the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from lachan.audit.actions import subject_of
from lachan.audit.models import Entry
from lachan.audit.terms import Permission
from lachan.core.actor import Actor
from lachan.core.scope import ScopedQuerySet


def entries(actor: Actor) -> ScopedQuerySet[Entry]:
    """All entries that the actor may read, newest first."""
    return Entry.objects.visible_to(actor, Permission.READ)


def history_of(row: models.Model) -> models.QuerySet[Entry]:
    """Everything that happened to one row, newest first.

    Whoever may see the row may see its history: the caller has fetched it through its own scope.
    """
    return Entry.objects.filter(subject=subject_of(row))


def histories_of(rows: Iterable[models.Model]) -> models.QuerySet[Entry]:
    """The entries of several rows, newest first."""
    return Entry.objects.filter(subject__in=[subject_of(row) for row in rows])
