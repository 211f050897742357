"""Comings: one row for one coming of one person, with all that sources told of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from lachan.arrivals.rules.joining import Told
from lachan.arrivals.rules.keeping import from_json
from lachan.arrivals.rules.watching import WatchFacts
from lachan.arrivals.terms import Cause, LimitName, StepKind, WatchState
from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.models import Person
from lachan.people.terms import SourceKind
from lachan.policies.terms import Measure, Who


class ArrivalQuerySet(ScopedQuerySet["Arrival"]):
    def standing(self) -> ArrivalQuerySet:
        """Without those that turned out to be part of another coming, or never to have been."""
        return self.filter(joined_into__isnull=True, withdrawn_at__isnull=True)


class Arrival(models.Model):
    """One coming of one person, as its sources tell it together.

    `path` is the unit that watches (a commune or hamlet where one is known). `person` is the row
    that it was first written for; the person as known now is `person__root`. The decision in
    force stands here, those before it are `ArrivalDecision`s. `measure` is empty while nothing
    can be said. `household_key` groups those who stay under one roof (folded address, or the
    household's number). `phases` follow the measure, `ends_on` is the last day of the last one;
    `milder` are rules that do not hold and why.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    person = models.ForeignKey(Person, models.PROTECT, related_name="arrivals")
    arrived_at = models.DateTimeField()
    first_known_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    from_words = models.CharField(max_length=300, blank=True)
    from_path = path_field(blank=True)
    plate = models.CharField(max_length=20, blank=True)
    trip_words = models.CharField(max_length=200, blank=True)
    destination_words = models.CharField(max_length=400, blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    household_key = models.CharField(max_length=200, blank=True)
    symptoms = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    source_kinds = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    measure = models.CharField(max_length=24, blank=True, choices=[(m, m) for m in Measure])
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    test_days = ArrayField(models.DateField(), default=list, blank=True)
    reasons = models.JSONField(default=list)
    phases = models.JSONField(default=list, blank=True)
    milder = models.JSONField(default=list, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=10, default=Who.PERSON, choices=[(w, w) for w in Who])
    undetermined = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(
        max_length=10, choices=[(s, s) for s in WatchState], default=WatchState.UNPLACED
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="arrivals_received"
    )
    told_late_at = models.DateTimeField(null=True, blank=True)
    # Set by whoever received or passed on the person: words of sources do not move them any more.
    is_placed_by_hand = models.BooleanField(default=False)
    joined_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    # Every source that told of it was a mistake.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        indexes = [
            models.Index(fields=["path", "state"], name="arrival_by_unit_and_state"),
            models.Index(fields=["path", "-arrived_at"], name="arrival_by_unit_and_time"),
            models.Index(fields=["-arrived_at", "-id"], name="arrival_by_time"),
            models.Index(fields=["path", "hamlet", "household_key"], name="arrival_by_household"),
            models.Index(fields=["plate"], name="arrival_by_plate"),
            models.Index(fields=["person", "arrived_at"], name="arrival_by_person"),
        ]

    def __str__(self) -> str:
        return f"arrival {self.pk}"

    def watch(self) -> WatchFacts:
        """What the rules need to know of the watch."""
        return WatchFacts(
            state=WatchState(self.state),
            sent_at=self.sent_at,
            first_known_at=self.first_known_at,
            measure=Measure(self.measure) if self.measure else None,
            until=self.until,
        )


class ArrivalSource(models.Model):
    """What one source told about a coming, as it was told; joining never changes it.

    `recorded_path` is the unit that brought the words in. Words that were a mistake stay, with the
    reason, and count no more.
    """

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="sources")
    person = models.ForeignKey(Person, models.PROTECT, related_name="arrival_sources")
    reference = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=[(k, k) for k in SourceKind])
    said_at = models.DateTimeField()
    came_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_path = path_field()
    from_words = models.CharField(max_length=300, blank=True)
    from_path = path_field(blank=True)
    plate = models.CharField(max_length=20, blank=True)
    trip_words = models.CharField(max_length=200, blank=True)
    destination_words = models.CharField(max_length=400, blank=True)
    destination_path = path_field(blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    symptoms = models.CharField(max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return self.reference

    def told(self) -> Told:
        """The words as the rules read them."""
        return Told(
            reference=self.reference,
            kind=SourceKind(self.kind),
            said_at=self.said_at,
            came_at=self.came_at,
            recorded_path=self.recorded_path,
            facts=from_json(self.facts),
            from_words=self.from_words,
            from_path=self.from_path,
            plate=self.plate,
            trip_words=self.trip_words,
            destination_words=self.destination_words,
            destination_path=self.destination_path,
            hamlet=self.hamlet,
            symptoms=self.symptoms,
        )


class ArrivalDecision(models.Model):
    """One decision about a coming, as it was made; the newest is the one in force.

    `facts` is what was known then, `reasons` cite the rules and their versions.
    """

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="decisions")
    measure = models.CharField(max_length=24, blank=True, choices=[(m, m) for m in Measure])
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    test_days = ArrayField(models.DateField(), default=list, blank=True)
    reasons = models.JSONField(default=list)
    phases = models.JSONField(default=list, blank=True)
    milder = models.JSONField(default=list, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    who = models.CharField(max_length=10, default=Who.PERSON, choices=[(w, w) for w in Who])
    undetermined = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    facts = models.JSONField(default=dict)
    cause = models.CharField(max_length=8, choices=[(c, c) for c in Cause])
    rerun = models.ForeignKey("Rerun", models.PROTECT, null=True, related_name="decisions")
    decided_at = models.DateTimeField()
    measure_before = models.CharField(max_length=24, blank=True)
    is_change = models.BooleanField(default=False)

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.measure or 'undetermined'} for arrival {self.arrival_id}"


class WatchStep(models.Model):
    """What was done with the watch: sent, acknowledged, not found, passed on, ended."""

    arrival = models.ForeignKey(Arrival, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in StepKind])
    state_before = models.CharField(max_length=10, blank=True)
    path_before = path_field(blank=True)
    path_after = path_field()
    note = models.CharField(max_length=300, blank=True)
    batch = models.CharField(max_length=32, blank=True, db_index=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    taken_by_name = models.CharField(max_length=200)

    class Meta:
        ordering = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind} arrival {self.arrival_id}"


class Rerun(models.Model):
    """A rule or an area changed: everyone in its reach was decided again.

    `entry_id` is the audit entry that caused it and makes it happen once; `due_at` the instant from
    which the change holds; `since` how far back it looks. `last_arrival_id` is how far it came, so
    that a killed run goes on where it stood.
    """

    path = path_field()
    entry_id = models.BigIntegerField(unique=True)
    rule = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    since = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_arrival_id = models.BigIntegerField(default=0)
    examined = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    objects: Any = ScopedQuerySet["Rerun"].as_manager()

    class Meta:
        ordering = ["-due_at", "-id"]

    def __str__(self) -> str:
        return f"re-run of {self.rule}"


class ArrivalLimit(models.Model):
    """A duration or number of this domain, dated, with its source; the newest that holds counts."""

    name = models.CharField(max_length=24, choices=[(n, n) for n in LimitName])
    value = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "valid_from"], name="a limit of arrivals begins once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value} from {self.valid_from}"
