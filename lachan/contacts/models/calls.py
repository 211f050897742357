"""Calls and visits, where each contact stands by them, and what is said in them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from lachan.contacts.models.contacts import Contact
from lachan.contacts.terms import Outcome, Rung, Way
from lachan.core.scope import path_field


class Call(models.Model):
    """Somebody called or visited a contact; `path` is the contact's at that time.

    `key` is made on the device, so that what is sent twice is kept once. `at` is when it was
    done, `recorded_at` when it arrived. Of several on one day the latest one counts.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="calls", db_index=False)
    path = path_field()
    at = models.DateTimeField()
    way = models.CharField(max_length=9, choices=[(w, w) for w in Way])
    outcome = models.CharField(max_length=12, choices=[(o, o) for o in Outcome])
    symptoms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    symptoms_since = models.DateField(null=True, blank=True)
    next_try_at = models.DateTimeField(null=True, blank=True)
    second_phone = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["contact", "at"], name="call_by_contact")]

    def __str__(self) -> str:
        return f"{self.way} of contact {self.contact_id}: {self.outcome}"


class Following(models.Model):
    """Where a contact stands by the calls since it was named: written anew with each call.

    A contact without a row, or whose row is older than its naming, was not called yet.
    `told_late_at` is when somebody was last reminded.
    """

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="following")
    rung = models.CharField(max_length=13, choices=[(r, r) for r in Rung])
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True, blank=True)
    last_outcome = models.CharField(max_length=12, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    has_symptoms = models.BooleanField(default=False)
    told_late_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.rung} of contact {self.contact_id}"


class CallScript(models.Model):
    """What is asked and said in a call, from a day on; the first one is `data/call_script.txt`.

    In `text` a line that begins with `#` is a heading, one with `-` a question; all else is said
    as it stands.
    """

    text = models.TextField()
    valid_from = models.DateField(unique=True)
    source = models.CharField(max_length=300)
    set_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"script from {self.valid_from}"
