"""Figures of the line list: numerator and denominator as conditions of the list itself.

Each figure is two questions to the same rows, so that a click on it opens what it counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q

from lachan.cases.models import CaseQuerySet
from lachan.cases.terms import (
    Classification,
    Origin,
    Outcome,
    RePositiveState,
    SourceState,
)

NEW = Q(previous__isnull=True)
CONFIRMED = NEW & Q(classification=Classification.CONFIRMED)
LOCAL = CONFIRMED & Q(origin=Origin.LOCAL)
SUSPECTED = NEW & Q(classification__in=[Classification.SUSPECTED, Classification.PROBABLE])
NOT_ISOLATED = Q(isolated_at__isnull=True, closed_at__isnull=True) & ~Q(
    classification=Classification.DISCARDED
)
OPEN = Q(closed_at__isnull=True)
SOURCE_MISSING = LOCAL & ~Q(source=SourceState.KNOWN)
RE_POSITIVE = Q(previous__isnull=False) & ~Q(re_positive__state=RePositiveState.REFUTED)
RECOVERED = CONFIRMED & Q(outcome=Outcome.RECOVERED)
# "Isolated within 24 hours of the report" (measures, section 4).
ISOLATED_IN_TIME = CONFIRMED & Q(isolated_at__lte=F("reported_at") + timedelta(hours=24))


@dataclass(frozen=True)
class Figure:
    """So many of so many; both count cases that the list can show."""

    name: str
    numerator: int
    denominator: int


def figures(rows: CaseQuerySet, now: datetime, source_hours: int) -> list[Figure]:
    """What the line list says at a glance, of the rows given, in one statement.

    `source_hours`: how old a local case may be before its missing source counts.
    """
    overdue = SOURCE_MISSING & Q(reported_at__lte=now - timedelta(hours=source_hours))
    asked = {
        "all_new": NEW,
        "confirmed": CONFIRMED,
        "suspected": SUSPECTED,
        "local": LOCAL,
        "source_overdue": overdue,
        "open": OPEN,
        "not_isolated": NOT_ISOLATED,
        "in_time": ISOLATED_IN_TIME,
        "re_positive": RE_POSITIVE,
        "recovered": RECOVERED,
    }
    counts: dict[str, Any] = rows.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in asked.items()}
    )
    pairs = (
        ("confirmed", "confirmed", "all_new"),
        ("suspected", "suspected", "all_new"),
        ("local", "local", "confirmed"),
        ("source_overdue", "source_overdue", "local"),
        ("not_isolated", "not_isolated", "open"),
        ("in_time", "in_time", "confirmed"),
        ("re_positive", "re_positive", "recovered"),
    )
    return [Figure(name, counts[above], counts[below]) for name, above, below in pairs]
