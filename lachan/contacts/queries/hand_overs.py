"""Contacts who live outside the province, and what became of their hand-over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lachan.contacts.models import Contact, HandedContact, HandOver
from lachan.contacts.terms import Permission, State
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.scope import within


def home() -> str:
    """The path of the own province."""
    return paths.join(settings.PROVINCE)


def outside(actor: Actor) -> QuerySet[Contact]:
    """Standing contacts who live in another province, or of whom no unit is known.

    The province that named them answers for them until somebody else has them, so those who
    hand over at its own level see them although they lie outside of it; nobody below does.
    `is_handed` says whether they were handed over since they were named.
    """
    rows = Contact.objects.select_related("person__root")
    if not actor.may(Permission.ASSIGN, home()):
        return rows.none()
    handed = HandedContact.objects.filter(contact=OuterRef("pk"), named_at=OuterRef("named_at"))
    return rows.filter(~within((home(),)) | Q(path=home()), state=State.FOLLOWED).annotate(
        is_handed=Exists(handed)
    )


def hand_overs(actor: Actor) -> QuerySet[HandOver]:
    """What was handed over in sight; what has no receipt comes first. `number` counts contacts."""
    rows: Any = HandOver.objects.visible_to(actor, Permission.READ)
    counted: QuerySet[HandOver] = rows.annotate(number=Count("handed"))
    return counted.order_by(F("received_at").asc(nulls_first=True), "sent_at", "pk")


def get_hand_over(actor: Actor, key: UUID) -> HandOver:
    """One hand-over in sight, or NotThere."""
    found: HandOver = HandOver.objects.get_visible(actor, Permission.READ, key=key)
    return found


def handed_contacts(hand_over: HandOver) -> list[Contact]:
    """The contacts of a hand-over, as they stand now, in the order of the letter."""
    return [
        row.contact
        for row in hand_over.handed.select_related("contact__person__root__household").order_by(
            "pk"
        )
    ]
