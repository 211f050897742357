"""Devices: who asks, and what an office sees of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from uuid import UUID

from lachan.checkpoints.models import Device, Event, Quarantined
from lachan.checkpoints.rules.envelope import missing
from lachan.checkpoints.terms import Code, EventKind, Permission
from lachan.core.actor import Actor

# For how long a device is told of what was not taken.
TOLD_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What a request of a device needs to know of it."""

    id: int
    key: str
    name: str
    path: str
    public_key: str
    post_id: int
    is_revoked: bool
    wipe_asked_at: datetime | None


_COLUMNS = (
    *("id", "key", "name", "path", "public_key", "post_id", "revoked_at", "wipe_asked_at"),
    "token_hash",
)


def device_by_token(credentials: str) -> DeviceFacts | None:
    """The device that says `<id>.<token>`, revoked or not; None when the token is not its own."""
    key, _, token = credentials.partition(".")
    try:
        row = Device.objects.filter(key=UUID(key), is_office=False).values(*_COLUMNS).first()
    except ValueError:
        return None
    if row is None or not compare_digest(
        sha256(token.encode()).hexdigest(), str(row["token_hash"])
    ):
        return None
    return facts_of(row)


def facts_of(row: dict[str, Any]) -> DeviceFacts:
    """Facts from a row of values."""
    return DeviceFacts(
        id=row["id"],
        key=str(row["key"]),
        name=row["name"],
        path=row["path"],
        public_key=row["public_key"],
        post_id=row["post_id"],
        is_revoked=row["revoked_at"] is not None,
        wipe_asked_at=row["wipe_asked_at"],
    )


def device_actor(device: DeviceFacts) -> Actor:
    """A device may work at its post, and nothing else."""
    return Actor(
        id=None,
        name=device.name,
        grants=frozenset({(str(Permission.WORK), device.path)}),
        workplace=device.path,
    )


def visible_devices(actor: Actor) -> Any:
    """Devices of posts in sight, without what stands for the office itself."""
    return (
        Device.objects.visible_to(actor, Permission.READ)
        .filter(is_office=False)
        .select_related("post")
    )


def get_device(actor: Actor, key: str | UUID) -> Device:
    """One device that the actor may manage, or NotThere."""
    found: Device = (
        Device.objects.filter(is_office=False)
        .select_related("post")
        .get_visible(actor, Permission.MANAGE, key=key)
    )
    return found


def refused_of(device_id: int, kind: EventKind, now: datetime) -> list[tuple[str, str]]:
    """(event id, why) of what a device sent in the last fortnight and was not taken, oldest first.

    What an officer put in or set aside is settled and stands here no more.
    """
    rows = Quarantined.objects.filter(
        device_id=device_id,
        code=Code.NOT_TAKEN,
        resolved_at=None,
        received_at__gte=now - TOLD_FOR,
        event_id__in=Event.objects.filter(device_id=device_id, kind=kind).values("pk"),
    )
    found = rows.order_by("received_at", "pk").values_list("event_id", "detail")
    return [(str(key), why) for key, why in found]


def gaps_of(device: Device) -> list[tuple[int, int]]:
    """The numbers that are missing below the highest that was seen."""
    if device.highest_seq <= device.complete_seq:
        return []
    present = Event.objects.filter(device=device, seq__gt=device.complete_seq)
    return missing(device.complete_seq, present.values_list("seq", flat=True))
