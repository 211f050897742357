"""Cases: one row for one episode of one person, what it was held to be, and re-positives."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.cases.terms import (
    Circumstance,
    Classification,
    Origin,
    Outcome,
    RePositiveState,
    Result,
    SourceState,
    Symptoms,
    WindowBasis,
)
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person


class CaseQuerySet(ScopedQuerySet["Case"]):
    def new(self) -> CaseQuerySet:
        """Without re-positives: these belong to an earlier episode and are counted with it."""
        return self.filter(previous__isnull=True)

    def confirmed(self) -> CaseQuerySet:
        """New cases that are held to be confirmed: what incidence and levels count."""
        return self.new().filter(classification=Classification.CONFIRMED)

    def standing(self) -> CaseQuerySet:
        """Without those that turned out not to be cases."""
        return self.exclude(classification=Classification.DISCARDED)


class Case(models.Model):
    """One episode of one person.

    `path` is the unit that answers for it. `person` is the row that stood for the person when the
    case was opened; the person as known now is `person__root`. `number` is given once, within the
    unit (`number_path`) and the year, and stays when the case moves. `episode` counts a person's
    cases from 1; `previous` is set for a re-positive only, which is never a new case.

    An episode is open until `closed_at` (discarded, recovered, died, transferred), and a person
    has one open episode at most. Tests are what the classification in force rests on: `ct` of the
    PCR where one was told. `has_link` tells of an epidemiological link (a contact, an area).

    `isolated_at` is when the person could no longer meet others; `cleared_at` when a sample was
    negative or weak enough that the protocol calls the person no longer infectious.
    `infectious_from` and `infectious_until` are derived from these by the protocol of the day of
    the report (`window_protocol`: its name and first day; `window_source`: its document) and are
    empty while nothing can be said; an open end means "until now".

    `source_case` is from whom the infection came, `origin_words` from where.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    number_path = models.CharField(max_length=120, db_collation="C")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    episode = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="re_positives"
    )

    classification = models.CharField(max_length=10, choices=[(c, c) for c in Classification])
    pcr = models.CharField(max_length=8, default=Result.UNKNOWN, choices=[(r, r) for r in Result])
    antigen = models.CharField(
        max_length=8, default=Result.UNKNOWN, choices=[(r, r) for r in Result]
    )
    ct = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    has_link = models.BooleanField(default=False)
    symptoms = models.CharField(
        max_length=8, default=Symptoms.UNKNOWN, choices=[(s, s) for s in Symptoms]
    )

    reported_at = models.DateTimeField()
    onset_on = models.DateField(null=True, blank=True)
    sampled_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    isolated_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True, choices=[(o, o) for o in Outcome])
    outcome_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    infectious_from = models.DateTimeField(null=True, blank=True)
    infectious_until = models.DateTimeField(null=True, blank=True)
    window_basis = models.CharField(max_length=8, blank=True, choices=[(b, b) for b in WindowBasis])
    window_protocol = models.CharField(max_length=120, blank=True)
    window_source = models.CharField(max_length=300, blank=True)

    origin = models.CharField(
        max_length=8, default=Origin.UNKNOWN, choices=[(o, o) for o in Origin]
    )
    origin_words = models.CharField(max_length=200, blank=True)
    source = models.CharField(
        max_length=8, default=SourceState.INQUIRY, choices=[(s, s) for s in SourceState]
    )
    source_case = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="infected"
    )
    source_note = models.CharField(max_length=300, blank=True)

    note = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=80, null=True, blank=True, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    changed_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(closed_at__isnull=True),
                name="a person has one open episode",
            ),
            models.UniqueConstraint(
                fields=["person", "episode"], name="an episode of a person is counted once"
            ),
            models.UniqueConstraint(
                fields=["number_path", "year", "number"], name="a case number is given once"
            ),
            models.CheckConstraint(
                condition=~Q(source_case=F("id")), name="nobody is the source of their own case"
            ),
            models.CheckConstraint(
                condition=Q(source_case__isnull=True) | Q(source=SourceState.KNOWN),
                name="a case with a source case has a known source",
            ),
            models.CheckConstraint(
                condition=Q(onset_on__isnull=True) | Q(symptoms=Symptoms.PRESENT),
                name="an onset is an onset of symptoms",
            ),
            models.CheckConstraint(
                condition=Q(infectious_until__isnull=True)
                | Q(infectious_from__isnull=False, infectious_until__gte=F("infectious_from")),
                name="an infectious window ends after it begins",
            ),
        ]
        indexes = [
            models.Index(fields=["-reported_at", "id"], name="case_by_time"),
            models.Index(fields=["path", "-reported_at"], name="case_by_unit_and_time"),
            models.Index(
                fields=["classification", "-reported_at", "id"], name="case_by_classification"
            ),
            models.Index(fields=["onset_on"], name="case_by_onset"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"


class Classified(models.Model):
    """One classification of a case, as it was made; the newest is the one in force.

    `definition` names the definition with its version and `definition_source` its document, as
    they stood then; empty where the classification rests on a document instead (`basis`).
    `facts` is what was known then; `reference` names the row of a list that told it.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="classifications")
    before = models.CharField(max_length=10, blank=True)
    classification = models.CharField(max_length=10, choices=[(c, c) for c in Classification])
    definition = models.CharField(max_length=90, blank=True)
    definition_source = models.CharField(max_length=300, blank=True)
    is_definition_confirmed = models.BooleanField(default=True)
    basis = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    reference = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="a row of a list classifies once",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.case_id} {self.classification}"


class RePositive(models.Model):
    """What directive 05-CV/BCĐ of 15/9/2021 asks of every re-positive: where, how, when, why.

    Beside its case, whose `previous` is the episode that it belongs to.
    """

    case = models.OneToOneField(Case, models.CASCADE, related_name="re_positive")
    state = models.CharField(
        max_length=9, default=RePositiveState.SUSPECTED, choices=[(s, s) for s in RePositiveState]
    )
    circumstance = models.CharField(
        max_length=20, default=Circumstance.UNKNOWN, choices=[(c, c) for c in Circumstance]
    )
    epidemiology = models.TextField(blank=True)
    cause = models.CharField(max_length=500, blank=True)
    laboratory = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.state} re-positive of case {self.case_id}"


class CaseBook(models.Model):
    """The numbers that a unit gave to cases in a year; its row is locked while one is given."""

    path = models.CharField(max_length=120, db_collation="C")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "year"], name="one case book a unit and year")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.year}: {self.last_number}"
