"""Rows taken for writing: asked for by an actor, locked until the end of the transaction."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.queries.lists import get_list
from lachan.lists.queries.rows import get_row
from lachan.lists.terms import STATE_LABELS, ListState, Permission


def lock_list(actor: Actor, list_id: int, states: Collection[ListState] = ()) -> ReceivedList:
    """One list in sight, locked; Refused without the permission or in another state."""
    seen = get_list(actor, list_id)
    if not actor.may(Permission.IMPORT, seen.path):
        raise Refused(_("you may not bring lists in for this unit"))
    received: ReceivedList = ReceivedList.objects.select_for_update().get(pk=list_id)
    if states and received.state not in states:
        raise Refused(
            _("this cannot be done now; the list is: %(state)s")
            % {"state": STATE_LABELS[ListState(received.state)]}
        )
    return received


def lock_row(actor: Actor, row_id: int) -> ListRow:
    """One row of a list in sight, with its list, both locked: the list first."""
    seen = get_row(actor, row_id)
    received = lock_list(actor, seen.list_id)
    row = ListRow.objects.select_for_update().get(pk=row_id)
    row.list = received
    return row
