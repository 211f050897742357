"""Keep a line list under a name, for oneself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from lachan.cases.models import SavedLineList
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import normal

# As many as fit above a list without hiding it.
MOST = 20
LONGEST_QUERY = 1_000


def save_line_list(actor: Actor, name: str, query: str, *, now: datetime) -> SavedLineList:
    """Keep filters and columns under a name; the same name again is overwritten.

    Personal to the user and no fact about anybody: not on the record.
    """
    if actor.id is None:
        raise Refused(_("Only users keep line lists."))
    obstacles = []
    if not normal(name):
        obstacles.append(_("Give the list a name."))
    if len(query) > LONGEST_QUERY:
        obstacles.append(_("These are too many filters to keep."))
    own = SavedLineList.objects.filter(owner_id=actor.id)
    if own.exclude(name=normal(name)[:80]).count() >= MOST:
        obstacles.append(_("You keep 20 lists already; delete one first."))
    refuse_if(obstacles)
    row, _made = SavedLineList.objects.update_or_create(
        owner_id=actor.id, name=normal(name)[:80], defaults={"query": query, "saved_at": now}
    )
    return row


def delete_line_list(actor: Actor, list_id: int) -> None:
    """Forget a kept list; NotThere for somebody else's."""
    deleted, _rows = SavedLineList.objects.filter(pk=list_id, owner_id=actor.id).delete()
    if not deleted:
        raise NotThere
