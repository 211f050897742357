"""What the superior made of a day's reports, frozen when signed; number books; the day's steps."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from lachan.command.models.reports import Adjustment
from lachan.command.terms import ConsolidationState, Step
from lachan.core.scope import ScopedQuerySet, path_field


class NumberBook(models.Model):
    """The numbers that one office has given out in one series and year, without a gap.

    Its row is locked while a number is given; a number is given only in the transaction that uses
    it, so that what is refused leaves no gap.
    """

    path = path_field()
    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "series", "year"], name="one number book an office, series, year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.series} {self.year}: {self.last_number}"


class Consolidation(models.Model):
    """The consolidated report of a day: editable words, then the frozen whole (`content`).

    `content` is written when it is signed and holds everything the paper shows: the figures with
    their queries, who had sent, who had not, who was late, the corrections of earlier days.
    """

    path = path_field()
    day = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[(s, s) for s in ConsolidationState],
        default=ConsolidationState.DRAFT,
    )
    version = models.PositiveIntegerField(default=1)
    results = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)
    content = models.JSONField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    adjustments = models.ManyToManyField(
        Adjustment, related_name="consolidations", blank=True, editable=False
    )

    objects = ScopedQuerySet["Consolidation"].as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "day"], name="one consolidation an office and day"
            ),
            models.UniqueConstraint(
                fields=["path", "year", "number"], name="a consolidation's number is used once"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ConsolidationState.DRAFT)
                | models.Q(number__isnull=False, signed_at__isnull=False, content__isnull=False),
                name="a signed consolidation is numbered and frozen",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state=ConsolidationState.SIGNED),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day}"


class StepLog(models.Model):
    """A step of a reporting day that was taken: the row is what makes it happen once."""

    path = path_field()
    day = models.DateField()
    step = models.CharField(max_length=10, choices=[(s, s) for s in Step])
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "day", "step"], name="a step is taken once")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.day} {self.step}"
