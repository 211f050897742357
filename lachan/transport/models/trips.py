"""Trips: a vehicle on its way, where it stops, who is on board and where they sit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.transport.models.vehicles import Carrier, Vehicle
from lachan.transport.terms import Role, TripState


class Trip(models.Model):
    """One trip of one vehicle; `number` is that of the flight or boat trip, or of the carrier.

    `path` is the unit of the carrier, which is told when nobody declared; where no carrier is
    known, the unit that entered the trip. `named_at` is when the carrier was named to it.
    `reference` makes a trip that another domain tells (a passage, a list) once.
    """

    path = path_field()
    vehicle = models.ForeignKey(
        Vehicle, models.PROTECT, null=True, blank=True, related_name="trips"
    )
    carrier = models.ForeignKey(
        Carrier, models.PROTECT, null=True, blank=True, related_name="trips"
    )
    number = models.CharField(max_length=40, blank=True)
    trailer_plate = models.CharField(max_length=20, blank=True)
    origin = models.CharField(max_length=200)
    destination = models.CharField(max_length=200)
    seats_a_row = models.PositiveSmallIntegerField(default=0)
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)
    declared_words = models.CharField(max_length=200, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in TripState], default=TripState.PLANNED
    )
    reference = models.CharField(max_length=80, null=True, blank=True, unique=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    objects: Any = ScopedQuerySet["Trip"].as_manager()

    class Meta:
        ordering = ["-departs_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_at__isnull=True) | Q(arrives_at__gte=F("departs_at")),
                name="a trip arrives after it departed",
            ),
        ]
        indexes = [
            models.Index(fields=["vehicle", "departs_at"], name="trip_by_vehicle"),
            models.Index(
                fields=["departs_at"], condition=Q(named_at__isnull=True), name="trip_unnamed"
            ),
        ]

    def __str__(self) -> str:
        return f"trip {self.pk}"


class Stop(models.Model):
    """A place at which the trip stops; position 0 is the origin, the last one the destination."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="stops")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)
    arrives_at = models.DateTimeField(null=True, blank=True)
    leaves_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["trip", "position"]
        constraints = [
            models.UniqueConstraint(fields=["trip", "position"], name="a trip has a position once")
        ]

    def __str__(self) -> str:
        return self.words


class Passenger(models.Model):
    """Somebody on board: who, in which role, on which seat, from which stop to which.

    `seat` holds the words as given, `row`, `letter`, `deck` what was read of them; `row` null: not
    known. `boarded` and `left` are null where no stop was told or known by its words; then the
    person is taken to have been on board the whole way. `reference` makes a row count once.
    """

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="passengers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trips_taken")
    role = models.CharField(max_length=9, choices=[(r, r) for r in Role], default=Role.PASSENGER)
    seat = models.CharField(max_length=40, blank=True)
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    letter = models.CharField(max_length=1, blank=True)
    deck = models.PositiveSmallIntegerField(default=0)
    boarded = models.ForeignKey(
        Stop, models.SET_NULL, null=True, blank=True, related_name="boardings"
    )
    left = models.ForeignKey(Stop, models.SET_NULL, null=True, blank=True, related_name="leavings")
    pickup_words = models.CharField(max_length=200, blank=True)
    dropoff_words = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=80, unique=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["trip", F("row").asc(nulls_last=True), "letter", "id"]
        indexes = [models.Index(fields=["trip", "row"], name="passenger_by_row")]

    def __str__(self) -> str:
        return f"passenger {self.pk}"
