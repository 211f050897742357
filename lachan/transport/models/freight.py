"""Goods vehicles in the province, the points at which goods change hands, and passages at posts."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.transport.models.vehicles import Vehicle
from lachan.transport.terms import Direction, Measure


class TransferPoint(models.Model):
    """A place at which goods from outside change vehicle or driver ("điểm trung chuyển")."""

    path = path_field()
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    keeper = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField(default=0)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["TransferPoint"].as_manager()

    class Meta:
        ordering = ["path", "name"]

    def __str__(self) -> str:
        return self.name


class VehiclePassage(models.Model):
    """A vehicle was seen at a post, with both plates; `reference` makes it count once."""

    path = path_field()
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="passages")
    trailer = models.ForeignKey(
        Vehicle, models.PROTECT, null=True, blank=True, related_name="passages_behind"
    )
    direction = models.CharField(max_length=3, choices=[(d, d) for d in Direction])
    at = models.DateTimeField()
    driver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    goods = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, unique=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["VehiclePassage"].as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["vehicle", "at"], name="passage_by_vehicle")]

    def __str__(self) -> str:
        return f"passage {self.pk}"


class FreightRun(models.Model):
    """One run of a goods vehicle into the province, from being announced to being out again.

    `entry` and `exit` are the passages that tell its time in the province; an office may set
    `entered_at` and `left_at` by hand where no post saw it. `allowed_until` is kept as it was
    reckoned at the entry (`allowed_by`: the source of the rule), or as somebody prolonged it.
    `exit_unseen`: it came in anew later without having been seen to leave.
    """

    path = path_field()
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="runs")
    trailer = models.ForeignKey(
        Vehicle, models.PROTECT, null=True, blank=True, related_name="runs_behind"
    )
    driver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    goods = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    transfer_point = models.ForeignKey(
        TransferPoint, models.PROTECT, null=True, blank=True, related_name="runs"
    )
    measure = models.CharField(
        max_length=14, choices=[(m, m) for m in Measure], default=Measure.NONE
    )
    expected_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField(
        VehiclePassage, models.PROTECT, null=True, blank=True, related_name="run"
    )
    exit = models.ForeignKey(
        VehiclePassage, models.PROTECT, null=True, blank=True, related_name="ended_runs"
    )
    entered_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    exit_unseen = models.BooleanField(default=False)
    allowed_until = models.DateTimeField(null=True, blank=True)
    allowed_by = models.CharField(max_length=300, blank=True)
    is_prolonged = models.BooleanField(default=False)
    named_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["FreightRun"].as_manager()

    class Meta:
        ordering = [F("allowed_until").asc(nulls_last=True), "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("entered_at")),
                name="a goods vehicle leaves after it entered",
            )
        ]
        indexes = [
            models.Index(
                fields=["allowed_until"],
                condition=Q(left_at__isnull=True, exit_unseen=False),
                name="run_inside",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"
