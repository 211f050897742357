"""A unit's report of one day: figures, words, and the slips that correct it."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models

from lachan.command.models.form import FigureDefinition
from lachan.command.rules.windows import ReportFacts
from lachan.command.terms import ReportState, Source
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.places.models import Organisation

FROZEN = """
    IF (SELECT state FROM command_dailyreport WHERE id = {row}.report_id) = 'submitted' THEN
        RAISE EXCEPTION 'a report that was sent is frozen: it is corrected by a slip';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


class DailyReport(models.Model):
    """The report of one body for one day.

    The hours are those in force when the day was opened. `version` rises with each change, so that
    nobody sends what somebody else has changed meanwhile. What was sent stays as sent.
    """

    path = path_field()
    recipient_path = path_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="daily_reports")
    day = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ReportState], default=ReportState.DRAFT
    )
    opens_at = models.DateTimeField()
    cut_off_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    search_text = models.CharField(max_length=300, editable=False)

    results = models.TextField(blank=True)
    difficulties = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    help_wanted = models.TextField(blank=True)

    number = models.PositiveIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)
    signer_title = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    return_reason = models.TextField(blank=True)

    objects = ScopedQuerySet["DailyReport"].as_manager()

    class Meta:
        ordering = ["-day", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient_path", "day"], name="one report a body and day"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReportState.SUBMITTED)
                | models.Q(submitted_at__isnull=False, number__isnull=False),
                name="a report that was sent has its instant and number",
            ),
        ]
        indexes = [models.Index(fields=["recipient_path", "day"], name="report_by_recipient_day")]
        triggers = [
            pgtrigger.Protect(name="reports_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="sent_words_are_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=ReportState.SUBMITTED)
                & pgtrigger.Q(new__state=ReportState.SUBMITTED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day}"

    def snapshot(self) -> ReportFacts:
        """What the rules need to know."""
        return ReportFacts(
            state=ReportState(self.state),
            opens_at=self.opens_at,
            cut_off_at=self.cut_off_at,
            submitted_at=self.submitted_at,
        )


class ReportFigure(models.Model):
    """One figure of a report; a null value is unknown, which is not zero."""

    report = models.ForeignKey(DailyReport, models.CASCADE, related_name="figures")
    definition = models.ForeignKey(FigureDefinition, models.PROTECT, related_name="+")
    value = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=[(s, s) for s in Source])
    computed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["definition__position", "definition_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "definition"], name="a report holds a figure once"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="sent_figures_are_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN.format(row="OLD"),
            ),
            pgtrigger.Trigger(
                name="sent_reports_take_no_figures",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FROZEN.format(row="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.value}"


class Adjustment(models.Model):
    """A numbered slip that corrects a frozen report; the report itself is never changed.

    `is_late_report` marks the slip by which a report sent after the consolidation was signed comes
    into the next one.
    """

    report = models.ForeignKey(DailyReport, models.PROTECT, related_name="adjustments")
    path = path_field()
    recipient_path = path_field()
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.TextField()
    is_late_report = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet["Adjustment"].as_manager()

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient_path", "year", "number"], name="a slip's number is used once"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="slips_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"


class AdjustmentLine(models.Model):
    """One figure on a slip: what it was, and what it is."""

    adjustment = models.ForeignKey(Adjustment, models.CASCADE, related_name="lines")
    definition = models.ForeignKey(FigureDefinition, models.PROTECT, related_name="+")
    old_value = models.PositiveBigIntegerField(null=True)
    new_value = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ["definition__position", "definition_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["adjustment", "definition"], name="a slip corrects a figure once"
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="slip_lines_are_kept", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition_id}: {self.old_value} → {self.new_value}"
