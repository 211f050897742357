"""Events that never came: after 14 days those behind them are worked in, flagged."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.models import Device, Event, WaitingEvent
from lachan.checkpoints.rules.envelope import complete_until
from lachan.checkpoints.terms import HELD_DAYS
from lachan.core.actor import system


def give_up_gaps(now: datetime) -> int:
    """Give up gaps behind which an event has waited for 14 days; how many.

    What was missing is still taken when it comes.
    """
    given_up = 0
    for device_id in Device.objects.filter(highest_seq__gt=F("complete_seq")).values_list(
        "pk", flat=True
    ):
        while _give_up_one(device_id, now):
            given_up += 1
    return given_up


def _give_up_one(device_id: int, now: datetime) -> bool:
    with transaction.atomic():
        device = Device.objects.select_for_update(no_key=True).get(pk=device_id)
        above = list(
            Event.objects.filter(device=device, seq__gt=device.complete_seq)
            .order_by("seq")
            .values_list("seq", flat=True)
        )
        if not above:
            return False
        next_seq = above[0]
        is_old = WaitingEvent.objects.filter(
            device=device, seq=next_seq, since__lte=now - timedelta(days=HELD_DAYS)
        ).exists()
        if not is_old:
            return False
        first = device.complete_seq + 1
        Device.objects.filter(pk=device.pk).update(complete_seq=complete_until(next_seq - 1, above))
        record(
            events.GapGivenUp(str(device.key), first, next_seq - 1),
            actor=system("checkpoints"),
            path=device.path,
            subject=device,
        )
        return True
