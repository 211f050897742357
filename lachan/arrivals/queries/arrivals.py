"""Comings as they may be seen: the register, one of them, a commune's list, the late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from lachan.arrivals.models import Arrival, ArrivalQuerySet, DeclaredPerson, WatchStep
from lachan.arrivals.queries.limits import hours
from lachan.arrivals.rules.watching import is_late
from lachan.arrivals.terms import OPEN, LimitName, Permission, WatchState
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.core.text import folded
from lachan.people.models import Person
from lachan.policies.terms import Measure

STRICTNESS = Case(
    *(When(measure=m, then=Value(rank * 2)) for rank, m in enumerate(Measure)),
    default=Value(1),
    output_field=IntegerField(),
)


def visible_arrivals(actor: Actor) -> ArrivalQuerySet:
    """All comings in sight, without those that were found to be part of another."""
    return Arrival.objects.visible_to(actor, Permission.READ).standing()


def for_rows(rows: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """With the person as known now, as a list shows it."""
    return rows.select_related("person__root")


def get_arrival(actor: Actor, arrival_id: int) -> Arrival:
    """One coming in sight, or NotThere; one that was joined into another gives that other."""
    row = Arrival.objects.visible_to(actor, Permission.READ).filter(pk=arrival_id).first()
    for _ in range(8):
        if row is None or row.joined_into_id is None:
            break
        row = (
            Arrival.objects.visible_to(actor, Permission.READ).filter(pk=row.joined_into_id).first()
        )
    if row is None:
        raise NotThere
    return for_rows(Arrival.objects.filter(pk=row.pk)).get()


def lock_arrivals(actor: Actor, permission: Permission, ids: Sequence[int]) -> list[Arrival]:
    """The comings among these on which the actor holds the permission, locked in order of ids."""
    rows = Arrival.objects.visible_to(actor, permission).standing()
    return list(rows.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def named(rows: QuerySet[Arrival], words: str) -> QuerySet[Arrival]:
    """The comings of persons whose name has these words (with or without diacritics), or whose
    number, phone or plate is exactly this."""
    text = folded(words)
    if not text:
        return rows
    digits = "".join(sign for sign in words if sign.isdigit())
    by_name = Q()
    for word in text.split():
        by_name &= Q(person__root__folded_name__contains=word)
    plate = "".join(sign for sign in words.upper() if sign.isalnum())
    condition = by_name | Q(plate=plate)
    if len(digits) >= 8:
        people = Person.objects.filter(
            root__in=Person.objects.filter(identifiers__value=digits).values("root")
        )
        condition |= Q(person__in=people.values("pk"))
    return rows.filter(condition)


def late_condition(now: datetime) -> Q:
    """The condition that somebody waits for too long; `rules.watching.is_late` in SQL."""
    day = day_of(now)
    send, receive = hours(LimitName.SEND_HOURS, day), hours(LimitName.RECEIVE_HOURS, day)
    return Q(
        state__in=(WatchState.UNPLACED, WatchState.NOT_HERE), first_known_at__lt=now - send
    ) | Q(state=WatchState.SENT, sent_at__lt=now - receive)


def by_priority(rows: QuerySet[Arrival]) -> QuerySet[Arrival]:
    """What the commune does first: unacknowledged, then the strictest measure, then the newest."""
    unread = Case(
        When(state=WatchState.SENT, then=Value(0)),
        When(state=WatchState.NOT_HERE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(unread=unread, strictness=STRICTNESS).order_by(
        "unread", "-strictness", F("arrived_at").desc(), "pk"
    )


@dataclass(frozen=True)
class Figures:
    """Counts of comings in sight at one instant."""

    everyone: int
    open: int
    unplaced: int
    sent: int
    received: int
    not_here: int
    late: int
    undetermined: int


def figures(rows: QuerySet[Arrival], now: datetime) -> Figures:
    """All figures by one query."""
    state = Count("pk", filter=Q(state__in=OPEN))
    counted: dict[str, Any] = rows.aggregate(
        everyone=Count("pk"),
        open=state,
        unplaced=Count("pk", filter=Q(state=WatchState.UNPLACED)),
        sent=Count("pk", filter=Q(state=WatchState.SENT)),
        received=Count("pk", filter=Q(state=WatchState.RECEIVED)),
        not_here=Count("pk", filter=Q(state=WatchState.NOT_HERE)),
        late=Count("pk", filter=late_condition(now)),
        undetermined=Count("pk", filter=~Q(undetermined=[])),
    )
    return Figures(**counted)


def steps_of(arrival: Arrival) -> QuerySet[WatchStep]:
    """What was done with the watch, newest first."""
    return WatchStep.objects.filter(
        Q(arrival=arrival) | Q(arrival__joined_into=arrival)
    ).select_related("taken_by")


def late_among(rows: Sequence[Arrival], now: datetime) -> set[int]:
    """The ids among these comings on which somebody waits too long."""
    day = day_of(now)
    send, receive = hours(LimitName.SEND_HOURS, day), hours(LimitName.RECEIVE_HOURS, day)
    return {row.pk for row in rows if is_late(row.watch(), now, send, receive)}


def declared_as(arrival: Arrival) -> list[str]:
    """The codes of the declarations that told of this coming."""
    rows = DeclaredPerson.objects.filter(arrival=arrival).select_related("declaration")
    return [row.declaration.code for row in rows]


def within_unit(rows: ArrivalQuerySet, path: str) -> ArrivalQuerySet:
    """The comings that a unit, or one below it, watches."""
    return rows.filter(within((path,)))
