"""Reading one's own messages (nobody reads another's), and who was told of a row."""

from __future__ import annotations

from django.db import models
from django.db.models import F, QuerySet

from lachan.accounts.models import User
from lachan.audit.actions import subject_of
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.notifications.models import Message, Preferences


def messages_of(actor: Actor) -> QuerySet[Message]:
    """The actor's own messages, unread first, newest first."""
    return Message.objects.filter(recipient_id=actor.id or 0).order_by(
        F("read_at").desc(nulls_first=True), "-created_at", "-id"
    )


def get_message(actor: Actor, message_id: int) -> Message:
    """One of the actor's own messages, or NotThere."""
    found = messages_of(actor).filter(pk=message_id).prefetch_related("deliveries").first()
    if found is None:
        raise NotThere
    return found


def told_about(row: models.Model) -> QuerySet[Message]:
    """Who was told of what happened to one row, newest first, and whether they have read it.

    Whoever may see the row may see this: the caller has fetched it through its own scope.
    """
    return (
        Message.objects.filter(entry__subject=subject_of(row))
        .select_related("recipient")
        .order_by("-created_at", "-id")
    )


def unread_count(actor: Actor) -> int:
    """How many messages the actor has not read."""
    if actor.id is None:
        return 0
    return Message.objects.filter(recipient_id=actor.id, read_at__isnull=True).count()


def preferences_of(actor: Actor) -> Preferences:
    """How the actor wants to be told; everything on when nothing was said."""
    found = Preferences.objects.filter(user_id=actor.id or 0).first()
    return found or Preferences(user_id=actor.id or 0)


def has_email(actor: Actor) -> bool:
    """Whether the actor can be told by e-mail at all."""
    return User.objects.filter(pk=actor.id or 0).exclude(email="").exists()
