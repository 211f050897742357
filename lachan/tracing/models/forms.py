"""Links by which contacts tell themselves whom they met ("Biểu mẫu 4")."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.tracing.models.investigations import Investigation


class FormLink(models.Model):
    """A form open to one contact for a while; the address holds a signed random key alone.

    `attempts` counts every time that something was sent, taken or not; at `most_attempts`, as it
    stood when the link was made, the link is closed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="form_links")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["FormLink"].as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"form link {self.pk}"
