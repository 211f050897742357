"""What communes do with those on their lists: acknowledge, not found, pass on, end; and undo."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.arrivals import events
from lachan.arrivals.models import Arrival, WatchStep
from lachan.arrivals.queries.arrivals import lock_arrivals
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.rules.paths import meeting
from lachan.arrivals.rules.watching import obstacles, state_after
from lachan.arrivals.terms import Permission, StepKind, WatchState
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.rows import update_rows

LIMIT = 5_000
COLUMNS = [
    *("path", "state", "sent_at", "received_at", "received_by", "told_late_at", "changed_at"),
    "is_placed_by_hand",
]


@dataclass(frozen=True)
class Outcome:
    """What a step did: how many comings it moved, why others stayed, and how to take it back."""

    done: int
    refusals: tuple[tuple[int, tuple[str, ...]], ...]
    batch: str


def receive(actor: Actor, arrival_ids: Sequence[int], *, now: datetime) -> Outcome:
    """The commune found these people and watches over them."""
    return _step(actor, arrival_ids, StepKind.RECEIVED, now)


def say_not_here(actor: Actor, arrival_ids: Sequence[int], note: str, *, now: datetime) -> Outcome:
    """The commune looked and did not find them: they come to the top for the level above."""
    return _step(actor, arrival_ids, StepKind.NOT_HERE, now, note=note)


def end_watch(actor: Actor, arrival_ids: Sequence[int], note: str, *, now: datetime) -> Outcome:
    """The watch is over, with the reason (measure finished, moved away, a wrong record)."""
    refuse_if([] if note.strip() else [_("Say why the watch ends.")])
    return _step(actor, arrival_ids, StepKind.ENDED, now, note=note)


def pass_on(
    actor: Actor, arrival_ids: Sequence[int], path: str, note: str, *, now: datetime
) -> Outcome:
    """These people are elsewhere: they go on the list of another commune, and leave this one's."""
    if path not in watching_units([path]):
        raise Refused(_("Choose the commune to which they went."))
    return _step(actor, arrival_ids, StepKind.PASSED_ON, now, path=path, note=note)


def _step(
    actor: Actor,
    arrival_ids: Sequence[int],
    kind: StepKind,
    now: datetime,
    *,
    path: str = "",
    note: str = "",
) -> Outcome:
    """Take one step with each coming that allows it; NotThere when none is in reach."""
    refuse_if([] if arrival_ids else [_("Choose at least one person.")])
    refuse_if(
        [_("At most %(limit)d persons at once.") % {"limit": LIMIT}]
        if len(arrival_ids) > LIMIT
        else []
    )
    batch = uuid.uuid4().hex
    moved: list[Arrival] = []
    steps: list[WatchStep] = []
    refusals: list[tuple[int, tuple[str, ...]]] = []
    with transaction.atomic():
        arrivals = lock_arrivals(actor, Permission.RECEIVE, arrival_ids)
        if not arrivals:
            raise NotThere
        for arrival in arrivals:
            reasons = obstacles(arrival.watch(), kind)
            if kind == StepKind.PASSED_ON and arrival.path == path:
                reasons = [_("This person is on that commune's list already.")]
            if reasons:
                refusals.append((arrival.pk, tuple(reasons)))
                continue
            steps.append(_taken(actor, arrival, kind, path or arrival.path, note, batch, now))
            _move(actor, arrival, kind, path, now)
            moved.append(arrival)
        if not moved:
            raise Refused(*dict.fromkeys(reason for _pk, reasons in refusals for reason in reasons))
        update_rows(moved, COLUMNS)
        WatchStep.objects.bulk_create(steps, batch_size=1000)
        record(
            events.WatchMoved(
                step=kind, arrival_ids=tuple(arrival.pk for arrival in moved), batch=batch
            ),
            actor=actor,
            path=meeting([step.path_before for step in steps]),
            subject=moved[0] if len(moved) == 1 else None,
        )
    return Outcome(len(moved), tuple(refusals), batch)


def _taken(
    actor: Actor,
    arrival: Arrival,
    kind: StepKind,
    path: str,
    note: str,
    batch: str,
    now: datetime,
) -> WatchStep:
    return WatchStep(
        arrival=arrival,
        kind=kind,
        state_before=arrival.state,
        path_before=arrival.path,
        path_after=path,
        note=note.strip()[:300],
        batch=batch,
        taken_at=now,
        taken_by_id=actor.id,
        taken_by_name=actor.name,
    )


def _move(actor: Actor, arrival: Arrival, kind: StepKind, path: str, now: datetime) -> None:
    arrival.state = state_after(kind, True)
    arrival.changed_at = now
    arrival.told_late_at = None
    if kind == StepKind.PASSED_ON:
        arrival.path = path
        arrival.sent_at = now
        arrival.received_at, arrival.received_by_id = None, None
        arrival.is_placed_by_hand = True
    if kind == StepKind.RECEIVED:
        arrival.received_at, arrival.received_by_id = now, actor.id
        arrival.is_placed_by_hand = True
    if kind == StepKind.NOT_HERE:
        arrival.received_at, arrival.received_by_id = None, None
        arrival.is_placed_by_hand = False


def undo(actor: Actor, batch: str, *, now: datetime) -> int:
    """Take back a step of the actor's own; people who have moved on since stay as they are.

    Raises NotThere when the actor took no such step.
    """
    with transaction.atomic():
        steps = {
            step.arrival_id: step
            for step in WatchStep.objects.filter(batch=batch, taken_by_id=actor.id)
        }
        if not batch or actor.id is None or not steps:
            raise NotThere
        arrivals = Arrival.objects.select_for_update().filter(pk__in=steps).order_by("pk")
        newest = dict(
            WatchStep.objects.filter(arrival_id__in=steps)
            .order_by("pk")
            .values_list("arrival_id", "pk")
        )
        back: list[Arrival] = []
        undone: list[WatchStep] = []
        for arrival in arrivals:
            step = steps[arrival.pk]
            if newest[arrival.pk] != step.pk:
                continue
            undone.append(_taken(actor, arrival, StepKind.UNDONE, step.path_before, "", "", now))
            arrival.path = step.path_before
            arrival.state = step.state_before
            arrival.changed_at = now
            if arrival.state != WatchState.RECEIVED:
                arrival.received_at, arrival.received_by_id = None, None
            arrival.is_placed_by_hand = arrival.state in (
                WatchState.RECEIVED,
                WatchState.ENDED,
            )
            back.append(arrival)
        if not back:
            raise Refused(_("Somebody has gone on with it since: it cannot be taken back."))
        update_rows(back, COLUMNS)
        WatchStep.objects.bulk_create(undone, batch_size=1000)
        record(
            events.WatchMoved(
                step=StepKind.UNDONE, arrival_ids=tuple(a.pk for a in back), batch=batch
            ),
            actor=actor,
            path=meeting([a.path for a in back]),
            subject=back[0] if len(back) == 1 else None,
        )
    return len(back)
