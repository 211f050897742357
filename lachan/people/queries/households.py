"""Households, for those who may read persons at their unit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.people.models import Household, Person
from lachan.people.terms import Permission


def households(actor: Actor, path: str = "") -> QuerySet[Household]:
    """The households in sight, at or below a path; `people` counts one a person."""
    rows: QuerySet[Household] = Household.objects.visible_to(actor, Permission.READ)
    if path:
        rows = rows.filter(within((path,)))
    counted: Any = rows.annotate(people=Count("members", filter=Q(members__root=F("members__pk"))))
    return counted  # type: ignore[no-any-return]


def household_by_key(actor: Actor, key: UUID | str) -> Household:
    """The household of a key, or NotThere."""
    return Household.objects.get_visible(actor, Permission.READ, key=key)


def members_of(household: Household) -> list[Person]:
    """Who lives there, one row a person, the head first, then by age."""
    rows = Person.objects.filter(household=household)
    return list(
        Person.objects.filter(pk__in=rows.values("root_id")).order_by(
            "-is_head", F("birth_year").asc(nulls_last=True), "pk"
        )
    )
