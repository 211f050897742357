"""Carriers, from firms to a neighbour with one car, and their vehicles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.transport.terms import CarrierKind, VehicleKind


class Carrier(models.Model):
    """Who carries people or goods for money; `path` is the commune (or hamlet) it is at home in.

    `access_code` opens the page on which the carrier declares its trips without an account.
    `ended_on` is the day from which it carries no more.
    """

    path = path_field()
    kind = models.CharField(max_length=12, choices=[(k, k) for k in CarrierKind])
    name = models.CharField(max_length=200)
    search_text = models.CharField(max_length=300, editable=False)
    hamlet = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    access_code = models.CharField(max_length=40, unique=True, editable=False)
    note = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["Carrier"].as_manager()

    class Meta:
        ordering = ["path", "hamlet", "name", "id"]
        indexes = [models.Index(fields=["path", "hamlet", "id"], name="carrier_by_hamlet")]

    def __str__(self) -> str:
        return self.name


class Vehicle(models.Model):
    """A vehicle, known by its plate; a boat or an aircraft by its number.

    `plate` is normalised (`rules.vehicles.plate_key`). `path` is the carrier's, else that of the
    post or office which saw it first. `seats` and `seats_a_row` are 0 while not known; a number
    that counts seats becomes a row only by `seats_a_row`.
    """

    path = path_field()
    plate = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in VehicleKind])
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, blank=True, related_name="vehicles"
    )
    seats = models.PositiveSmallIntegerField(default=0)
    seats_a_row = models.PositiveSmallIntegerField(default=0)
    owner_words = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["Vehicle"].as_manager()

    class Meta:
        ordering = ["plate"]
        constraints = [
            models.CheckConstraint(condition=~Q(plate=""), name="a vehicle has a plate or number")
        ]

    def __str__(self) -> str:
        return f"vehicle {self.pk}"
