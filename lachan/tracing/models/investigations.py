"""What is asked about one case: the investigation, its interviews, its lines, its pictures."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from lachan.cases.models import Case
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.tracing.models.venues import Venue
from lachan.tracing.terms import LineKind, Precision, Setting, Source, Way

# đ and Đ, which become d, and the marks of Vietnamese letters and of the usual foreign ones.
_MARKS = "đĐ" + "".join(map(chr, (*range(0x300, 0x304), 0x306, *range(0x308, 0x30D))))
_MARKS += "".join(map(chr, (0x31B, 0x323, 0x327)))


def folded_words(words: Any) -> Lower:
    """As `lachan.core.text.folded`, reckoned by the database."""
    marks = Func(words, template="normalize(%(expressions)s, NFD)", output_field=models.TextField())
    plain = Func(
        *(marks, Value(_MARKS), Value("dd")), function="translate", output_field=models.TextField()
    )
    return Lower(plain)


# What was told in words, word by word: among very many lines, those that may name a place.
SAID_WORDS = Func(
    folded_words(F("words")),
    Value("[^a-z0-9]+"),
    function="regexp_split_to_array",
    output_field=ArrayField(models.TextField()),
)


class Investigation(models.Model):
    """One case looked into: from which day to which, by whom.

    `days` is the number of days looked back from `zero_on` (the day of the sample, else of the
    report), as it stood when the investigation was opened or as somebody set it; `days_by` is the
    document that says so. `last_on` is the day on which the case was isolated; while it is empty
    every day until today is asked about. `path` follows the case.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    case = models.OneToOneField(Case, models.PROTECT, related_name="investigation")
    days = models.PositiveSmallIntegerField()
    days_by = models.CharField(max_length=300)
    zero_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    team = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: Any = ScopedQuerySet["Investigation"].as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="an investigation closes after it opened",
            ),
        ]
        indexes = [models.Index(fields=["-opened_at", "id"], name="investigation_by_time")]

    def __str__(self) -> str:
        return f"investigation {self.pk}"

    @property
    def person(self) -> Person:
        """Who is looked into, as known now."""
        return self.case.person.root or self.case.person


class Interview(models.Model):
    """Somebody asked somebody: who, when, by which way; `key` is made on the device."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="interviews")
    interviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="interviews"
    )
    interviewer_name = models.CharField(max_length=200)
    way = models.CharField(max_length=9, choices=[(w, w) for w in Way])
    # Who answered: the case, or somebody in their stead (the mother, a colleague).
    answered_by = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["started_at", "id"]

    def __str__(self) -> str:
        return f"interview {self.pk}"


class Photo(models.Model):
    """A picture of a hand-written list, kept as it came; `digest` is its SHA-256."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="photos")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    keyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["investigation", "digest"], name="a picture is kept once an investigation"
            )
        ]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class Line(models.Model):
    """One line of an investigation, saved by itself; `key` is made on the device, taken once.

    A line is never changed. To correct it is to tell it anew: the new line `replaces` the old,
    which is struck. Where two corrected the same line at once, both of their lines stand beside
    each other, and nobody's words are lost.

    `person` is whose line it is: the case, or the contact who filled in a form. `met` is the
    person met. `reported` are the fields as they came, word for word, and `digest` is that of
    everything that was told: other words under the same key are not this line.
    """

    key = models.UUIDField(unique=True)
    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="lines")
    interview = models.ForeignKey(
        Interview, models.PROTECT, null=True, blank=True, related_name="lines"
    )
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="investigation_lines")
    kind = models.CharField(max_length=9, choices=[(k, k) for k in LineKind])
    source = models.CharField(max_length=11, choices=[(s, s) for s in Source])
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    precision = models.CharField(max_length=6, choices=[(p, p) for p in Precision])
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, blank=True, related_name="lines")
    met = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    setting = models.CharField(max_length=10, choices=[(s, s) for s in Setting], blank=True)
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    reported = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=200)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("started_at")), name="a line ends after it began"
            ),
            models.CheckConstraint(
                condition=~Q(kind=LineKind.MET) | Q(met__isnull=False),
                name="a line of a meeting names who was met",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[LineKind.STAY, LineKind.TRIP, LineKind.HOUSEHOLD])
                | Q(venue__isnull=False),
                name="a line of a stay names the place",
            ),
        ]
        indexes = [
            models.Index(fields=["investigation", "started_at"], name="line_by_investigation"),
            GinIndex(
                SAID_WORDS,
                name="line_by_word",
                condition=Q(struck_at__isnull=True) & ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"
