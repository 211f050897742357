"""End the follow-up of contacts whose days are over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from lachan.audit.actions import record
from lachan.contacts import events
from lachan.contacts.models import Contact
from lachan.contacts.terms import Permission, State
from lachan.core.actor import system
from lachan.core.dates import day_of

ENDER = system("contacts", *Permission)


def end_due(now: datetime) -> int:
    """End those whose last day is before today; how many."""
    with transaction.atomic():
        rows = Contact.objects.filter(state=State.FOLLOWED, follow_until__lt=day_of(now))
        ended = rows.update(state=State.ENDED, changed_at=now)
        if ended:
            record(events.Ended(ended), actor=ENDER)
    return int(ended)
