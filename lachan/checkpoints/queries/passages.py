"""Passages in sight: the register, one passage, the figures of a shift."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from lachan.checkpoints.models import (
    Event,
    Passage,
    PassagePerson,
    Post,
    PostTest,
    Quarantined,
    Slip,
)
from lachan.checkpoints.queries.posts import unkeyed_slips
from lachan.checkpoints.rules.payloads import digits_of, plate_of
from lachan.checkpoints.terms import Permission
from lachan.core.actor import Actor
from lachan.core.text import folded

READ = str(Permission.READ)


def visible_passages(actor: Actor) -> Any:
    """Passages in sight, struck ones too."""
    return Passage.objects.visible_to(actor, READ)


def for_rows(rows: Any) -> Any:
    """With what the rows of the register show."""
    return rows.select_related("post", "vehicle").prefetch_related("people")


def searched(rows: Any, words: str) -> Any:
    """Passages of a person (name without diacritics, card, phone), or of a plate."""
    digits, plate, name = digits_of(words), plate_of(words), folded(words).split()
    condition = Q(pk__in=[])
    if len(plate) >= 4 and any(sign.isdigit() for sign in plate):
        condition |= Q(vehicle__plate=plate) | Q(vehicle__trailer_plate=plate)
    people = PassagePerson.objects.none()
    if len(digits) >= 9:
        people = PassagePerson.objects.filter(
            Q(citizen_id=digits) | Q(old_card=digits) | Q(phone=digits)
        )
    elif name and not digits:
        people = PassagePerson.objects.filter(folded_name__contains=" ".join(name))
    return rows.filter(condition | Q(pk__in=people.values("passage_id")))


def get_passage(actor: Actor, key: UUID) -> Passage:
    """One passage in sight, or NotThere."""
    found: Passage = (
        Passage.objects.select_related("post", "device", "vehicle", "event")
        .prefetch_related("people__arrival__person__root")
        .get_visible(actor, READ, pk=key)
    )
    return found


def tests_of(passage: Passage) -> list[PostTest]:
    """Tests of its people, told with it or later."""
    return list(PostTest.objects.filter(passage_id=passage.pk, post=passage.post))


def event_of(passage: Passage) -> Event:
    """The event as it was sent."""
    return Event.objects.get(pk=passage.pk)


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """What passed in a time: passages by outcome and by measure, people, vehicles, tests, slips."""

    passages: int
    people: int
    vehicles: int
    tests: int
    positive: int
    slips: int
    unkeyed: int
    by_outcome: dict[str, int]
    by_measure: dict[str, int]
    struck: int


def shift_figures(post: Post, since: datetime, until: datetime) -> ShiftFigures:
    """Figures of since <= instant < until; struck passages are told apart, and not counted."""
    rows = Passage.objects.filter(post=post, happened_at__gte=since, happened_at__lt=until)
    counted = rows.filter(is_struck=False)
    tests = PostTest.objects.filter(
        post=post, taken_at__gte=since, taken_at__lt=until, is_struck=False
    )
    slips = Slip.objects.filter(
        post=post, happened_at__gte=since, happened_at__lt=until, is_struck=False
    )
    return ShiftFigures(
        passages=counted.count(),
        people=PassagePerson.objects.filter(passage__in=counted).count(),
        vehicles=counted.filter(vehicle__isnull=False).count(),
        tests=tests.count(),
        positive=tests.filter(result="positive").count(),
        slips=slips.count(),
        unkeyed=unkeyed_slips().filter(pk__in=slips.values("pk")).count(),
        by_outcome=_by(counted, "outcome"),
        by_measure=_by(counted, "measure"),
        struck=rows.filter(is_struck=True).count(),
    )


def _by(rows: Any, column: str) -> dict[str, int]:
    counted: Iterable[dict[str, Any]] = (
        rows.order_by().values(column).annotate(n=Count("pk")).order_by("-n", column)
    )
    return {row[column]: row["n"] for row in counted}


def visible_quarantine(actor: Actor) -> Any:
    """What waits for an officer, and what was decided."""
    return Quarantined.objects.visible_to(actor, Permission.MANAGE).select_related(
        "device__post", "resolved_by"
    )


def get_quarantined(actor: Actor, pk: int) -> Quarantined:
    """One of them, or NotThere."""
    found: Quarantined = visible_quarantine(actor).get_visible(actor, Permission.MANAGE, pk=pk)
    return found
