"""Take events that are complete up to their number, some hundred at a time.

1. Lock waiting events whose device has nothing missing before them.
2. Open and read each; what cannot be read goes into quarantine, with its code.
3. Write the rows, in whatever order events came: the same events give the same rows.
4. Tell arrivals who came, so that the commune of each gets them on its list.
5. They wait no longer; record once.

Events of the kinds that other domains take go their own way, one by one (`handing_on`).

The raw events are never touched. A failure leaves the whole portion waiting for the next run.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.keys import private_keys
from lachan.checkpoints.actions.working_in.handing_on import hand_on_waiting
from lachan.checkpoints.actions.working_in.joining import join
from lachan.checkpoints.actions.working_in.opening import (
    content_of,
    keep_back,
    settle_quarantine,
    sightings_of,
)
from lachan.checkpoints.actions.working_in.writing import Rows
from lachan.checkpoints.models import Event, Quarantined, WaitingEvent
from lachan.checkpoints.rules.payloads import BadPayload, read_payload
from lachan.checkpoints.rules.sealing import SealBroken
from lachan.checkpoints.terms import HANDED_ON, Code, Resolution
from lachan.core.actor import Actor, system

PORTION = 250


def work_in_waiting(now: datetime) -> int:
    """Work in until nothing is left that can be; how many events. Safe to run side by side."""
    total = 0
    while portion := work_in_portion(now):
        total += portion
    return total + hand_on_waiting(now)


def work_in_portion(now: datetime, *, most: int = PORTION) -> int:
    """One portion in one transaction; how many events it took."""
    with transaction.atomic():
        # § 1
        waiting = list(
            WaitingEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(seq__lte=F("device__complete_seq"))
            .exclude(event__kind__in=HANDED_ON)
            .order_by("device_id", "seq", "event_id")
            .values_list("event_id", flat=True)[:most]
        )
        if not waiting:
            return 0
        actor = system("checkpoints")
        found = _events(waiting)
        # § 2
        rows = Rows()
        unreadable: list[tuple[Event, Code, str]] = []
        keys = private_keys()
        sightings = sightings_of(found)
        for event in found:
            try:
                words = read_payload(event.kind, content_of(event, keys))
            except SealBroken as broken:
                unreadable.append((event, Code.SEAL_BROKEN, str(broken)))
            except BadPayload as bad:
                unreadable.append((event, Code.BAD_PAYLOAD, str(bad)))
            else:
                rows.add(event, sightings[event.pk], words)
        keep_back(actor, unreadable)
        settle_quarantine({one.event.pk for one in rows.opened}, now)
        # § 3
        rows.write(now)
        # § 4
        join(actor, rows, now)
        # § 5
        WaitingEvent.objects.filter(pk__in=waiting).delete()
        record(
            events.WorkedIn(len(found), rows.passages, rows.people, len(unreadable)), actor=actor
        )
        return len(found)


def rebuild(actor: Actor, *, now: datetime) -> int:
    """Make everything that is read of events anew from them, in one transaction; how many events.

    Arrivals joined before are found by the same references and stay as they are. What waits for
    an officer (events of revoked devices) goes on waiting; what was handed on lies elsewhere.
    """
    with transaction.atomic():
        Rows.erase()
        kept_back = Quarantined.objects.filter(code=Code.REVOKED, event_id__isnull=False).exclude(
            resolution=Resolution.PUT_IN
        )
        anew = (
            Event.objects.exclude(kind__in=HANDED_ON)
            .exclude(pk__in=kept_back.values("event_id"))
            .exclude(waiting__isnull=False)
        )
        wait_for(anew)
        count = work_in_waiting(now)
        record(events.Rebuilt(None, count), actor=actor)
    return count


def wait_for(rows: Any) -> None:
    """Let these events be worked in (again)."""
    WaitingEvent.objects.bulk_create(
        [
            WaitingEvent(event_id=key, device_id=device_id, seq=seq, since=since)
            for key, device_id, seq, since in rows.values_list(
                "pk", "device_id", "seq", "received_at"
            ).iterator(chunk_size=5000)
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )


def _events(ids: Sequence[UUID]) -> list[Event]:
    return list(
        Event.objects.filter(pk__in=ids)
        .select_related("device__post")
        .order_by("device_id", "seq", "pk")
    )
