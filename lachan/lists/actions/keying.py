"""Rows keyed in beside a picture of a paper list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.text import normal
from lachan.lists.actions.locked import lock_list
from lachan.lists.actions.running import finish
from lachan.lists.actions.taking import apply, judge_for, recognise_waiting
from lachan.lists.events import RowKeyed
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.rules.layout import columns_of
from lachan.lists.terms import ListState


@transaction.atomic
def key_row(actor: Actor, list_id: int, values: Mapping[str, str], *, now: datetime) -> ListRow:
    """Add one row to a paper list and recognise it at once; a held row says why.

    `values` are words by field of the kind, as typed. Refused for an empty row.
    """
    received = lock_list(actor, list_id, (ListState.KEYING,))
    mapping = columns_of(received.sheets[0])
    cells = [normal(values.get(name, "")) for _column, name in sorted(mapping.items())]
    if not any(cells):
        raise Refused(_("type at least the name"))
    last = ListRow.objects.filter(list=received).aggregate(last=Max("row"))["last"] or 0
    row = ListRow(list=received, sheet=0, row=last + 1, received=cells)
    apply(row, judge_for(received, now).judge(cells, mapping))
    row.save(force_insert=True)
    recognise_waiting(actor, received, now=now)
    ReceivedList.objects.filter(pk=received.pk).update(progress_at=now)
    record(RowKeyed(received.pk, row.pk), actor=actor, path=received.path, subject=received)
    row.refresh_from_db()
    return row


@transaction.atomic
def finish_keying(actor: Actor, list_id: int, *, now: datetime) -> ReceivedList:
    """All rows of the paper are keyed: the list is done."""
    received = lock_list(actor, list_id, (ListState.KEYING,))
    if not received.received:
        raise Refused(_("key at least one row first"))
    recognise_waiting(actor, received, now=now)
    finish(actor, received, now)
    return received
