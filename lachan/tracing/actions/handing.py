"""What a commune is handed, a list or lines of a trace: who may hand, who is told, the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lachan.accounts.queries import nearest_users_with
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency
from lachan.tracing.models import HandOff, NoticeList
from lachan.tracing.terms import Permission

Handed = TypeVar("Handed", HandOff, NoticeList)
PAGES: dict[type, str] = {HandOff: "hand_off", NoticeList: "notice_list"}


def require_send(actor: Actor, path: str) -> None:
    """Raises Refused where the actor may not send lists on from the unit."""
    if not actor.may(Permission.SEND, path):
        raise Refused(_("you may not send lists on from this unit"))


def tell_commune(row: Handed, said: object, title: str, *, actor: Actor, now: datetime) -> None:
    """Record what was handed, and tell whoever receives in the commune."""
    record(said, actor=actor, path=row.path, subject=row)
    page = PAGES[type(row)]
    notify(
        nearest_users_with(Permission.RECEIVE, row.path, day_of(now)),
        title=title,
        body=_("Open the list and say that you received it; more may follow."),
        link=reverse(f"tracing:{page}", args=[row.key]),
        urgency=Urgency.URGENT,
        key=f"tracing.{page}.{row.pk}",
        path=row.path,
        now=now,
    )


def receive(
    actor: Actor, seen: Handed, received: Callable[[int], object], *, now: datetime
) -> Handed:
    """The commune has it; said twice is said once, the first one stands.

    `received` is the event that is recorded. Raises Refused who may not receive for the unit.
    """
    if not actor.may(Permission.RECEIVE, seen.path):
        raise Refused(_("you may not receive for this unit"))
    with transaction.atomic():
        row = type(seen).objects.select_for_update().get(pk=seen.pk)
        if row.received_at is None:
            row.received_at, row.received_by_id = now, actor.id
            row.save(update_fields=["received_at", "received_by"])
            record(received(row.pk), actor=actor, path=row.path, subject=row)
    return row
