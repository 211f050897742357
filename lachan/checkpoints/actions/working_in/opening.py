"""Open events: what each tells, how it stands in its chain, and what of it cannot be taken."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.models import Event, Quarantined
from lachan.checkpoints.rules.envelope import Sighting, digest_of
from lachan.checkpoints.rules.sealing import SealBroken, open_sealed
from lachan.checkpoints.terms import Code, Resolution
from lachan.core.actor import Actor

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


def content_of(event: Event, keys: Sequence[Any]) -> Any:
    """The payload, unsealed where it was sealed; SealBroken when no key opens it."""
    content = json.loads(event.body)
    if content["payload"] is not None:
        return content["payload"]
    return _unsealed(content["sealed"], str(event.pk), keys)


def _unsealed(sealed: Any, event_id: str, keys: Sequence[Any]) -> Any:
    for key in keys:
        try:
            return open_sealed(sealed, event_id, key)
        except SealBroken:
            continue
    raise SealBroken("no key opens it")


def sightings_of(found: Sequence[Event]) -> dict[UUID, Sighting]:
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


def keep_back(actor: Actor, unfit: Sequence[tuple[Event, Code, str]]) -> None:
    """Let an officer look at these events, each with its code and what is wrong in words."""
    for event, code, detail in unfit:
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


def settle_quarantine(readable: set[UUID], now: datetime) -> None:
    """What could not be taken before and can be now waits for nobody any more."""
    Quarantined.objects.filter(
        event_id__in=readable,
        code__in=(Code.SEAL_BROKEN, Code.BAD_PAYLOAD, Code.NOT_TAKEN),
        resolved_at=None,
    ).update(resolved_at=now, resolution=Resolution.PUT_IN)
