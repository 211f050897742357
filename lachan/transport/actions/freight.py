"""What offices do about goods vehicles and transfer points."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal
from lachan.transport.actions.carriers import known_vehicles
from lachan.transport.actions.stays import settle_stays
from lachan.transport.events import (
    RunChanged,
    RunExpected,
    TransferPointClosed,
    TransferPointOpened,
)
from lachan.transport.models import FreightRun, TransferPoint, Vehicle
from lachan.transport.rules.vehicles import plate_key
from lachan.transport.terms import Measure, Permission, VehicleKind


@dataclass(frozen=True)
class RunFacts:
    """What an office says of a goods vehicle's run."""

    goods: str = ""
    origin: str = ""
    destination: str = ""
    transfer_point_id: int | None = None
    measure: Measure = Measure.NONE
    note: str = ""


@dataclass(frozen=True)
class PointFacts:
    """What is known of a transfer point."""

    path: str
    name: str
    opened_on: date
    address: str = ""
    keeper: str = ""
    capacity: int = 0
    source: str = ""


def expect_run(
    actor: Actor,
    path: str,
    plate: str,
    facts: RunFacts,
    *,
    trailer: str = "",
    expected_at: datetime | None,
    entered_at: datetime | None = None,
    now: datetime,
) -> FreightRun:
    """Announce a goods vehicle at the unit that awaits it, or note one that is there already.

    With `entered_at` its time in the province counts from then, as after a passage.
    """
    _may_edit(actor, path)
    if not plate_key(plate):
        raise Refused(_("type the plate of the vehicle"))
    if entered_at is not None and entered_at > now:
        raise Refused(_("the entry lies ahead; give it as the time at which it is expected"))
    with transaction.atomic():
        kind = VehicleKind.TRACTOR if plate_key(trailer) else VehicleKind.TRUCK
        told = {plate_key(plate): (kind, path)}
        if plate_key(trailer):
            told[plate_key(trailer)] = (VehicleKind.TRAILER, path)
        vehicles = known_vehicles(actor, told, now=now)
        vehicle, behind = vehicles[plate_key(plate)], vehicles.get(plate_key(trailer))
        _point_in_reach(actor, facts.transfer_point_id)
        run: FreightRun = FreightRun.objects.create(
            path=path,
            vehicle=vehicle,
            trailer=behind,
            expected_at=expected_at,
            recorded_at=now,
            **asdict(facts),
        )
        record(RunExpected(run.pk), actor=actor, path=path, subject=run)
        if entered_at is not None:
            run.entered_at = entered_at
            run.save(update_fields=["entered_at"])
            settle_stays(vehicle, now=now)
            run.refresh_from_db()
    return run


def change_run(actor: Actor, run_id: int, facts: RunFacts) -> FreightRun:
    """Say what is carried, to which transfer point, and which measure holds for the driver."""
    with transaction.atomic():
        run = _locked(actor, run_id)
        _point_in_reach(actor, facts.transfer_point_id)
        after = asdict(facts)
        changed = tuple(name for name, value in after.items() if getattr(run, name) != value)
        for name in changed:
            setattr(run, name, after[name])
        if changed:
            run.save(update_fields=list(changed))
            record(RunChanged(run.pk, changed), actor=actor, path=run.path, subject=run)
    return run


def prolong(actor: Actor, run_id: int, until: datetime, reason: str) -> FreightRun:
    """Allow a vehicle more time, by name and with the reason."""
    with transaction.atomic():
        run = _locked(actor, run_id)
        obstacles = []
        if len(reason.strip()) < 3:
            obstacles.append(_("say why the vehicle may stay longer"))
        if run.entered_at is None:
            obstacles.append(_("the vehicle has not come in yet"))
        elif until <= run.entered_at:
            obstacles.append(_("the new time lies before the entry"))
        refuse_if(obstacles)
        run.allowed_until, run.is_prolonged = until, True
        run.allowed_by = f"{actor.name}: {reason.strip()}"[:300]
        run.named_at = None
        run.save(update_fields=["allowed_until", "allowed_by", "is_prolonged", "named_at"])
        record(
            RunChanged(run.pk, ("allowed_until",), reason.strip()),
            actor=actor,
            path=run.path,
            subject=run,
        )
    return run


def note_exit(actor: Actor, run_id: int, left_at: datetime, *, now: datetime) -> FreightRun:
    """Note that a vehicle left although no post saw it."""
    with transaction.atomic():
        run = _locked(actor, run_id)
        obstacles = []
        if run.entered_at is None:
            obstacles.append(_("the vehicle has not come in yet"))
        elif left_at < run.entered_at:
            obstacles.append(_("it cannot have left before it came"))
        if left_at > now:
            obstacles.append(_("the exit lies ahead"))
        if run.exit_id is not None:
            obstacles.append(_("a post has seen the vehicle leave"))
        refuse_if(obstacles)
        vehicle = Vehicle.objects.select_for_update().get(pk=run.vehicle_id)
        run.left_at, run.exit_unseen = left_at, False
        run.save(update_fields=["left_at", "exit_unseen"])
        settle_stays(vehicle, now=now)
        record(RunChanged(run.pk, ("left_at",)), actor=actor, path=run.path, subject=run)
        run.refresh_from_db()
    return run


def open_point(actor: Actor, facts: PointFacts) -> TransferPoint:
    """Name a place at which goods change hands."""
    _may_edit(actor, facts.path)
    if not normal(facts.name):
        raise Refused(_("the transfer point needs a name"))
    with transaction.atomic():
        point: TransferPoint = TransferPoint.objects.create(**asdict(facts))
        record(TransferPointOpened(point.pk), actor=actor, path=point.path, subject=point)
    return point


def close_point(actor: Actor, point_id: int, on: date) -> TransferPoint:
    """Use a transfer point no more from a day on."""
    with transaction.atomic():
        point: TransferPoint | None = (
            TransferPoint.objects.visible_to(actor, Permission.EDIT)
            .select_for_update()
            .filter(pk=point_id)
            .first()
        )
        if point is None:
            raise NotThere
        if point.closed_on is None:
            point.closed_on = max(on, point.opened_on)
            point.save(update_fields=["closed_on"])
            record(
                TransferPointClosed(point.pk, point.closed_on),
                actor=actor,
                path=point.path,
                subject=point,
            )
    return point


def _locked(actor: Actor, run_id: int) -> FreightRun:
    # Vehicle before run: the same order as a passage takes, so that the two never wait in a ring.
    vehicle_id = (
        FreightRun.objects.visible_to(actor, Permission.EDIT)
        .filter(pk=run_id)
        .values_list("vehicle_id", flat=True)
        .first()
    )
    if vehicle_id is None:
        raise NotThere
    Vehicle.objects.select_for_update().get(pk=vehicle_id)
    run: FreightRun = FreightRun.objects.select_for_update().get(pk=run_id)
    return run


def _point_in_reach(actor: Actor, point_id: int | None) -> None:
    if point_id is None:
        return
    if not TransferPoint.objects.visible_to(actor, Permission.READ).filter(pk=point_id).exists():
        raise NotThere


def _may_edit(actor: Actor, path: str) -> None:
    if not actor.may(Permission.EDIT, path):
        raise Refused(_("you may not edit transport at this unit"))
