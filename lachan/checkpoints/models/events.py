"""What devices sent, word for word and for good; what waits; what an officer must look at."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models

from lachan.checkpoints.models.posts import Device
from lachan.checkpoints.terms import Code, EventKind, Outcome, Resolution
from lachan.core.scope import ScopedQuerySet, path_field


class Event(models.Model):
    """One event as a device made it; never changed and never deleted.

    `body` is the canonical JSON over which `digest` (SHA-256, hex) was made, so that the database
    itself can tell whether a row is whole. `received_at` is ours, `captured_at` the device's word,
    `skew_seconds` its clock less ours when it sent the event.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="events")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in EventKind])
    digest = models.CharField(max_length=64)
    body = models.TextField()
    captured_at = models.DateTimeField(null=True)
    skew_seconds = models.IntegerField(null=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=6, choices=[(o, o) for o in (Outcome.STORED, Outcome.HELD)]
    )

    class Meta:
        ordering = ["device", "seq"]
        indexes = [models.Index(fields=["device", "seq"], name="event_by_device")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class WaitingEvent(models.Model):
    """An event that is not worked in yet: taken just now, or held for its predecessor."""

    event = models.OneToOneField(Event, models.CASCADE, primary_key=True, related_name="waiting")
    device = models.ForeignKey(Device, models.CASCADE, related_name="waiting")
    seq = models.BigIntegerField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["device", "seq"]
        indexes = [models.Index(fields=["device", "seq"], name="waiting_by_device")]

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class Quarantined(models.Model):
    """What could not be taken as it came, kept until an officer has looked at it.

    `event_id` is the id that it bears, null when it bears none; `digest` is of `text`, what was
    received (at most 32 KB of it).
    """

    path = path_field()
    device = models.ForeignKey(Device, models.PROTECT, related_name="quarantined")
    event_id = models.UUIDField(null=True)
    code = models.CharField(max_length=16, choices=[(c, c) for c in Code])
    digest = models.CharField(max_length=64)
    text = models.TextField()
    detail = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    resolution = models.CharField(max_length=10, blank=True, choices=[(r, r) for r in Resolution])
    note = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["Quarantined"].as_manager()

    class Meta:
        verbose_name_plural = "quarantined"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "code", "digest"], name="the same is put in quarantine once"
            )
        ]

    def __str__(self) -> str:
        return f"quarantined {self.pk}"


class Intake(models.Model):
    """How many events a device sent in an hour, and what was answered: they must balance."""

    device = models.ForeignKey(Device, models.PROTECT, related_name="intakes")
    hour = models.DateTimeField()
    received = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["hour", "device"]
        constraints = [
            models.UniqueConstraint(fields=["device", "hour"], name="an hour is counted once"),
            models.CheckConstraint(
                condition=models.Q(
                    received=models.F("stored")
                    + models.F("duplicate")
                    + models.F("different")
                    + models.F("held")
                    + models.F("refused")
                ),
                name="what was received is accounted for",
            ),
        ]

    def __str__(self) -> str:
        return f"intake {self.pk}"
