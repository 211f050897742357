"""Contacts: one row a person, as the last trace has them; and their meetings with cases."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import NullIf

from lachan.cases.models import Case
from lachan.contacts.terms import State
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.policies.terms import Measure
from lachan.tracing.models import Venue
from lachan.tracing.terms import Setting

# A reference to a row that is never deleted, in a row that a statement makes by joining it:
# checking each of these again would take longer than the trace.
TOLD: Any = {"db_constraint": False, "db_index": False}


class Contact(models.Model):
    """Somebody who was exposed to the cases of the province, directly or over others.

    `path` is the commune that answers for the person. `level` is what the last trace reckoned: 1
    for who met a case, one more for each person between; null is "undetermined". `level_by_hand`
    is what somebody said instead (0: undetermined), with the reason, and counts before it.

    The first exposure at `level` began at `exposed_at`, by a meeting with `source` from `met_from`
    until `met_until` at `venue`, or at home (`is_home`), or as somebody told it (neither).
    `last_exposed_at` is the end of the last meeting known, from which the days of follow-up count;
    `measure` and `follow_until` (the last day of the last phase) are what the rules in force say,
    which is proposed and not applied. `case` is the case at the beginning of
    the chain. A person is one contact at a time; who is exposed anew is the same row again.

    A trace may write a row of everybody, out of what it read in the same transaction: what it alone
    tells is not held against the tables that it comes from, and indexes are few.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field(db_index=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="contact")
    state = models.CharField(max_length=8, choices=[(s, s) for s in State])
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    level_by_hand = models.PositiveSmallIntegerField(null=True, blank=True)
    by_hand_because = models.CharField(max_length=300, blank=True)
    # `counted_level` as the database reckons it, so that lists are served by an index whichever
    # of the two it comes from.
    counted = models.GeneratedField(
        expression=models.Case(
            models.When(level_by_hand__isnull=True, then=F("level")),
            default=NullIf("level_by_hand", Value(0)),
        ),
        output_field=models.PositiveSmallIntegerField(null=True),
        db_persist=True,
        null=True,
    )
    exposed_at = models.DateTimeField(null=True, blank=True)
    last_exposed_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="contacts", **TOLD
    )
    source = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", **TOLD
    )
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", **TOLD
    )
    is_home = models.BooleanField(default=False)
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting], blank=True)
    met_from = models.DateTimeField(null=True, blank=True)
    met_until = models.DateTimeField(null=True, blank=True)
    risk = models.PositiveSmallIntegerField(default=0)
    named_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    measure = models.CharField(max_length=24, choices=[(m, m) for m in Measure], blank=True)
    follow_until = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedQuerySet["Contact"].as_manager()

    class Meta:
        ordering = ["counted", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_until__isnull=True) | Q(met_until__gte=F("met_from")),
                name="a meeting of a contact ends after it began",
            ),
            models.CheckConstraint(
                condition=Q(level_by_hand__isnull=True) | ~Q(by_hand_because=""),
                name="a level set by hand has a reason",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "level"], name="contact_by_case"),
            models.Index(fields=["state", "counted", "id"], name="contact_listed"),
            models.Index(fields=["state", "path", "counted"], name="contact_counted"),
            models.Index(fields=["state", "-risk", "id"], name="contact_by_risk"),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def counted_level(self) -> int | None:
        """The level that counts: the one set by hand, else the reckoned one; None: undetermined."""
        if self.level_by_hand is not None:
            return self.level_by_hand or None
        return self.level


class Exposure(models.Model):
    """A contact met a case on a day: one row for each case and day, the first meeting of the day.

    Only who met a case itself (F1) has rows; that several cases are here is no contradiction.
    """

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="exposures", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="exposures")
    on = models.DateField()
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="+", **TOLD
    )
    is_home = models.BooleanField(default=False)
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting], blank=True)
    met_from = models.DateTimeField()
    met_until = models.DateTimeField()

    class Meta:
        ordering = ["met_from", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "case", "on"], name="one exposure a contact, case and day"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id} met case {self.case_id}"


class LevelSet(models.Model):
    """Somebody set the level of a contact by hand, or took that back (`level` null)."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="levels_set")
    level = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-set_at", "-id"]

    def __str__(self) -> str:
        return f"level {self.level} of contact {self.contact_id}"
