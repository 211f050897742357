"""Take events that are complete up to their number, some hundred at a time.

1. Lock waiting events whose device has nothing missing before them.
2. Open and read each; what cannot be read goes into quarantine, with its code.
3. Write the rows, in whatever order events came: the same events give the same rows.
4. Tell arrivals who came, so that the commune of each gets them on its list.
5. They wait no longer; record once.

The raw events are never touched. A failure leaves the whole portion waiting for the next run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.keys import private_keys
from lachan.checkpoints.actions.working_in.joining import join
from lachan.checkpoints.actions.working_in.writing import Rows
from lachan.checkpoints.models import Event, Quarantined, WaitingEvent
from lachan.checkpoints.rules.envelope import Sighting, digest_of
from lachan.checkpoints.rules.payloads import BadPayload, Words, read_payload
from lachan.checkpoints.rules.sealing import SealBroken, open_sealed
from lachan.checkpoints.terms import Code, Resolution
from lachan.core.actor import Actor, system

PORTION = 250
_PREDECESSORS = """
    SELECT event.id, before.digest, before.received_at, first.id = event.id
    FROM checkpoints_event AS event
    CROSS JOIN LATERAL (
        SELECT id FROM checkpoints_event AS other
        WHERE other.device_id = event.device_id AND other.seq = event.seq
        ORDER BY other.received_at, other.id LIMIT 1
    ) AS first
    LEFT JOIN LATERAL (
        SELECT digest, received_at FROM checkpoints_event AS other
        WHERE other.device_id = event.device_id AND other.seq = event.seq - 1
        ORDER BY other.received_at, other.id LIMIT 1
    ) AS before ON true
    WHERE event.id = ANY(%s)
"""


def work_in_waiting(now: datetime) -> int:
    """Work in until nothing is left that can be; how many events. Safe to run side by side."""
    total = 0
    while portion := work_in_portion(now):
        total += portion
    return total


def work_in_portion(now: datetime, *, most: int = PORTION) -> int:
    """One portion in one transaction; how many events it took."""
    with transaction.atomic():
        # § 1
        waiting = list(
            WaitingEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(seq__lte=F("device__complete_seq"))
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
        sightings = _sightings(found)
        for event in found:
            try:
                words = _read(event, keys)
            except SealBroken as broken:
                unreadable.append((event, Code.SEAL_BROKEN, str(broken)))
            except BadPayload as bad:
                unreadable.append((event, Code.BAD_PAYLOAD, str(bad)))
            else:
                rows.add(event, sightings[event.pk], words)
        _put_in_quarantine(actor, unreadable, now)
        _settle_quarantine({one.event.pk for one in rows.opened}, now)
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
    an officer (events of revoked devices) goes on waiting.
    """
    with transaction.atomic():
        Rows.erase()
        kept_back = Quarantined.objects.filter(code=Code.REVOKED, event_id__isnull=False).exclude(
            resolution=Resolution.PUT_IN
        )
        anew = Event.objects.exclude(pk__in=kept_back.values("event_id")).exclude(
            waiting__isnull=False
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


def _read(event: Event, keys: Sequence[Any]) -> Words:
    content = json.loads(event.body)
    payload = content["payload"]
    if payload is None:
        payload = _unsealed(content["sealed"], str(event.pk), keys)
    return read_payload(event.kind, payload)


def _unsealed(sealed: Any, event_id: str, keys: Sequence[Any]) -> Any:
    for key in keys:
        try:
            return open_sealed(sealed, event_id, key)
        except SealBroken:
            continue
    raise SealBroken("no key opens it")


def _sightings(found: Sequence[Event]) -> dict[UUID, Sighting]:
    """How each event stands in its device's chain."""
    with connection.cursor() as cursor:
        cursor.execute(_PREDECESSORS, [[event.pk for event in found]])
        before = {key: rest for key, *rest in cursor.fetchall()}
    sightings = {}
    for event in found:
        digest, received_at, is_first = before[event.pk]
        sightings[event.pk] = Sighting(
            seq=event.seq,
            prev=json.loads(event.body)["prev"],
            captured_at=event.captured_at,
            received_at=event.received_at,
            skew_seconds=event.skew_seconds,
            predecessor_digest=digest,
            predecessor_received_at=received_at,
            is_first_of_number=is_first,
        )
    return sightings


def _put_in_quarantine(
    actor: Actor, unreadable: Sequence[tuple[Event, Code, str]], now: datetime
) -> None:
    for event, code, detail in unreadable:
        Quarantined.objects.bulk_create(
            [
                Quarantined(
                    path=event.device.path,
                    device=event.device,
                    event_id=event.pk,
                    code=code,
                    digest=digest_of(event.body),
                    text=event.body,
                    detail=detail[:300],
                    received_at=event.received_at,
                )
            ],
            ignore_conflicts=True,
        )
        record(
            events.Quarantined(str(event.device.key), {str(code): 1}),
            actor=actor,
            path=event.device.path,
        )


def _settle_quarantine(readable: set[UUID], now: datetime) -> None:
    """What could not be read before and can be now waits for nobody any more."""
    Quarantined.objects.filter(
        event_id__in=readable, code__in=(Code.SEAL_BROKEN, Code.BAD_PAYLOAD), resolved_at=None
    ).update(resolved_at=now, resolution=Resolution.PUT_IN)
