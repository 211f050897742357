"""Re-runs: which changes, whom they changed, where those are now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from lachan.arrivals.models import Arrival, ArrivalDecision, Rerun
from lachan.arrivals.queries.arrivals import visible_arrivals
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.terms import Permission, WatchState
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.places.queries.units import unit_names


def reruns_in_sight(actor: Actor) -> QuerySet[Rerun]:
    """Re-runs that reach a unit of the actor's: of it, of one below it, or of one above it."""
    condition = Q(pk__in=[])
    for scope in actor.paths_for(Permission.READ):
        condition |= Q(path__startswith=scope) | Q(path__in=["", *paths.ancestors(scope)])
    return Rerun.objects.filter(condition)


def get_rerun(actor: Actor, rerun_id: int) -> Rerun:
    """One re-run in sight, or NotThere."""
    row = reruns_in_sight(actor).filter(pk=rerun_id).first()
    if row is None:
        raise NotThere
    return row


def changes_of(actor: Actor, run: Rerun) -> QuerySet[ArrivalDecision]:
    """The changed decisions of a run about comings in sight, by commune."""
    return (
        ArrivalDecision.objects.filter(
            rerun=run, is_change=True, arrival__in=visible_arrivals(actor)
        )
        .select_related("arrival__person__root")
        .order_by("arrival__path", "arrival__hamlet", "pk")
    )


@dataclass(frozen=True)
class UnitChanges:
    """How many people of a commune a run changed, and how many of them it has acknowledged."""

    path: str
    name: str
    number: int
    received: int


def per_commune(actor: Actor, run: Rerun) -> list[UnitChanges]:
    """The people in sight whom a run changed, counted by the commune where they are now."""
    rows: Any = (
        Arrival.objects.filter(pk__in=changes_of(actor, run).values("arrival_id"))
        .order_by()
        .values_list("path", "state")
    )
    counted = list(rows)
    communes = watching_units(path for path, _state in counted)
    number: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for path, state in counted:
        where = communes.get(path, path)
        number[where] += 1
        received[where] += state == WatchState.RECEIVED
    names = unit_names(number)
    return [
        UnitChanges(where, names.get(where, where), count, received[where])
        for where, count in number.most_common()
    ]
