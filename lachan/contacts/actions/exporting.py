"""Let contacts out as a file: masked unless asked otherwise, with a reason, on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from lachan.audit.actions import record
from lachan.cases.actions.exporting import Export, Wish, written
from lachan.contacts.events import Exported
from lachan.contacts.models import Contact
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.spreadsheet import Value
from lachan.people.actions.reading import log_many


def export_contacts(
    actor: Actor,
    rows: QuerySet[Contact],
    wish: Wish,
    *,
    title: str,
    headings: Sequence[str],
    lines: Callable[[list[Contact]], list[list[Value]]],
    page: str,
    now: datetime,
) -> Export:
    """The contacts as a file, with who made it, when and why in its first line.

    `rows` are those that the actor may export; `lines` makes the cells of a chunk of them; `page`
    is what the log of readings calls it. Refused without a reason, and for more contacts than the
    kind of file takes.
    """
    made = written(actor, rows, wish, title=title, headings=headings, lines=lines, now=now)
    reason = wish.reason.strip()
    with transaction.atomic():
        log_many(actor, made.rows, page, now, purpose=reason)
        where = actor.workplace or next(iter(actor.paths_for(Permission.EXPORT)), "")
        record(Exported(made.rows, reason, wish.masked), actor=actor, path=where)
    return made
