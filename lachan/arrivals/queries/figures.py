"""Counts of comings in sight: by day, from where, by commune, by measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from lachan.arrivals.queries.arrivals import visible_arrivals
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.terms import WatchState
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, at
from lachan.places.queries.units import unit_names

DAYS = 14
LINES = 30


@dataclass(frozen=True)
class Line:
    """One line of a table of counts; `key` is what the list is filtered by."""

    key: str
    name: str
    number: int
    received: int = 0


def by_day(actor: Actor, today: date) -> list[tuple[date, int]]:
    """Comings of the last two weeks, newest day first."""
    first = today - timedelta(days=DAYS - 1)
    rows = (
        visible_arrivals(actor)
        .filter(arrived_at__gte=at(first, 0))
        .annotate(day=TruncDate("arrived_at", tzinfo=VIETNAM))
        .order_by()
        .values_list("day")
        .annotate(number=Count("pk"))
    )
    counted = dict(rows)
    return [
        (day, counted.get(day, 0)) for day in (today - timedelta(days=back) for back in range(DAYS))
    ]


def by_origin(actor: Actor) -> list[Line]:
    """From which province; what was not recognised under its own words."""
    rows = (
        visible_arrivals(actor)
        .order_by()
        .values_list("from_path", "from_words")
        .annotate(number=Count("pk"))
    )
    counted: Counter[tuple[bool, str]] = Counter()
    for where, words, number in rows:
        province = paths.join(paths.parts(where)[0]) if where else ""
        counted[bool(province), province or words] += number
    names = unit_names(key for is_unit, key in counted if is_unit)
    return [
        Line(names.get(key, key) if is_unit else key, names.get(key, key) or "–", number)
        for (is_unit, key), number in counted.most_common(LINES)
    ]


def by_unit(actor: Actor) -> list[Line]:
    """By the commune that watches, and how many it acknowledged."""
    rows = (
        visible_arrivals(actor)
        .order_by()
        .values_list("path")
        .annotate(number=Count("pk"), received=Count("pk", filter=Q(state=WatchState.RECEIVED)))
    )
    counted = list(rows)
    communes = watching_units(path for path, _number, _received in counted)
    number: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for path, count, acknowledged in counted:
        where = communes.get(path, path)
        number[where] += count
        received[where] += acknowledged
    names = unit_names(number)
    return [
        Line(where, names.get(where, where), count, received[where])
        for where, count in number.most_common(LINES * 4)
    ]


def by_measure(actor: Actor) -> list[tuple[str, int]]:
    """By the measure in force; an empty one is undetermined."""
    rows = (
        visible_arrivals(actor)
        .order_by()
        .values_list("measure")
        .annotate(number=Count("pk"))
        .order_by("-number")
    )
    return list(rows)
