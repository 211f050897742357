"""Keep the runs of a goods vehicle as its passages tell them."""

from __future__ import annotations

from datetime import datetime, timedelta

from lachan.core.dates import day_of
from lachan.transport.models import FreightRun, Vehicle, VehiclePassage
from lachan.transport.queries.limits import limit
from lachan.transport.rules.staying import Seen, Stay, stays
from lachan.transport.terms import Direction, LimitName

# An announced run is taken for the entry when it was expected within this time of it.
EXPECTED_WITHIN = timedelta(hours=48)


def settle_stays(vehicle: Vehicle, *, now: datetime) -> list[FreightRun]:
    """Derive the stays of a vehicle anew from all its passages; returns their runs in order.

    Call it in a transaction that holds the vehicle's lock. A run keeps what people added to it
    (goods, measure, transfer point, prolonged time): it follows its entry. An exit that a person
    noted counts as a passage outward.
    """
    passages = {row.pk: row for row in vehicle.passages.all()}
    runs = list(vehicle.runs.select_for_update().order_by("entered_at", "pk"))
    seen = [Seen(row.pk, Direction(row.direction), row.at) for row in passages.values()]
    # A person's word has no passage; the negative id keeps the two apart.
    seen += [
        Seen(-run.pk, Direction.OUT, run.left_at)
        for run in runs
        if run.left_at is not None and run.exit_id is None
    ]
    seen += [
        Seen(-run.pk, Direction.IN, run.entered_at)
        for run in runs
        if run.entered_at is not None and run.entry_id is None
    ]
    hours = limit(LimitName.NEW_ENTRY_HOURS, day_of(now)).value
    told = stays(seen, new_entry_after=timedelta(hours=hours))
    return [_settle(vehicle, stay, passages, runs, now) for stay in told]


def _settle(
    vehicle: Vehicle,
    stay: Stay,
    passages: dict[int, VehiclePassage],
    runs: list[FreightRun],
    now: datetime,
) -> FreightRun:
    entry = passages.get(stay.entered.id)
    leaving = passages.get(stay.left.id) if stay.left else None
    run = _run_of(stay, passages, runs) or FreightRun(vehicle=vehicle, recorded_at=now)
    if run in runs:
        runs.remove(run)
    if entry is not None:
        _write_entry(run, entry)
    if run.entered_at != stay.entered.at or run.pk is None:
        run.entered_at = stay.entered.at
        run.named_at = None
        _allow(vehicle, run)
    run.exit = leaving
    run.left_at = stay.left.at if stay.left else None
    run.exit_unseen = stay.exit_unseen
    run.save()
    return run


def _run_of(
    stay: Stay, passages: dict[int, VehiclePassage], runs: list[FreightRun]
) -> FreightRun | None:
    """The run of the stay: of its entry, of an entry within it, or one that was announced."""
    for run in runs:
        if run.entry_id == stay.entered.id or -run.pk == stay.entered.id:
            return run
    ends = stay.left.at if stay.left else None
    for run in runs:
        if (
            run.entered_at
            and run.entered_at >= stay.entered.at
            and not (ends and run.entered_at >= ends)
        ):
            return run
    for run in runs:
        if run.entered_at is None and (
            run.expected_at is None or abs(run.expected_at - stay.entered.at) <= EXPECTED_WITHIN
        ):
            return run
    return None


def _write_entry(run: FreightRun, entry: VehiclePassage) -> None:
    run.entry = entry
    if not run.path:
        run.path = entry.path
    run.trailer = entry.trailer or run.trailer
    run.driver = entry.driver or run.driver
    run.goods = run.goods or entry.goods
    run.origin = run.origin or entry.origin
    run.destination = run.destination or entry.destination


def _allow(vehicle: Vehicle, run: FreightRun) -> None:
    """Until when the vehicle may stay; those of the province's own carriers have no limit."""
    if run.is_prolonged or run.entered_at is None:
        return
    if vehicle.carrier_id is not None:
        run.allowed_until, run.allowed_by = None, ""
        return
    held = limit(LimitName.STAY_HOURS, day_of(run.entered_at))
    run.allowed_until = run.entered_at + timedelta(hours=held.value)
    run.allowed_by = held.source
