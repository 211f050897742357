"""Persons, what names them, where they live, and every word that a source said about them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.people.terms import IdentifierKind, PairState, ResidenceKind, Sex, SourceKind


def _unindexed_path(**options: Any) -> models.CharField[str, str]:
    """A unit's path that is read with its row, never looked for: each index slows lists down."""
    return models.CharField(max_length=120, db_collation="C", **options)


# The words of the folded name as an array: what the search by words, in any order, goes through.
NAME_WORDS = Func(
    F("folded_name"),
    Value(" "),
    function="string_to_array",
    output_field=ArrayField(models.TextField()),
)


class PersonQuerySet(ScopedQuerySet["Person"]):
    def roots(self) -> PersonQuerySet:
        """One row a person: those that were not merged into another."""
        return self.filter(root=F("id"))

    def named(self, words: Sequence[str]) -> PersonQuerySet:
        """Rows whose folded name holds all the words, in any order."""
        return self.alias(words=NAME_WORDS).filter(words__contains=list(words))  # type: ignore[misc]


class Person(models.Model):
    """A person as far as known; several rows may turn out to be one person.

    `root` is the row that now stands for the person: itself, or the row that it was merged into
    (always flat: a root is its own root). Rows of other domains keep pointing at the row that they
    were written for and are read through `person__root`, so that a merge moves nothing and can be
    taken back. `key` is what addresses and codes show; it tells nothing about the person.

    `path` is the unit responsible: the commune of the last known residence, else the unit that
    brought the record in; `path_as_of` is the instant of the words that say so, null while no
    stay was told. `birth_on` is null when only the year, or nothing, is known. `contradictions`
    names the columns on which sources differ.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = _unindexed_path()  # person_by_unit begins with it
    root = models.ForeignKey("self", models.PROTECT, null=True, related_name="rows")
    full_name = models.CharField(max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    sex = models.CharField(max_length=6, blank=True, choices=[(s, s) for s in Sex])
    birth_on = models.DateField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    nationality = models.CharField(max_length=2, default="VN", blank=True)
    household = models.ForeignKey(
        "Household", models.SET_NULL, null=True, blank=True, related_name="members"
    )
    is_head = models.BooleanField(default=False)
    path_as_of = models.DateTimeField(null=True, blank=True)
    contradictions = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    recorded_at = models.DateTimeField()
    # Set when something about the person changed; candidate pairs older than this are made anew.
    changed_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["path", "folded_name", "id"]
        indexes = [
            models.Index(fields=["folded_name", "birth_year"], name="person_by_name_and_year"),
            models.Index(fields=["path", "id"], name="person_by_unit"),
            models.Index(fields=["changed_at"], name="person_by_change"),
            GinIndex(NAME_WORDS, name="person_by_name_word"),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class Identifier(models.Model):
    """A number that a source gave for a person, for the time in which it was said to hold.

    `value` is normalised (digits only for cards and phones, +84 becomes 0). The same number on
    two persons is allowed: it is what linking looks at.
    """

    # Its unique constraint begins with the person.
    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers", db_index=False)
    kind = models.CharField(max_length=10, choices=[(k, k) for k in IdentifierKind])
    value = models.CharField(max_length=40)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, related_name="identifiers", db_index=False)

    class Meta:
        ordering = ["kind", "value", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"], name="a person has a number once"
            )
        ]
        indexes = [models.Index(fields=["kind", "value"], name="identifier_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} of person {self.person_id}"


class Household(models.Model):
    """People who live at one address; `path` is the commune's or the hamlet's."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    hamlet = models.CharField(max_length=120, blank=True)
    address = models.CharField(max_length=300, blank=True)
    address_key = models.CharField(max_length=300, blank=True, editable=False)
    phone = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["Household"].as_manager()

    class Meta:
        ordering = ["path", "hamlet", "id"]
        indexes = [
            models.Index(fields=["path", "address_key"], name="household_by_address"),
            models.Index(fields=["phone"], name="household_by_phone"),
        ]

    def __str__(self) -> str:
        return f"household {self.pk}"


class Residence(models.Model):
    """Where a person lives or stays, for a time, as a source said it.

    `path` is the unit (commune, or hamlet where it is known) that the words were parsed to, or
    empty when they could not be; `words` are the source's own.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="residences")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ResidenceKind])
    path = _unindexed_path(blank=True)
    hamlet = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=400, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.ForeignKey("Source", models.PROTECT, related_name="residences", db_index=False)

    class Meta:
        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        return f"residence of person {self.person_id}"


class Source(models.Model):
    """What one source said about a person, word for word; merges never change it.

    `reference` names the row that said so (`lists.Row:42`, `arrivals.Declaration:7`); the same
    reference is taken once. `content` holds the words as received, `said` what they were read as
    (name, sex, birth, nationality): contradictions between sources are found in it.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=[(k, k) for k in SourceKind])
    reference = models.CharField(max_length=80)
    path = _unindexed_path()
    content = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False
    )

    class Meta:
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="a reference is taken once")
        ]

    def __str__(self) -> str:
        return self.reference


class CandidatePair(models.Model):
    """Two persons who may be one; proposed by linking, decided by a person.

    `left` is the row with the smaller id. `path` and `other_path` are the two persons' units: a
    decision needs the permission at both, else it is the level above that decides.
    `weight` is the match weight in bits, `features` what agreed and what did not.
    """

    left = models.ForeignKey(Person, models.CASCADE, related_name="pairs_left")
    right = models.ForeignKey(Person, models.CASCADE, related_name="pairs_right")
    path = path_field()
    other_path = path_field()
    probability = models.FloatField()
    weight = models.FloatField()
    features = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in PairState], default=PairState.OPEN
    )
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    objects: Any = ScopedQuerySet["CandidatePair"].as_manager()

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="two persons are one pair"),
            models.CheckConstraint(
                condition=Q(left__lt=F("right")), name="the smaller id stands left"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-weight", "id"], name="pair_by_state"),
            # The page of open pairs, and how many there are, without touching the rows.
            models.Index(
                fields=["-weight", "id"],
                include=["path", "other_path", "probability"],
                condition=Q(state="open"),
                name="pair_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} ~ {self.right_id}"


class Merge(models.Model):
    """Rows that were found to be one person, and which can be told apart again.

    `moved` lists the ids whose `root` changed from `loser` to `winner`.
    """

    winner = models.ForeignKey(Person, models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey(Person, models.PROTECT, related_name="merges_lost")
    moved = models.JSONField(default=list)
    pair = models.ForeignKey(CandidatePair, models.SET_NULL, null=True, related_name="merges")
    reason = models.CharField(max_length=300, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="merges_made"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="merges_undone"
    )

    class Meta:
        ordering = ["-merged_at", "-id"]

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.winner_id}"


class Reading(models.Model):
    """Who looked at whom, when and why: one row for each person opened, one for each search.

    `person` is null for searches and exports, of which `count` says how many persons were shown.
    `page` is where (`people:person`, `people:export`, `arrivals:watch`); `purpose` the reason
    given, where one was asked for; `fields` the columns that were shown in full.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    reader_name = models.CharField(max_length=200)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="readings")
    path = path_field(blank=True)
    page = models.CharField(max_length=60)
    purpose = models.CharField(max_length=300, blank=True)
    fields = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    count = models.PositiveIntegerField(default=1)
    read_at = models.DateTimeField()

    objects: Any = ScopedQuerySet["Reading"].as_manager()

    class Meta:
        ordering = ["-read_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-read_at"], name="reading_by_person"),
            models.Index(fields=["reader", "-read_at"], name="reading_by_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_name} at {self.page}"


class ReadingLimit(models.Model):
    """How many persons one user may open or be shown in a day before it is called unusual.

    Dated, with its source; it blocks nobody, it makes a day stand out to those who audit.
    """

    persons_a_day = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], name="a reading limit begins once")
        ]

    def __str__(self) -> str:
        return f"{self.persons_a_day} from {self.valid_from}"


class LinkingRun(models.Model):
    """One time that all records, or those changed since the run before, were compared."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    changed_only = models.BooleanField()
    records = models.PositiveIntegerField(default=0)
    proposed = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    model_source = models.CharField(max_length=200)

    class Meta:
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"linking run of {self.started_at:%Y-%m-%d %H:%M}"
