"""What the events tell, as rows to be read: made anew from the events at any time."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from lachan.arrivals.models import Arrival
from lachan.checkpoints.models.events import Event
from lachan.checkpoints.models.posts import Device, Post
from lachan.checkpoints.terms import Colour, Direction, PassageOutcome, PersonRole
from lachan.core.scope import ScopedQuerySet, path_field


def _flags() -> ArrayField:  # type: ignore[type-arg]
    return ArrayField(models.CharField(max_length=12), default=list, blank=True)


class Passage(models.Model):
    """One coming to a post: who and what, which verdict was shown, what was done.

    `verdict` is what the officer saw, word for word. `happened_at` is the device's clock; where
    the flag `clock` stands it was more than five minutes off ours at that time.
    """

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="passage")
    post = models.ForeignKey(Post, models.PROTECT, related_name="passages")
    device = models.ForeignKey(Device, models.PROTECT, related_name="passages")
    path = path_field()
    seq = models.BigIntegerField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    officer = models.CharField(max_length=120, blank=True)
    direction = models.CharField(max_length=3, choices=[(d, d) for d in Direction])
    outcome = models.CharField(max_length=12, choices=[(o, o) for o in PassageOutcome])
    colour = models.CharField(max_length=6, blank=True, choices=[(c, c) for c in Colour])
    measure = models.CharField(max_length=24, blank=True)
    verdict = models.JSONField(default=dict)
    override_by = models.CharField(max_length=120, blank=True)
    override_reason = models.CharField(max_length=300, blank=True)
    number_of_people = models.PositiveSmallIntegerField(default=0)
    slip_number = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=500, blank=True)
    flags = _flags()
    struck_reason = models.CharField(max_length=300, blank=True)
    is_struck = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["Passage"].as_manager()

    class Meta:
        ordering = ["-happened_at", "event"]
        indexes = [
            models.Index(fields=["post", "-happened_at"], name="passage_by_post"),
            models.Index(fields=["-happened_at", "event"], name="passage_by_time"),
            models.Index(fields=["slip_number"], name="passage_by_slip"),
        ]

    def __str__(self) -> str:
        return f"passage {self.pk}"


class PassagePerson(models.Model):
    """One person of a passage; `reference` is the name of these words for people and arrivals."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="people")
    position = models.PositiveSmallIntegerField()
    path = path_field()
    role = models.CharField(max_length=10, choices=[(r, r) for r in PersonRole])
    full_name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    citizen_id = models.CharField(max_length=12, blank=True)
    old_card = models.CharField(max_length=9, blank=True)
    passport = models.CharField(max_length=20, blank=True)
    birth_on = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    from_words = models.CharField(max_length=300, blank=True)
    from_path = path_field(blank=True)
    destination_words = models.CharField(max_length=400, blank=True)
    destination_path = path_field(blank=True)
    facts = models.JSONField(default=dict)
    pass_id = models.CharField(max_length=40, blank=True)
    declaration_code = models.CharField(max_length=20, blank=True)
    card = models.CharField(max_length=20, blank=True)
    arrival = models.ForeignKey(
        Arrival, models.SET_NULL, null=True, blank=True, related_name="passage_people"
    )

    objects: Any = ScopedQuerySet["PassagePerson"].as_manager()

    class Meta:
        ordering = ["passage", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "position"], name="a person stands once in a passage"
            )
        ]
        indexes = [
            models.Index(fields=["citizen_id"], name="passage_by_citizen"),
            models.Index(fields=["phone"], name="passage_by_phone"),
            GinIndex(
                models.Func(
                    models.F("folded_name"),
                    models.Value(" "),
                    function="string_to_array",
                    output_field=ArrayField(models.TextField()),
                ),
                name="passage_by_name_word",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The name of these words, the same after every rebuild."""
        return f"checkpoints.PassagePerson:{self.passage_id}:{self.position}"


class PassageVehicle(models.Model):
    """The vehicle or vessel of a passage, as the post saw it."""

    passage = models.OneToOneField(
        Passage, models.CASCADE, primary_key=True, related_name="vehicle"
    )
    plate = models.CharField(max_length=20, blank=True, db_index=True)
    trailer_plate = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    goods = models.CharField(max_length=200, blank=True)
    from_words = models.CharField(max_length=200, blank=True)
    to_words = models.CharField(max_length=200, blank=True)
    stops = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"vehicle of {self.passage_id}"


class Slip(models.Model):
    """Somebody let go on a paper slip, to be keyed in later as a passage of the same number."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="slip")
    post = models.ForeignKey(Post, models.PROTECT, related_name="slips")
    device = models.ForeignKey(Device, models.PROTECT, related_name="slips")
    path = path_field()
    happened_at = models.DateTimeField()
    number = models.CharField(max_length=40)
    people = models.PositiveSmallIntegerField(default=0)
    plate = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=500, blank=True)
    flags = _flags()
    is_struck = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["Slip"].as_manager()

    class Meta:
        ordering = ["happened_at", "event"]
        indexes = [models.Index(fields=["post", "number"], name="slip_by_number")]

    def __str__(self) -> str:
        return f"slip {self.pk}"


class PostTest(models.Model):
    """A test taken at a post: told with the passage (position 0 …), or later by an event."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="tests")
    passage_id = models.UUIDField(db_index=True)
    position = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="tests")
    path = path_field()
    kind = models.CharField(max_length=10)
    result = models.CharField(max_length=10, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    is_struck = models.BooleanField(default=False)

    objects: Any = ScopedQuerySet["PostTest"].as_manager()

    class Meta:
        ordering = ["taken_at", "event", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "position"], name="an event tells one test of a person"
            )
        ]

    def __str__(self) -> str:
        return f"test {self.pk}"


class Strike(models.Model):
    """A device's word that an earlier event of its post was a mistake; the event stays."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="strike")
    post = models.ForeignKey(Post, models.PROTECT, related_name="strikes")
    target_id = models.UUIDField(db_index=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"strike {self.pk}"
