"""Who was where, and who met whom: the rows from which the engine's index is rebuilt.

A row is never changed: what was wrong is struck, with a reason, and told anew. The engine reads
the rows whose `struck_at` is null.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.people.models import Person
from lachan.tracing.models.investigations import Line
from lachan.tracing.models.venues import Venue
from lachan.tracing.terms import Setting, Source


class Struck(models.Model):
    """Struck out: by whom, when and why; the row itself stays as it was."""

    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    struck_because = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class Stay(Struck):
    """A person was at a venue from `entered_at` until `left_at`; `row` is the row of the seat.

    `line` is the line of an investigation that says so (a night at home is one of the whole
    household); what other domains tell has a `reference` instead (`arrivals.placevisit:7`), taken
    once.
    """

    # The index by person and time begins with the person, that by venue with the venue.
    person = models.ForeignKey(Person, models.PROTECT, related_name="stays", db_index=False)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="stays", db_index=False)
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField()
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=11, choices=[(s, s) for s in Source])
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="stays", db_index=False
    )
    reference = models.CharField(max_length=80, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(struck_at__isnull=True) & ~Q(reference=""),
                name="a reference tells one standing stay",
            ),
            models.CheckConstraint(
                condition=Q(left_at__gte=F("entered_at")), name="a stay ends after it began"
            ),
            models.CheckConstraint(
                condition=Q(row__isnull=True) | Q(row__lte=254), name="a seat row is 0 to 254"
            ),
            models.UniqueConstraint(
                fields=["line", "person"], name="a line tells one stay a person"
            ),
        ]
        indexes = [
            models.Index(fields=["venue", "entered_at"], name="stay_by_venue"),
            models.Index(fields=["person", "entered_at"], name="stay_by_person"),
            models.Index(fields=["recorded_at"], name="stay_by_record"),
            models.Index(
                fields=["struck_at"], condition=Q(struck_at__isnull=False), name="stay_struck"
            ),
        ]

    def __str__(self) -> str:
        return f"stay {self.pk}"


class NamedContact(Struck):
    """Two persons met, as somebody said it, with no place needed; it has no direction."""

    person_a = models.ForeignKey(Person, models.PROTECT, related_name="named_contacts")
    person_b = models.ForeignKey(Person, models.PROTECT, related_name="named_by_contacts")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting])
    source = models.CharField(max_length=11, choices=[(s, s) for s in Source])
    line = models.OneToOneField(Line, models.PROTECT, null=True, blank=True, related_name="contact")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")), name="a meeting ends after it began"
            ),
            models.CheckConstraint(
                condition=~Q(person_a=F("person_b")), name="nobody meets themselves"
            ),
        ]
        indexes = [
            models.Index(fields=["recorded_at"], name="contact_by_record"),
            models.Index(
                fields=["struck_at"], condition=Q(struck_at__isnull=False), name="contact_struck"
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"
