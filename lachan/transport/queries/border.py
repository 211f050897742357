"""The border in sight: entrants and rosters."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from lachan.core.actor import Actor
from lachan.core.dates import at
from lachan.core.refused import NotThere
from lachan.people.queries.persons import persons_named
from lachan.transport.models import BorderDuty, BorderEntry
from lachan.transport.terms import Permission


def entries(actor: Actor) -> QuerySet[BorderEntry]:
    """People who came over the border in the actor's area, newest first."""
    rows: QuerySet[BorderEntry] = BorderEntry.objects.visible_to(actor, Permission.READ)
    return rows.select_related("person__root")


def get_entry(actor: Actor, entry_id: int) -> BorderEntry:
    """One entry in sight, or NotThere."""
    found = entries(actor).filter(pk=entry_id).first()
    if found is None:
        raise NotThere
    return found


def entries_found(actor: Actor, words: str) -> QuerySet[BorderEntry]:
    """Entries in sight of a person by name or number."""
    roots = persons_named(actor, words).values("pk")
    return entries(actor).filter(person__root_id__in=roots)


def duties(actor: Actor) -> QuerySet[BorderDuty]:
    """Shifts at the border in the actor's area that stand."""
    rows: QuerySet[BorderDuty] = BorderDuty.objects.visible_to(actor, Permission.READ)
    return rows.filter(withdrawn_at__isnull=True)


def get_duty(actor: Actor, duty_id: int) -> BorderDuty:
    """One shift in sight, or NotThere."""
    found = duties(actor).filter(pk=duty_id).first()
    if found is None:
        raise NotThere
    return found


def duties_of_week(actor: Actor, day: date) -> tuple[date, QuerySet[BorderDuty]]:
    """The Monday of the day's week, and the shifts that touch that week."""
    monday = day - timedelta(days=day.weekday())
    begins, ends = at(monday, 0), at(monday + timedelta(days=7), 0)
    return monday, duties(actor).filter(begins_at__lt=ends, ends_at__gt=begins)


def on_duty(actor: Actor, now: datetime) -> QuerySet[BorderDuty]:
    """Who keeps watch at an instant."""
    return duties(actor).filter(begins_at__lte=now, ends_at__gt=now)
