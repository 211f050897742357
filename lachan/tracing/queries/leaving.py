"""When somebody left of whom only the arrival is known, reckoned by the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import Case, DateTimeField, DurationField, ExpressionWrapper, F, Value, When
from django.db.models.functions import Coalesce

from lachan.core.dates import at, day_of
from lachan.tracing.queries.limits import limit
from lachan.tracing.terms import LimitName

A_DAY = timedelta(days=1)


def left_at(entered: str, left: str, *, first: datetime, last: datetime) -> Coalesce:
    """The field `left`, where it is null the usual stay after `entered`.

    The usual stay is that of the day on which it began, for days from `first` to `last`: setting
    another one changes nothing of what was before.
    """
    days = [day_of(first) + A_DAY * n for n in range((day_of(last) - day_of(first)).days + 1)]
    usual = {day: limit(LimitName.USUAL_STAY_MINUTES, day).value for day in days}
    lengths = [
        (at(max(alike) + A_DAY, 0), Value(timedelta(minutes=minutes)))
        for minutes, alike in groupby(days, usual.__getitem__)
    ]
    length = Case(
        *(When(**{f"{entered}__lt": until}, then=value) for until, value in lengths),
        default=lengths[-1][1],
        output_field=DurationField(),
    )
    return Coalesce(left, ExpressionWrapper(F(entered) + length, output_field=DateTimeField()))
