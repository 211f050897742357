"""One table: an entry for each thing that happened, never changed and never deleted."""

from __future__ import annotations

import pgtrigger
from django.db import models

from lachan.core.scope import ScopedQuerySet, path_field


class Entry(models.Model):
    """What happened, when, by whom, where and to what.

    `event` is the domain and the past participle (`directives.Approved`); `payload` holds the
    event's fields as JSON; `subject` is `table:id` of the row it happened to.
    """

    event = models.CharField(max_length=80)
    recorded_at = models.DateTimeField(editable=False)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    path = path_field(blank=True)
    subject = models.CharField(max_length=120, blank=True)
    payload = models.JSONField(default=dict)

    objects = ScopedQuerySet["Entry"].as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "-id"], name="audit_entry_by_subject"),
            models.Index(fields=["event", "-id"], name="audit_entry_by_event"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject}"
