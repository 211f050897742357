"""Units as a dated tree with successors; organisations in them; where each is found by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.places.terms import OrganisationKind, UnitKind

FIRST_DAY = date(1900, 1, 1)


# Words of a search text; prefix queries on it need no extension of the server.
SEARCH_VECTOR = "to_tsvector('simple'::regconfig, %(expressions)s)"


def _words(field: str) -> Func:
    return Func(F(field), template=SEARCH_VECTOR)


class DatedQuerySet(ScopedQuerySet[Any]):
    """Rows that hold from a day (inclusive) until a day (exclusive, open when null)."""

    def on(self, day: date) -> Any:
        """The rows that hold on this day."""
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day
        )


class Unit(models.Model):
    """An administrative unit for the time in which it had this name, code and parent.

    GSO codes are used again after a reform, so a unit is a code *and* a first day. `path` is made
    of codes from the province down (`96/964/31999/`); hamlets carry a code made by us. `name` is
    the name without its type. `search_text` is `lachan.places.rules.search.search_text_of`.
    `boundary` is a GeoJSON geometry, simplified.
    """

    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in UnitKind])
    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    search_text = models.CharField(max_length=400, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    path = path_field()
    valid_from = models.DateField(default=FIRST_DAY)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    boundary = models.JSONField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "valid_from"], name="a unit begins once at one path"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="a unit ends after it began",
            ),
        ]
        indexes = [
            models.Index(fields=["code", "valid_from"], name="unit_by_code"),
            models.Index(fields=["kind", "path"], name="unit_by_kind"),
            GinIndex(_words("search_text"), name="unit_by_words"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Succession(models.Model):
    """On a day, (part of) one unit became (part of) another, by a legal act."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    happened_on = models.DateField()
    is_partial = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["happened_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "happened_on"],
                name="a succession is recorded once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor} ({self.happened_on})"


class Organisation(models.Model):
    """A body that can be given a task: Sở Y tế, Công an tỉnh, UBND huyện U Minh, … (dated).

    Its `path` hangs below its administrative unit (`96/so-y-te/`), so that a grant at the
    province covers all its bodies, and a grant at the body covers that body alone.
    `abbreviations` are the short forms in documents (SYT, CA tỉnh); with `name` they are the
    gazetteer of the directive reader.
    """

    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    abbreviations = models.JSONField(default=list, blank=True)
    search_text = models.CharField(max_length=600, editable=False)
    kind = models.CharField(max_length=20, choices=[(k, k) for k in OrganisationKind])
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="organisations")
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subordinates"
    )
    path = path_field()
    valid_from = models.DateField(default=FIRST_DAY)
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "valid_from"], name="an organisation begins once at one path"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="an organisation ends after it began",
            ),
        ]
        indexes = [GinIndex(_words("search_text"), name="organisation_by_words")]

    def __str__(self) -> str:
        return self.name
