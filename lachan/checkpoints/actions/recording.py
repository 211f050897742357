"""The office records a passage: the same event as a device's, made by the server."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.working_in.running import work_in_waiting
from lachan.checkpoints.models import Device, Event, Intake, Post, WaitingEvent
from lachan.checkpoints.queries.posts import get_post
from lachan.checkpoints.rules.envelope import canonical, digest_of
from lachan.checkpoints.rules.payloads import read_payload
from lachan.checkpoints.terms import SCHEMA, EventKind, Outcome, Permission
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM


def record_in_office(
    actor: Actor,
    post_id: int,
    kind: EventKind,
    payload: Mapping[str, Any],
    happened_at: datetime,
    *,
    now: datetime,
) -> UUID:
    """Record an event of a post where no device can; its id. It is worked in at once."""
    read_payload(kind, dict(payload))
    with transaction.atomic():
        post = get_post(actor, post_id, Permission.WORK)
        device = _office_of(post, now)
        event = _made(device, actor, kind, payload, happened_at, now)
        record(
            events.RecordedInOffice(str(event.pk), post.pk),
            actor=actor,
            path=post.path,
            subject=event,
        )
    work_in_waiting(now)
    return event.pk


def _office_of(post: Post, now: datetime) -> Device:
    """What stands for the office in the chain of a post's events, locked."""
    device = Device.objects.select_for_update().filter(post=post, is_office=True).first()
    if device is None:
        Post.objects.select_for_update().get(pk=post.pk)
        device, _is_new = Device.objects.get_or_create(
            post=post,
            is_office=True,
            defaults={
                "path": post.path,
                "name": "office",
                "public_key": "",
                "token_hash": "",
                "enrolled_at": now,
            },
        )
    return device


def _made(
    device: Device,
    actor: Actor,
    kind: EventKind,
    payload: Mapping[str, Any],
    happened_at: datetime,
    now: datetime,
) -> Event:
    last = Event.objects.filter(device=device).order_by("-seq").first()
    seq = last.seq + 1 if last else 1
    key = _uuid7(now)
    body = canonical(
        {
            "id": str(key),
            "device": str(device.key),
            "seq": seq,
            "prev": last.digest if last else "",
            "schema": SCHEMA,
            "kind": str(kind),
            "captured_at": happened_at.astimezone(VIETNAM).isoformat(),
            "tz": "Asia/Ho_Chi_Minh",
            "uptime_ms": 0,
            "officer": actor.name,
            "payload": dict(payload),
            "sealed": None,
        }
    )
    event = Event.objects.create(
        id=key,
        device=device,
        seq=seq,
        kind=kind,
        digest=digest_of(body),
        body=body,
        captured_at=json.loads(body)["captured_at"],
        skew_seconds=0,
        received_at=now,
        outcome=Outcome.STORED,
    )
    WaitingEvent.objects.create(event=event, device=device, seq=seq, since=now)
    Device.objects.filter(pk=device.pk).update(
        highest_seq=seq, complete_seq=seq, last_contact_at=now
    )
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    intake, _is_new = Intake.objects.get_or_create(device=device, hour=hour)
    Intake.objects.filter(pk=intake.pk).update(
        received=intake.received + 1, stored=intake.stored + 1
    )
    return event


def _uuid7(now: datetime) -> UUID:
    number = (int(now.timestamp() * 1000) << 80) | int.from_bytes(os.urandom(10))
    number = number & ~(0xF << 76) | (0x7 << 76)
    return UUID(int=number & ~(0x3 << 62) | (0x2 << 62))
