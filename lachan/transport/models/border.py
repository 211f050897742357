"""The border: who came in, lawfully or not, and who keeps watch."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.transport.terms import EntryKind, EntryStatus, Force


class BorderEntry(models.Model):
    """One person who came over the border; `path` is the unit at which it happened.

    `found_by` and `handed_to` are words for stations, units and facilities, not persons.
    `reference` makes a row that another source tells count once.
    """

    path = path_field()
    kind = models.CharField(max_length=8, choices=[(k, k) for k in EntryKind])
    person = models.ForeignKey(Person, models.PROTECT, related_name="border_entries")
    place = models.CharField(max_length=200)
    at = models.DateTimeField()
    from_country = models.CharField(max_length=60, blank=True)
    found_by = models.CharField(max_length=200, blank=True)
    force = models.CharField(max_length=12, blank=True, choices=[(f, f) for f in Force])
    status = models.CharField(
        max_length=11, choices=[(s, s) for s in EntryStatus], default=EntryStatus.FOUND
    )
    handed_to = models.CharField(max_length=200, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    reference = models.CharField(max_length=80, unique=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["BorderEntry"].as_manager()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"border entry {self.pk}"


class BorderDuty(models.Model):
    """A shift of one force at a post or section of the border ("trực phòng, chống dịch")."""

    path = path_field()
    section = models.CharField(max_length=200)
    force = models.CharField(max_length=12, choices=[(f, f) for f in Force])
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    people = models.JSONField(default=list)
    phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["BorderDuty"].as_manager()

    class Meta:
        ordering = ["begins_at", "section", "force", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="a shift ends after it begins"
            )
        ]
        indexes = [models.Index(fields=["begins_at", "path"], name="border_duty_by_time")]

    def __str__(self) -> str:
        return f"{self.section} {self.begins_at:%d/%m %H:%M}"
