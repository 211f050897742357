"""Declarations, the people in them, places with a code and who was there."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from lachan.arrivals.models.arrivals import Arrival
from lachan.arrivals.terms import Channel
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person


class Declaration(models.Model):
    """What one person declared, for themselves, for another or for a household.

    `code` is said on the telephone and shown at a post; it tells nothing. `token` opens the answer
    on the device that declared. `slip_number` is the paper's, keyed once. `content` is what was
    filled in for all (address, phone, from where, when), as it was typed.
    """

    code = models.CharField(max_length=6, unique=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    channel = models.CharField(max_length=10, choices=[(c, c) for c in Channel])
    slip_number = models.CharField(max_length=40, null=True, blank=True, unique=True)
    language = models.CharField(max_length=5, default="vi")
    content = models.JSONField(default=dict)
    declared_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    objects: Any = ScopedQuerySet["Declaration"].as_manager()

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["path", "-recorded_at"], name="declaration_by_unit")]

    def __str__(self) -> str:
        return self.code


class DeclaredPerson(models.Model):
    """One person of a declaration, as it was typed."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    content = models.JSONField(default=dict)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="declared")
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, related_name="declared")

    class Meta:
        ordering = ["declaration", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "position"], name="a place in a declaration is taken once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.declaration_id}, {self.position}"


class WatchPlace(models.Model):
    """A public place with a code on its door ("mã địa điểm"): market, office, clinic, pier."""

    code = models.CharField(max_length=6, unique=True)
    path = path_field()
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    answers = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedQuerySet["WatchPlace"].as_manager()

    class Meta:
        ordering = ["path", "name", "id"]

    def __str__(self) -> str:
        return self.name


class PlaceVisit(models.Model):
    """A person was at a place from an instant, as they declared there."""

    place = models.ForeignKey(WatchPlace, models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="place_visits")
    declaration = models.ForeignKey(
        Declaration, models.PROTECT, null=True, related_name="place_visits"
    )
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-entered_at", "-id"]
        indexes = [models.Index(fields=["place", "entered_at"], name="visit_by_place_and_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "person", "entered_at"], name="a visit begins once"
            )
        ]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class PublicUse(models.Model):
    """How often one address used a public door in one hour; nothing but a digest of the address."""

    digest = models.CharField(max_length=32)
    door = models.CharField(max_length=24)
    hour = models.DateTimeField()
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "door", "hour"], name="uses of a door are counted by the hour"
            )
        ]
        indexes = [models.Index(fields=["hour"], name="public_use_by_hour")]

    def __str__(self) -> str:
        return f"{self.door} {self.hour}"
