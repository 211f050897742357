"""Who looked at whom, for those who audit."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from lachan.audit.terms import Permission
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, at
from lachan.core.scope import ScopedQuerySet
from lachan.people.models import Person, Reading, ReadingLimit
from lachan.people.rules.readings import DayOfReading, Limit, judged


def readings(actor: Actor) -> ScopedQuerySet[Reading]:
    """Every reading at the units whose record the actor may read, newest first."""
    rows: ScopedQuerySet[Reading] = Reading.objects.visible_to(actor, Permission.READ)
    return rows.select_related("person")


def readings_of(actor: Actor, person: Person) -> ScopedQuerySet[Reading]:
    """Who looked at one person."""
    return readings(actor).filter(person__root_id=person.root_id)


def days_of_reading(actor: Actor, *, until: date, days: int = 7) -> list[DayOfReading]:
    """How many persons each user was shown on each of the last days, the most first.

    A search or an export counts the persons that it showed; the same person opened twice counts
    twice: what is judged is how much was looked at.
    """
    since = at(until - timedelta(days=days - 1), 0)
    rows = (
        readings(actor)
        .filter(read_at__gte=since)
        .order_by()
        .annotate(day=TruncDate("read_at", tzinfo=VIETNAM))
        .values("reader_id", "reader_name", "day")
        .annotate(persons=Sum("count"), pages=Count("pk"))
        .order_by("-persons", "reader_name")
    )
    return judged([DayOfReading(**row) for row in rows], limits())


def limits() -> list[Limit]:
    """The dated limits, the latest first."""
    return [
        Limit(*row)
        for row in ReadingLimit.objects.values_list(
            "persons_a_day", "valid_from", "valid_until", "source"
        )
    ]
