"""Send on what is known, as soon as it is known ("truy vết được đến đâu gửi đến đó")."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.accounts.queries import nearest_users_with
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency
from lachan.tracing import events
from lachan.tracing.models import HandedLine, HandOff, Investigation
from lachan.tracing.queries.hand_offs import get_hand_off, unsent
from lachan.tracing.queries.investigations import get_investigation
from lachan.tracing.terms import Permission


def send_lines(actor: Actor, key: UUID, *, now: datetime) -> list[HandOff]:
    """Give each commune the lines that it must know and was not sent; none where all were.

    Two who press at once send each line once: the second waits, and finds nothing left.
    """
    seen = get_investigation(actor, key)
    if not actor.may(Permission.SEND, seen.path):
        raise Refused(_("you may not send lists on from this unit"))
    made = []
    with transaction.atomic():
        investigation = Investigation.objects.select_for_update().get(pk=seen.pk)
        for commune, lines in unsent(investigation).items():
            hand_off = HandOff.objects.create(
                investigation=investigation,
                path=commune,
                sent_at=now,
                sent_by_id=actor.id,
                sent_by_name=actor.name,
            )
            HandedLine.objects.bulk_create(
                HandedLine(hand_off=hand_off, line=line, path=commune) for line in lines
            )
            sent = events.LinesSent(investigation.pk, hand_off.pk, tuple(line.pk for line in lines))
            record(sent, actor=actor, path=commune, subject=hand_off)
            _tell(hand_off, len(lines), now)
            made.append(hand_off)
    return made


def _tell(hand_off: HandOff, number: int, now: datetime) -> None:
    notify(
        nearest_users_with(Permission.RECEIVE, hand_off.path, day_of(now)),
        title=ngettext(
            "%(number)d line of a trace for your area",
            "%(number)d lines of a trace for your area",
            number,
        )
        % {"number": number},
        body=_("Open the list and say that you received it; more may follow."),
        link=reverse("tracing:hand_off", args=[hand_off.key]),
        urgency=Urgency.URGENT,
        key=f"tracing.hand_off.{hand_off.pk}",
        path=hand_off.path,
        now=now,
    )


def receive_lines(actor: Actor, key: UUID, *, now: datetime) -> HandOff:
    """The commune has it; said twice is said once, the first one stands."""
    seen = get_hand_off(actor, key)
    if not actor.may(Permission.RECEIVE, seen.path):
        raise Refused(_("you may not receive for this unit"))
    with transaction.atomic():
        row: HandOff = HandOff.objects.select_for_update().get(pk=seen.pk)
        if row.received_at is None:
            row.received_at, row.received_by_id = now, actor.id
            row.save(update_fields=["received_at", "received_by"])
            record(events.LinesReceived(row.pk), actor=actor, path=row.path, subject=row)
    return row
