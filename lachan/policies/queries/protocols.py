"""Figures of protocols: which holds where on which day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.policies.models import Protocol
from lachan.policies.terms import Permission


def protocols(actor: Actor) -> QuerySet[Protocol]:
    """All figures of all times; none for who may not read rules."""
    rows: QuerySet[Protocol] = Protocol.objects.all()
    return rows if actor.may_somewhere(Permission.READ) else rows.none()


def figures_on(rows: QuerySet[Protocol], day: date) -> QuerySet[Protocol]:
    """The figures that hold on the day; `valid_until` is the first day on which one is no more."""
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


def protocol_on(name: str, path: str, day: date) -> Protocol | None:
    """The figure with its source for a person at `path` on the day, or None.

    A province's own comes before the Ministry's; of two, the one that began later.
    """
    rows = figures_on(Protocol.objects.filter(name=name), day)
    rows = rows.filter(path__in=["", *paths.ancestors(path)])
    return max(rows, key=lambda row: (row.path.count("/"), row.valid_from), default=None)


def protocol_value(name: str, path: str, on: date) -> Decimal | None:
    """The figure alone (`infectious-before-onset-days`: days), or None where no rule says any."""
    found = protocol_on(name, path, on)
    return found.value if found else None
