"""What is reported, by whom, until what hour: dated rows that an office edits."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F, Q

from lachan.command.rules.figures import Definition
from lachan.command.terms import WORLDS, Group, Source
from lachan.core.scope import path_field
from lachan.places.models import FIRST_DAY, DatedQuerySet, Organisation


def _ends_after_it_began(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")), name=name
    )


class Dated(models.Model):
    """Holds from a day (inclusive) until a day (exclusive; open when null)."""

    valid_from = models.DateField(default=FIRST_DAY)
    valid_until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class FigureDefinition(Dated):
    """One figure of the daily report, and which bodies of a province report it.

    `reporters` are codes of `terms.Reporter`. A cumulative figure counts since the outbreak began.
    `total_code` names the figure of the same report that this one cannot exceed. A computed figure
    is taken from the query named by `query`, never typed.
    """

    path = path_field()
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    unit_of_measure = models.CharField(max_length=40)
    group = models.CharField(max_length=20, choices=[(g, g) for g in Group])
    reporters = models.JSONField(default=list)
    source = models.CharField(max_length=10, choices=[(s, s) for s in Source], default=Source.TYPED)
    query = models.CharField(max_length=60, blank=True)
    is_cumulative = models.BooleanField(default=False)
    total_code = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    explanation = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "code", "valid_from"], name="a figure is defined once a day"
            ),
            models.CheckConstraint(
                condition=Q(source=Source.TYPED, query="")
                | (Q(source=Source.COMPUTED) & ~Q(query="")),
                name="a computed figure names its query",
            ),
            _ends_after_it_began("a figure ends after it began"),
        ]

    def __str__(self) -> str:
        return self.label

    def snapshot(self) -> Definition:
        """What the rules need to know."""
        return Definition(
            code=self.code,
            label=self.label,
            is_typed=self.source == Source.TYPED,
            is_cumulative=self.is_cumulative,
            total_code=self.total_code,
        )


class ReportDuty(Dated):
    """A body that owes a daily report to the body at `recipient_path`, and whom to ring."""

    path = path_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="report_duties")
    recipient_path = path_field()
    contact_name = models.CharField(max_length=150, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "report duties"
        ordering = ["position", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "recipient_path", "valid_from"],
                name="a duty to report begins once a day",
            ),
            _ends_after_it_began("a duty to report ends after it began"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


class ReportHours(Dated):
    """From what hour a day's report may be sent, when units are reminded, and the cut-off.

    `ask_change_percent` and `ask_change_least`: a change against the day before that exceeds both
    must be confirmed by the person who sends.
    """

    path = path_field()
    opens = models.TimeField(default=time(16, 0))
    reminds = models.TimeField(default=time(16, 45))
    cut_off = models.TimeField(default=time(17, 0))
    ask_change_percent = models.PositiveSmallIntegerField(default=30)
    ask_change_least = models.PositiveSmallIntegerField(default=3)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "report hours"
        ordering = ["path", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "valid_from"], name="the hours of a place change once a day"
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("reminds"), reminds__lt=F("cut_off")),
                name="units are reminded between opening and cut-off",
            ),
            _ends_after_it_began("report hours end after they began"),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.opens:%H:%M}–{self.cut_off:%H:%M}"


class Letterhead(Dated):
    """How a body's reports are headed and signed: its world, its names, its symbol.

    `body_symbol` is the part of the symbol that names the body (UBND, SYT, BCĐ, TU). `authority`
    is "TM. ỦY BAN NHÂN DÂN" or empty; `chief_title` is the title of the body's head.
    """

    path = path_field()
    world = models.CharField(max_length=10, choices=[(w, w) for w in WORLDS], default="state")
    superior = models.CharField(max_length=200, blank=True)
    issuer = models.CharField(max_length=200)
    body_symbol = models.CharField(max_length=30)
    place = models.CharField(max_length=120)
    addressees = models.JSONField(default=list, blank=True)
    recipients = models.JSONField(default=list, blank=True)
    authority = models.CharField(max_length=200, blank=True)
    chief_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["path", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "valid_from"], name="a letterhead begins once at one path"
            ),
            _ends_after_it_began("a letterhead ends after it began"),
        ]

    def __str__(self) -> str:
        return self.issuer
