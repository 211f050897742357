"""Send on what is known, as soon as it is known ("truy vết được đến đâu gửi đến đó")."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import ngettext

from lachan.core.actor import Actor
from lachan.tracing import events
from lachan.tracing.actions.handing import receive, require_send, tell_commune
from lachan.tracing.models import HandedLine, HandOff, Investigation
from lachan.tracing.queries.hand_offs import get_hand_off, unsent
from lachan.tracing.queries.investigations import get_investigation


def send_lines(actor: Actor, key: UUID, *, now: datetime) -> list[HandOff]:
    """Give each commune the lines that it must know and was not sent; none where all were.

    Two who press at once send each line once: the second waits, and finds nothing left.
    """
    seen = get_investigation(actor, key)
    require_send(actor, seen.path)
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
            title = ngettext(
                "%(number)d line of a trace for your area",
                "%(number)d lines of a trace for your area",
                len(lines),
            ) % {"number": len(lines)}
            tell_commune(hand_off, sent, title, actor=actor, now=now)
            made.append(hand_off)
    return made


def receive_lines(actor: Actor, key: UUID, *, now: datetime) -> HandOff:
    """The commune has it; said twice is said once, the first one stands."""
    return receive(actor, get_hand_off(actor, key), events.LinesReceived, now=now)
