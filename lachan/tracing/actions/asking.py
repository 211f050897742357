"""Ask who else was at a place: an answer about people, so that it is kept who asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.people.actions.reading import log_reading
from lachan.tracing import events
from lachan.tracing.models import Line
from lachan.tracing.queries.venues import Presence, who_else


def ask_who_else(actor: Actor, line: Line, *, now: datetime) -> Presence:
    """Who was at the place of a line in sight in its time, but the one whose line it is."""
    assert line.venue is not None
    found = who_else(actor, line.venue, line.started_at, line.ended_at, but=line.person.root_id)
    with transaction.atomic():
        log_reading(actor, [one.person.pk for one in found.people], "tracing:who_else", now)
        asked = events.WhoElseAsked(line.venue.pk, len(found.people))
        record(asked, actor=actor, path=line.investigation.path, subject=line)
    return found
