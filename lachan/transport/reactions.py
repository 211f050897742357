"""What transport does with lists of passengers."""

from __future__ import annotations

from lachan.audit.models import Entry
from lachan.core.actor import system
from lachan.transport.actions.lists import take_list
from lachan.transport.terms import Permission

LISTS = system("lists", *Permission)


def on_lists_imported(entry: Entry) -> None:
    """The people of a list of passengers are put on their trips; each row once."""
    if entry.payload["kind"] == "passengers":
        take_list(LISTS, entry.payload["list_id"], path=entry.path, now=entry.recorded_at)
