"""Durations and numbers of this domain as they hold on a day."""

from __future__ import annotations

from datetime import date, timedelta

from lachan.arrivals.models import ArrivalLimit
from lachan.arrivals.terms import LimitName
from lachan.core.limit_rows import LimitRows

ROWS = LimitRows(ArrivalLimit, LimitName)
limit = ROWS.limit


def hours(name: LimitName, on: date) -> timedelta:
    """A limit that is told in hours."""
    return timedelta(hours=limit(name, on).value)
