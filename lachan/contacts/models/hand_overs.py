"""Contacts handed to those who answer for them outside the province, and the receipts."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from lachan.contacts.models.contacts import Contact
from lachan.core.scope import ScopedQuerySet, path_field


class HandOver(models.Model):
    """One letter with its list of contacts; `path` is who sends it, `to_path` whom it concerns.

    `to_name` is the body as addressed ("Trung tâm Kiểm soát bệnh tật tỉnh Bạc Liêu"). It is open
    until `received_at`: then somebody there said that they have it, by the answer of that number.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    path = path_field()
    to_path = models.CharField(max_length=120, db_collation="C", blank=True)
    to_name = models.CharField(max_length=200)
    letter = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by_name = models.CharField(max_length=200, blank=True)
    answer = models.CharField(max_length=60, blank=True)

    objects: Any = ScopedQuerySet["HandOver"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class HandedContact(models.Model):
    """One contact in one hand-over; `named_at` repeats the contact's: handed once a naming."""

    hand_over = models.ForeignKey(HandOver, models.CASCADE, related_name="handed")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="handed")
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["hand_over", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "named_at"], name="a contact is handed over once a naming"
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id} in hand-over {self.hand_over_id}"
