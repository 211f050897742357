"""Shifts as they were taken and handed over, and times in which a post was open to all."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from lachan.checkpoints.models.events import Event
from lachan.checkpoints.models.posts import Post
from lachan.checkpoints.terms import ShiftStep
from lachan.core.scope import ScopedQuerySet, path_field


class Shift(models.Model):
    """A shift that began, was handed over or ended at a post, with what was told about it."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="shift")
    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts")
    path = path_field()
    happened_at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=[(s, s) for s in ShiftStep])
    officer = models.CharField(max_length=120, blank=True)
    officers = models.JSONField(default=list, blank=True)
    takes_over = models.CharField(max_length=120, blank=True)
    unkeyed_slips = models.PositiveIntegerField(default=0)
    unsent = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, blank=True)
    is_struck = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["Shift"].as_manager()

    class Meta:
        ordering = ["-happened_at", "event"]
        indexes = [models.Index(fields=["post", "-happened_at"], name="shift_by_post")]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Opening(models.Model):
    """A time in which a post let everybody through without control ("xả chốt"), and by whose order.

    Told by a device (`event`), or recorded in the office (`recorded_by`). A device tells the end by
    a second event of the same beginning; the first `is_ended_elsewhere` then.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.OneToOneField(Event, models.PROTECT, null=True, related_name="opening")
    post = models.ForeignKey(Post, models.PROTECT, related_name="openings")
    path = path_field()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    order = models.CharField(max_length=200, blank=True)
    ordered_by = models.CharField(max_length=200, blank=True)
    people_estimated = models.PositiveIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    is_struck = models.BooleanField(default=False)
    is_ended_elsewhere = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["Opening"].as_manager()

    class Meta:
        ordering = ["-starts_at", "key"]

    def __str__(self) -> str:
        return f"opening {self.pk}"
