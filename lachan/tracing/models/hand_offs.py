"""Lines that were sent on to the communes responsible, as soon as they were known."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.tracing.models.investigations import Investigation, Line


class HandOff(models.Model):
    """A part of the list went to one commune; `path` is the commune that receives it.

    `key` is made here and stands in its address. That a button pressed twice sends once is held
    by the lines: a commune gets each once.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="hand_offs")
    path = path_field()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: Any = ScopedQuerySet["HandOff"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"hand-off {self.pk}"


class HandedLine(models.Model):
    """One line in one hand-off; `path` repeats the commune's, so that it gets a line once."""

    hand_off = models.ForeignKey(HandOff, models.CASCADE, related_name="handed")
    line = models.ForeignKey(Line, models.PROTECT, related_name="handed")
    path = models.CharField(max_length=120, db_collation="C")

    class Meta:
        ordering = ["hand_off", "line"]
        constraints = [
            models.UniqueConstraint(fields=["line", "path"], name="a commune gets a line once")
        ]

    def __str__(self) -> str:
        return f"line {self.line_id} in hand-off {self.hand_off_id}"
