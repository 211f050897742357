"""Persons, for those who may read them at the unit responsible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lachan.audit.models import Entry
from lachan.audit.queries import histories_of
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.core.scope import within
from lachan.people.models import (
    CandidatePair,
    Identifier,
    Person,
    PersonQuerySet,
    Residence,
    Source,
)
from lachan.people.rules.contradictions import Contradiction, Said, contradictions
from lachan.people.rules.searching import asked_for
from lachan.people.terms import PairState, Permission
from lachan.places.models import Unit
from lachan.places.terms import UnitKind


def persons(actor: Actor) -> PersonQuerySet:
    """One row a person, in sight of the actor."""
    return Person.objects.visible_to(actor, Permission.READ).roots()


def person_by_key(actor: Actor, key: UUID | str) -> Person:
    """The person of a key (a merged row's key leads to its root), or NotThere."""
    row = Person.objects.filter(key=key).select_related("root").first()
    if row is None or row.root is None or not actor.may(Permission.READ, row.root.path):
        raise NotThere
    return row.root


def person_by_id(actor: Actor, person_id: int) -> Person:
    """The person of a row's id, or NotThere; for domains that keep the id."""
    row = Person.objects.filter(pk=person_id).select_related("root").first()
    if row is None or row.root is None or not actor.may(Permission.READ, row.root.path):
        raise NotThere
    return row.root


def persons_named(actor: Actor, words: str) -> PersonQuerySet:
    """Persons in sight found by a number, or by words of the name (without diacritics) and a year.

    Every row of a person is searched, also those that were merged. Nothing for too few letters.
    """
    rows = persons(actor)
    asked = asked_for(words)
    if asked.is_empty:
        return rows.none()
    if asked.numbers:
        owners = Identifier.objects.filter(value__in=asked.numbers)
        return rows.filter(pk__in=owners.values("person__root_id"))
    named = Person.objects.filter(within(actor.paths_for(Permission.READ), "root__path"))
    if asked.words:
        named = named.named(asked.words)
    if asked.year:
        named = named.filter(Q(birth_year=asked.year) | Q(birth_on__year=asked.year))
    return rows.filter(pk__in=named.values("root_id"))


def perhaps_twice(rows: PersonQuerySet) -> PersonQuerySet:
    """Those of the persons whom linking has found in an open pair."""
    return rows.filter(_in_open_pair())


def _in_open_pair() -> Any:
    open_pairs = CandidatePair.objects.filter(state=PairState.OPEN)
    return Exists(open_pairs.filter(left=OuterRef("pk"))) | Exists(
        open_pairs.filter(right=OuterRef("pk"))
    )


@dataclass(frozen=True)
class Beside:
    """What stands beside a person in a list."""

    identifiers: tuple[Identifier, ...]
    sources: int
    may_be_twice: bool


def beside(rows: Iterable[Person]) -> dict[int, Beside]:
    """For the persons of one page: their numbers, how many sources, whether they may be twice."""
    ids = [row.pk for row in rows]
    numbers: dict[int, list[Identifier]] = {pk: [] for pk in ids}
    found = Identifier.objects.filter(person__root_id__in=ids).annotate(root=F("person__root_id"))
    seen = set()
    for number in found:
        key = (number.root, number.kind, number.value)
        if key not in seen:
            seen.add(key)
            numbers[number.root].append(number)
    told = Source.objects.filter(person__root_id__in=ids).order_by()
    sources = Counter(told.values_list("person__root_id", flat=True))
    twice = set(Person.objects.filter(_in_open_pair(), pk__in=ids).values_list("pk", flat=True))
    return {pk: Beside(tuple(numbers[pk]), sources[pk], pk in twice) for pk in ids}


def units_of(actor: Actor, permission: str) -> list[tuple[str, str]]:
    """The units where the permission holds and those below, of all times, each with its name.

    From the register of units: to ask a million persons where they are would cost more than the
    page that the answer is a filter of.
    """
    scopes = actor.paths_for(permission)
    kinds = [UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE]
    rows = Unit.objects.filter(within(scopes), kind__in=kinds).order_by("path", "valid_from")
    found = dict(rows.values_list("path", "full_name"))
    return [(path, found.get(path, path)) for path in sorted({*found, *filter(None, scopes)})]


def communes_of(actor: Actor) -> list[tuple[str, str]]:
    """The units whose persons the actor may read, for a filter."""
    return units_of(actor, Permission.READ)


@dataclass(frozen=True)
class Record:
    """Everything that is known of one person, of all rows that were found to be it."""

    person: Person
    rows: tuple[Person, ...]
    sources: tuple[Source, ...]
    identifiers: tuple[Identifier, ...]
    residences: tuple[Any, ...]
    contradictions: tuple[Contradiction, ...]
    family: tuple[Person, ...]


def record_of(person: Person) -> Record:
    """The whole record of a person already fetched in scope."""
    rows = tuple(Person.objects.filter(root=person.root_id).order_by("pk"))
    ids = [row.pk for row in rows]
    sources = tuple(
        Source.objects.filter(person__in=ids)
        .select_related("recorded_by")
        .order_by("said_at", "pk")
    )
    identifiers = Identifier.objects.filter(person__in=ids).select_related("source")
    residences = Residence.objects.filter(person__in=ids).select_related("source")
    told = [Said(number, source.said) for number, source in enumerate(sources, start=1)]
    return Record(
        person=person,
        rows=rows,
        sources=sources,
        identifiers=tuple(identifiers),
        residences=tuple(residences.order_by("-source__said_at", "-pk")),
        contradictions=tuple(contradictions(told)),
        family=tuple(family_of(person)),
    )


def family_of(person: Person) -> QuerySet[Person]:
    """The others of the person's household, one row a person, the head first.

    Read through the household of a person in sight: who may see one may see with whom they live.
    """
    if person.household_id is None:
        return Person.objects.none()
    mates = Person.objects.filter(household_id=person.household_id).exclude(root_id=person.root_id)
    return Person.objects.filter(pk__in=mates.values("root_id")).order_by("-is_head", "birth_year")


def history_of(rows: Iterable[Person]) -> QuerySet[Entry]:
    """What happened to a person, over all rows, newest first."""
    return histories_of(rows)


def merged_keys(rows: Iterable[Person], root: Person) -> list[Person]:
    """The other rows of the same root."""
    return [row for row in rows if row.pk != root.pk]
