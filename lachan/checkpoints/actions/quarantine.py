"""An officer decides about what could not be taken as it came."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.working_in.running import wait_for, work_in_waiting
from lachan.checkpoints.models import Event, Quarantined
from lachan.checkpoints.queries.passages import get_quarantined
from lachan.checkpoints.terms import Code, Resolution
from lachan.core.actor import Actor
from lachan.core.refused import refuse_if
from lachan.core.text import normal

# Kept as events already: putting in means working in (again).
CAN_PUT_IN = (Code.REVOKED, Code.BAD_PAYLOAD, Code.SEAL_BROKEN, Code.NOT_TAKEN)


def resolve(
    actor: Actor, pk: int, resolution: Resolution, note: str, *, now: datetime
) -> Quarantined:
    """Put an event in, or set it aside with a reason; nothing of it is ever deleted."""
    note = normal(note)[:300]
    with transaction.atomic():
        row = get_quarantined(actor, pk)
        row = Quarantined.objects.select_for_update().get(pk=row.pk)
        reasons = []
        if row.resolved_at is not None:
            reasons.append(_("Somebody has decided about it already."))
        if not note:
            reasons.append(_("Say why."))
        if resolution == Resolution.PUT_IN and row.code not in CAN_PUT_IN:
            reasons.append(_("It is no event of a device that could be put in."))
        refuse_if(reasons)
        row.resolved_at, row.resolution, row.note = now, resolution, note
        row.resolved_by_id = actor.id
        row.save(update_fields=["resolved_at", "resolution", "note", "resolved_by"])
        if resolution == Resolution.PUT_IN:
            wait_for(Event.objects.filter(pk__in=[row.event_id]))
        record(
            events.QuarantineResolved(row.pk, row.code, str(resolution), note),
            actor=actor,
            path=row.path,
            subject=row,
        )
    if resolution == Resolution.PUT_IN:
        work_in_waiting(now)
    return row


def said_by(row: Quarantined) -> str:
    """What was received, laid out to be read; sealed parts stay sealed."""
    try:
        return json.dumps(json.loads(row.text), ensure_ascii=False, indent=1)
    except ValueError:
        return row.text
