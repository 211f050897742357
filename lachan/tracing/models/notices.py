"""Public exposure notices: places and hours of risk, never who was there."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.cases.models import Case
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.tracing.models.stays import Stay
from lachan.tracing.models.venues import Venue
from lachan.tracing.rules.homes import AskedBecause
from lachan.tracing.terms import NoticeState


class Notice(models.Model):
    """One notice; `path` is the unit that announces, `cases` and who approved stay internal.

    `version` counts what the public has been shown: 0 before it is published. `left_out` are the
    places of the trace that are not told, with the reason: `[name, reason]`.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    cases = models.ManyToManyField(Case, related_name="notices")
    title = models.CharField(max_length=200)
    guidance = models.TextField(max_length=2000)
    phone = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=9, choices=[(s, s) for s in NoticeState], default=NoticeState.DRAFT
    )
    version = models.PositiveSmallIntegerField(default=0)
    left_out = models.JSONField(default=list)
    drafted_at = models.DateTimeField()
    drafted_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects: Any = ScopedQuerySet["Notice"].as_manager()

    class Meta:
        ordering = ["-drafted_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=NoticeState.PUBLISHED)
                | Q(published_at__isnull=False, approved_at__isnull=False),
                name="a published notice was approved",
            ),
        ]
        indexes = [models.Index(fields=["-published_at"], name="notice_by_publication")]

    def __str__(self) -> str:
        return self.title


class NoticePlace(models.Model):
    """One span of hours at one place, with the words in which the public reads it.

    `stays` are those that it was drafted from, empty for one added by hand. A row is never
    changed: it is struck with a reason, and told anew. `checked_at` says until when somebody
    looked at stays struck since and found the hours right.

    `asked_because` says why the place may be somebody's home: nobody outside reads it until who
    may announce has said (`checked_at`) that it is none.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="places")
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    path = path_field()
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    unit_words = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    stays = models.ManyToManyField(Stay, related_name="+")
    added_because = models.CharField(max_length=300, blank=True)
    asked_because = models.CharField(
        max_length=14, blank=True, choices=[(a, a) for a in AskedBecause]
    )
    recorded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.CharField(max_length=300, blank=True)
    # Struck after the public had read it: then it stays on the page, struck through.
    is_public_strike = models.BooleanField(default=False)

    class Meta:
        ordering = ["started_at", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=F("started_at")), name="hours of a notice have a length"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_asked(self) -> bool:
        """Whether somebody is still to say that this is no home."""
        return bool(self.asked_because) and self.checked_at is None and self.struck_at is None


class NoticeVersion(models.Model):
    """What the public read, word for word, from an instant on."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"], name="a version of a notice is one"
            )
        ]

    def __str__(self) -> str:
        return f"version {self.number} of notice {self.notice_id}"


class NoticeList(models.Model):
    """People of one commune who were at a place of a notice, handed to the commune, each once."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lists")
    persons = models.ManyToManyField(Person, related_name="+")
    sent_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: Any = ScopedQuerySet["NoticeList"].as_manager()

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"list {self.pk} of notice {self.notice_id}"
