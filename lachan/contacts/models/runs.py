"""Traces of the whole province, and what each of them changed."""

from __future__ import annotations

import uuid

from django.db import models

from lachan.contacts.models.contacts import TOLD, Contact
from lachan.contacts.terms import Cause
from lachan.people.models import Person
from lachan.tracing.models import Venue
from lachan.tracing.rules.relevelling import Turn
from lachan.tracing.terms import Setting


class Run(models.Model):
    """Everybody was traced again from all standing cases.

    `subject` is what it was done for (`cases.case:7`, `tracing.line:12`); `asked_at` when that
    happened. `persons` counts the people at each level, `changes` those of each turn. `stamp` is
    equal for two traces that cannot differ.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(max_length=20, choices=[(c, c) for c in Cause])
    subject = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    traced_in_ms = models.PositiveIntegerField()
    cases = models.PositiveIntegerField()
    persons = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    stamp = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"trace {self.pk}"


class Change(models.Model):
    """What one trace changed for one contact, and the meeting that made or unmade it.

    `because_*` is the first meeting of the new chain that did not stand before or, where a chain
    fell away, the first of the old one that no longer stands.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="changes", **TOLD)
    run = models.ForeignKey(Run, models.CASCADE, related_name="told", **TOLD)
    turn = models.CharField(max_length=8, choices=[(t, t) for t in Turn])
    level_before = models.PositiveSmallIntegerField(null=True)
    level_after = models.PositiveSmallIntegerField(null=True)
    exposed_before = models.DateTimeField(null=True)
    exposed_after = models.DateTimeField(null=True)
    because_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", **TOLD)
    because_source = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", **TOLD)
    because_venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+", **TOLD)
    because_is_home = models.BooleanField(default=False)
    because_setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting], blank=True)
    because_from = models.DateTimeField(null=True)
    because_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-run_id", "id"]
        indexes = [
            models.Index(fields=["contact", "-run"], name="change_by_contact"),
            models.Index(fields=["run", "turn", "id"], name="change_by_run"),
        ]

    def __str__(self) -> str:
        return f"{self.turn} of contact {self.contact_id}"


class Label(models.Model):
    """The answer of the last trace, as the engine gave it: the next one is held against it.

    Numbers are the engine's own (seconds since 1970, households as negative places), and no row of
    another table hangs on them: a million are written with each trace.
    """

    person = models.BigIntegerField()
    level = models.SmallIntegerField()
    exposed_at = models.BigIntegerField()
    source = models.BigIntegerField()
    place = models.BigIntegerField()
    at_place = models.SmallIntegerField()
    setting = models.SmallIntegerField()
    met_from = models.BigIntegerField()
    met_until = models.BigIntegerField()

    def __str__(self) -> str:
        return f"level {self.level} of person {self.person}"


class TracedCase(models.Model):
    """The people who were cases in the last trace."""

    person = models.BigIntegerField()

    def __str__(self) -> str:
        return f"person {self.person}"
