"""Posts, the devices that work there, who stands there, and what devices look out for."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.checkpoints.terms import Force, HotKind, PostKind
from lachan.core.scope import ScopedQuerySet, path_field


class Post(models.Model):
    """A post on a road, a water or at the air.

    `path` hangs below the unit responsible (`96/964/chot-vo-van-kiet/`), so that a grant can hold
    for one post alone; `unit_path` is that unit's. `permitted` says by which paper it stands there.
    """

    path = path_field(unique=True)
    unit_path = path_field()
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=6, choices=[(k, k) for k in PostKind], default=PostKind.ROAD)
    permitted = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects: Any = ScopedQuerySet["Post"].as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="a post closes after it was set up",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RosterEntry(models.Model):
    """One person of one force on duty at a post for one shift."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="roster")
    path = path_field()
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    force = models.CharField(max_length=10, choices=[(f, f) for f in Force])
    full_name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    leads = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["RosterEntry"].as_manager()

    class Meta:
        verbose_name_plural = "roster entries"
        ordering = ["starts_at", "force", "-leads", "full_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a shift ends after it began"
            )
        ]
        indexes = [models.Index(fields=["post", "starts_at"], name="roster_by_post")]

    def __str__(self) -> str:
        return f"roster entry {self.pk}"


class Device(models.Model):
    """A device enrolled for one post.

    `key` is what the device calls itself; of its token only the SHA-256 is kept. Every event up to
    `complete_seq` is here (or was given up after 14 days); `highest_seq` is the highest seen.
    `unsent` is what the device itself said of its outbox, at `last_contact_at`. `skew_seconds` is
    its clock less ours.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="devices")
    path = path_field()
    name = models.CharField(max_length=80)
    public_key = models.TextField()
    token_hash = models.CharField(max_length=64)
    is_office = models.BooleanField(default=False)
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="enrolled_devices"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=300, blank=True)
    wipe_asked_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    last_work_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    app = models.CharField(max_length=40, blank=True)
    unsent = models.PositiveIntegerField(default=0)
    unsent_since = models.DateTimeField(null=True, blank=True)
    skew_seconds = models.IntegerField(default=0)
    highest_seq = models.BigIntegerField(default=0)
    complete_seq = models.BigIntegerField(default=0)

    objects: Any = ScopedQuerySet["Device"].as_manager()

    class Meta:
        ordering = ["path", "name"]

    def __str__(self) -> str:
        return self.name


class EnrolmentCode(models.Model):
    """A code that enrols one device, once, within half an hour; only its SHA-256 is kept."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    device = models.OneToOneField(Device, models.PROTECT, null=True, related_name="code")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"code {self.pk}"


class SealingKey(models.Model):
    """The P-256 key for which devices seal what they keep; the private half under our secret."""

    public_key = models.CharField(max_length=200)
    sealed_private = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"sealing key {self.pk}"


class HotEntry(models.Model):
    """A person, vehicle or pass that posts look out for, with why and until when.

    Devices get only a salted hash. `value` is normalised: digits of a card, a plate without
    signs, a pass's id.
    """

    path = path_field()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in HotKind])
    value = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    objects: Any = ScopedQuerySet["HotEntry"].as_manager()

    class Meta:
        verbose_name_plural = "hot entries"
        ordering = ["-added_at", "-id"]
        indexes = [models.Index(fields=["until"], name="hot_by_end")]

    def __str__(self) -> str:
        return f"hot entry {self.pk}"
