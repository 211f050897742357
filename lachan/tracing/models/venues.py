"""Places where people meet."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.tracing.terms import Setting

# The words of the folded name as an array: what the search by words, in any order, goes through.
NAME_WORDS = Func(
    F("folded_name"),
    Value(" "),
    function="string_to_array",
    output_field=ArrayField(models.TextField()),
)


class Venue(models.Model):
    """A place where people meet; its `id` is the engine's `place_id`.

    `path` is the unit in which it lies, down to the hamlet where that is known. `reference` names
    the row of another domain that it stands for (`people.household:7`, `transport.trip:9`,
    `arrivals.watchplace:3`): such a row has one venue.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting])
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    reference = models.CharField(max_length=80, null=True, blank=True, unique=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False
    )

    objects: Any = ScopedQuerySet["Venue"].as_manager()

    class Meta:
        ordering = ["path", "folded_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a point has both coordinates",
            ),
        ]
        indexes = [
            GinIndex(NAME_WORDS, name="venue_by_name_word"),
            models.Index(fields=["path", "folded_name"], name="venue_by_unit_and_name"),
        ]

    def __str__(self) -> str:
        return self.name
