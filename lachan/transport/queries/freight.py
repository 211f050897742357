"""Goods vehicles in the province, transfer points, and passages."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.transport.models import FreightRun, TransferPoint, Vehicle, VehiclePassage
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import Permission

SHORTEST_PLATE = 3


def runs(actor: Actor) -> QuerySet[FreightRun]:
    """Runs of goods vehicles in the actor's area."""
    rows: QuerySet[FreightRun] = FreightRun.objects.visible_to(actor, Permission.READ)
    return rows.select_related("vehicle__carrier", "trailer", "transfer_point", "driver__root")


def inside(rows: QuerySet[FreightRun], at: datetime) -> QuerySet[FreightRun]:
    """Those in the province at an instant, as far as passages tell."""
    return rows.filter(
        Q(left_at__isnull=True) | Q(left_at__gt=at), entered_at__lte=at, exit_unseen=False
    )


def overstaying(rows: QuerySet[FreightRun], at: datetime) -> QuerySet[FreightRun]:
    """Those in the province at an instant although their time is over; the longest first."""
    return inside(rows, at).filter(allowed_until__lt=at).order_by("allowed_until", "pk")


def with_lateness(rows: QuerySet[FreightRun], at: datetime) -> QuerySet[FreightRun]:
    """Each with `rank`: 0 beyond its time, 1 in the province, 2 expected, 3 out
    again; in this order, the longest overstay first."""
    here = Q(left_at__isnull=True) | Q(left_at__gt=at)
    return rows.annotate(
        rank=Case(
            When(entered_at__isnull=True, then=Value(2)),
            When(here & Q(exit_unseen=False, allowed_until__lt=at), then=Value(0)),
            When(here & Q(exit_unseen=False), then=Value(1)),
            default=Value(3),
            output_field=IntegerField(),
        )
    ).order_by("rank", F("allowed_until").asc(nulls_last=True), "-entered_at", "-pk")


def get_run(actor: Actor, run_id: int) -> FreightRun:
    """One run in sight, or NotThere."""
    found = runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NotThere
    return found


def runs_found(actor: Actor, words: str) -> QuerySet[FreightRun]:
    """Runs in sight of a tractor's, truck's or trailer's plate."""
    key = plate_key(words)
    if len(key) < SHORTEST_PLATE:
        return runs(actor).none()
    return runs(actor).filter(Q(vehicle__plate__contains=key) | Q(trailer__plate__contains=key))


def points(actor: Actor) -> QuerySet[TransferPoint]:
    """Transfer points in the actor's area, with the vehicles that are to go there."""
    rows: QuerySet[TransferPoint] = TransferPoint.objects.visible_to(actor, Permission.READ)
    going = Q(runs__left_at__isnull=True, runs__exit_unseen=False)
    return rows.annotate(going=Count("runs", filter=going))


def open_points(actor: Actor, on: date) -> QuerySet[TransferPoint]:
    """Those in use on the day."""
    return points(actor).filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), opened_on__lte=on)


def get_point(actor: Actor, point_id: int) -> TransferPoint:
    """One transfer point in sight, or NotThere."""
    found: TransferPoint = TransferPoint.objects.get_visible(actor, Permission.READ, pk=point_id)
    return found


def passages_of(actor: Actor, vehicle: Vehicle) -> QuerySet[VehiclePassage]:
    """Where a vehicle was seen, newest first, in the actor's area."""
    rows: QuerySet[VehiclePassage] = VehiclePassage.objects.visible_to(actor, Permission.READ)
    return rows.filter(Q(vehicle=vehicle) | Q(trailer=vehicle))
