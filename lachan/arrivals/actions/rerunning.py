"""A rule or an area changed: decide backwards about everyone in its reach.

1. Note the run once for its cause; a run that was killed goes on after the last chunk it finished.
2. Chunk by chunk, in the order of ids: lock, decide, keep the old decision, write, note how far.
3. Say that it is finished; tell the communes whose lists changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from lachan.arrivals import events
from lachan.arrivals.actions.deciding import COLUMNS, decide_again
from lachan.arrivals.actions.telling import tell_of_rerun
from lachan.arrivals.models import Arrival, ArrivalDecision, Rerun
from lachan.arrivals.queries.limits import limit
from lachan.arrivals.terms import Cause, LimitName, Permission
from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.core.rows import update_rows
from lachan.core.scope import within

CHUNK = 500
RULES = system("rules", *Permission)


def plan_rerun(
    entry_id: int, *, path: str, rule: str, words: str, due_at: datetime, now: datetime
) -> Rerun:
    """Plan the run that a changed rule asks for, once for its cause; run it when it is due.

    It reaches every coming below `path` of the last days (a dated row, 30 as shipped). A change
    that holds only from a later instant waits for it: `run_due` takes it then.
    """
    back = timedelta(days=limit(LimitName.RERUN_DAYS, day_of(now)).value)
    run, _ = Rerun.objects.get_or_create(
        entry_id=entry_id,
        defaults={
            "path": path,
            "rule": rule[:120],
            "words": words[:300],
            "due_at": max(due_at, now),
            "since": max(due_at, now) - back,
        },
    )
    return finish(run, now) if run.due_at <= now else run


def run_due(now: datetime) -> int:
    """Run what is due and what was left unfinished; how many runs were finished."""
    runs = Rerun.objects.filter(finished_at__isnull=True, due_at__lte=now).order_by("pk")
    return sum(finish(run, now).finished_at is not None for run in runs)


def finish(run: Rerun, now: datetime) -> Rerun:
    """Take chunk after chunk until nobody is left."""
    while run.finished_at is None:
        run = _take_chunk(run.pk, now)
    return run


def decide_one_again(actor: Actor, arrival: Arrival, *, now: datetime) -> bool:
    """Decide about one coming by hand; whether the decision changed."""
    with transaction.atomic():
        rows = list(
            Arrival.objects.visible_to(actor, Permission.DECIDE)
            .standing()
            .select_for_update(of=("self",))
            .filter(pk=arrival.pk)
        )
        changed = _write(decide_again(actor, rows, Cause.HAND, now))
        record(
            events.Decided(cause=Cause.HAND, examined=len(rows), changed=changed, rerun_id=None),
            actor=actor,
            path=arrival.path,
            subject=arrival,
        )
    return bool(changed)


def _write(decisions: list[ArrivalDecision]) -> int:
    """Save what was decided anew; how many of the decisions order something else than before."""
    rows = [decision.arrival for decision in decisions]
    update_rows(rows, COLUMNS)
    return sum(decision.is_change for decision in decisions)


def _take_chunk(run_id: int, now: datetime) -> Rerun:
    with transaction.atomic():
        run = Rerun.objects.select_for_update().get(pk=run_id)
        if run.finished_at is not None:
            return run
        rows = list(
            Arrival.objects.standing()
            .filter(
                within((run.path,)),
                pk__gt=run.last_arrival_id,
                arrived_at__gte=run.since,
            )
            .select_for_update(of=("self",))
            .order_by("pk")[:CHUNK]
        )
        changed = _write(decide_again(RULES, rows, Cause.RULE, now, rerun=run))
        Rerun.objects.filter(pk=run.pk).update(
            last_arrival_id=rows[-1].pk if rows else run.last_arrival_id,
            examined=F("examined") + len(rows),
            changed=F("changed") + changed,
            started_at=run.started_at or now,
            finished_at=now if len(rows) < CHUNK else None,
        )
        run.refresh_from_db()
        if run.finished_at is not None:
            record(
                events.RerunFinished(
                    rerun_id=run.pk, rule=run.rule, examined=run.examined, changed=run.changed
                ),
                actor=RULES,
                path=run.path,
                subject=run,
            )
            tell_of_rerun(run, now)
    return run
