"""Whether everything that devices sent is accounted for, by device and hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncHour

from lachan.checkpoints.models import Device, Event, Intake, WaitingEvent
from lachan.checkpoints.terms import Outcome, Permission
from lachan.core.actor import Actor

ANSWERS = tuple(str(outcome) for outcome in Outcome)


@dataclass(frozen=True, slots=True)
class Hour:
    """One device's hour, and whether it balances with the events that are kept."""

    device: Device
    intake: Intake
    kept: int

    @property
    def is_balanced(self) -> bool:
        """received = stored + duplicate + different + held + refused, and what was kept is here."""
        row = self.intake
        answered = sum(getattr(row, name) for name in ANSWERS)
        return row.received == answered and self.kept == row.stored + row.held


def hours(actor: Actor, *, device: str = "") -> list[Hour]:
    """Hours of devices in sight, the last first."""
    devices = Device.objects.visible_to(actor, Permission.READ).select_related("post")
    if device:
        devices = devices.filter(key=device)
    intakes = Intake.objects.filter(device__in=devices).select_related("device__post")
    kept = {
        (row["device_id"], row["hour"]): row["n"]
        for row in Event.objects.filter(device__in=devices)
        .annotate(hour=TruncHour("received_at", tzinfo=UTC))
        .order_by()
        .values("device_id", "hour")
        .annotate(n=Count("pk"))
    }
    return [
        Hour(row.device, row, kept.get((row.device_id, row.hour), 0))
        for row in intakes.order_by("-hour", "device_id")
    ]


def not_whole() -> int:
    """How many kept events are not what their digest says: 0, unless the storage lied."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM checkpoints_event"
            " WHERE encode(sha256(convert_to(body, 'UTF8')), 'hex') <> digest"
        )
        return int(cursor.fetchone()[0])


def waiting() -> int:
    """How many events are not worked in yet."""
    return WaitingEvent.objects.count()
