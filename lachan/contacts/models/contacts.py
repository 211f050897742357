"""Contacts: one row a person, as the last trace has them; and their meetings with cases."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.cases.models import Case
from lachan.contacts.terms import State
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.tracing.models import Venue
from lachan.tracing.terms import Setting


class Contact(models.Model):
    """Somebody who was exposed to the cases of the province, directly or over others.

    `path` is the commune that answers for the person. `level` is what the last trace reckoned: 1
    for who met a case, one more for each person between; null is "undetermined". `level_by_hand`
    is what somebody said instead (0: undetermined), with the reason, and counts before it.

    The first exposure at `level` began at `exposed_at`, by a meeting with `source` from `met_from`
    until `met_until` at `venue`, or at home (`is_home`), or as somebody told it (neither).
    `last_exposed_at` ends the last meeting that is known, and begins the days of follow-up;
    `follow_until` is their last day, by the rule in force. `case` is the case at the beginning of
    the chain. A person is one contact at a time; who is exposed anew is the same row again.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    person = models.OneToOneField(Person, models.PROTECT, related_name="contact")
    state = models.CharField(max_length=8, choices=[(s, s) for s in State])
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    level_by_hand = models.PositiveSmallIntegerField(null=True, blank=True)
    by_hand_because = models.CharField(max_length=300, blank=True)
    exposed_at = models.DateTimeField(null=True, blank=True)
    last_exposed_at = models.DateTimeField(null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="contacts")
    source = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    is_home = models.BooleanField(default=False)
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting], blank=True)
    met_from = models.DateTimeField(null=True, blank=True)
    met_until = models.DateTimeField(null=True, blank=True)
    risk = models.PositiveSmallIntegerField(default=0)
    named_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    follow_until = models.DateField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedQuerySet["Contact"].as_manager()

    class Meta:
        ordering = ["level", "path", "id"]
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
            models.Index(fields=["state", "level", "path", "id"], name="contact_by_level"),
            models.Index(fields=["path", "state", "level"], name="contact_by_unit"),
            models.Index(fields=["case", "level"], name="contact_by_case"),
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
        Venue, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
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
