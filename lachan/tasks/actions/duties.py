"""Repeated duties: making their instances, and following what becomes of their clause."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from lachan.audit.actions import record
from lachan.core.actor import Actor, system
from lachan.core.dates import day_of
from lachan.tasks import events
from lachan.tasks.actions.giving import make_instances
from lachan.tasks.models import Duty
from lachan.tasks.terms import DutyState, Permission

SCHEDULE = system("duties", *Permission)


def generate_duty_instances(now: datetime) -> int:
    """Make every instance that is due to exist by now; return how many are new.

    Each duty in a transaction of its own, on its locked row: a second worker passes over a duty
    that the first is at, and finds it done afterwards. The schedule runs this every minute; a
    stopped clock that catches up makes the missed days, once.
    """
    today = day_of(now)
    waiting = (
        Duty.objects.filter(state=DutyState.ACTIVE, next_day__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=F("next_day")))
        .values_list("pk", flat=True)
    )
    made = 0
    for pk in list(waiting):
        with transaction.atomic():
            duty = (
                Duty.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("lead")
                .filter(pk=pk, state=DutyState.ACTIVE, next_day__lte=today)
                .first()
            )
            if duty is not None:
                made += len(make_instances(SCHEDULE, duty, now))
    return made


def change_duty(actor: Actor, duty: Duty, state: DutyState, now: datetime, reason: str) -> None:
    """Suspend, resume or end a locked duty; days that passed in suspension are not made up."""
    today = day_of(now)
    duty.state = state
    if state == DutyState.ACTIVE:
        duty.next_day = max(duty.next_day, today)
    if state == DutyState.ENDED:
        duty.ends_on = today
    duty.save(update_fields=["state", "next_day", "ends_on"])
    record(
        events.DutyChanged(duty_id=duty.pk, state=str(state), on=today, reason=reason),
        actor=actor,
        path=duty.path,
        subject=duty,
    )
