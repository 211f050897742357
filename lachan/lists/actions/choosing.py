"""Say what the columns of a list mean, and answer what is asked about its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused
from lachan.lists.actions.locked import lock_list
from lachan.lists.events import ColumnsChosen
from lachan.lists.kinds import KINDS
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.models import Mapping as SavedMapping
from lachan.lists.queries.lists import visible_mappings
from lachan.lists.rules.layout import ANSWERS, layout_signature
from lachan.lists.terms import Concern, ListState, Permission

CHANGEABLE = (ListState.RECEIVED, ListState.CHECKED, ListState.STOPPED, ListState.BROKEN)


@dataclass(frozen=True)
class SheetChoice:
    """Whether a sheet is read, and its columns (index -> field); None leaves what is proposed."""

    read: bool
    columns: Mapping[int, str] | None = None


@dataclass(frozen=True)
class Choice:
    """What was said about a file: by the position of each sheet, by the name of each concern."""

    sheets: Mapping[int, SheetChoice] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def choose_columns(actor: Actor, list_id: int, choice: Choice, *, now: datetime) -> ReceivedList:
    """Set what is read of the list and how; rows read in another way before are read anew.

    The columns are kept for the next list with the same heading. Refused once persons were made.
    """
    received = lock_list(actor, list_id, CHANGEABLE)
    if received.new or received.matched:
        raise Refused(_("persons were made from this list; its columns cannot be changed any more"))
    kind = KINDS[received.kind]
    for position, chosen in choice.sheets.items():
        if not 0 <= position < len(received.sheets):
            continue
        sheet = received.sheets[position]
        sheet["read"] = chosen.read
        if chosen.columns is not None:
            sheet["mapping"] = {
                str(column): name
                for column, name in sorted(chosen.columns.items())
                if name in kind.by_name and 0 <= column < len(sheet["columns"])
            }
    for name, answer in choice.answers.items():
        if name in received.concerns and answer in (*ANSWERS[Concern(name)], "cut"):
            received.concerns[name]["answer"] = answer
    if received.is_read or received.received or received.aside:
        ListRow.objects.filter(list=received).delete()
        received.refresh_from_db(
            fields=["received", "new", "matched", "held", "refused", "waiting", "aside"]
        )
    received.is_read = False
    received.state = ListState.RECEIVED
    received.trouble = ""
    received.save()
    for sheet in received.sheets:
        if sheet["read"]:
            _save_mapping(actor, received, sheet, now)
    record(
        ColumnsChosen(
            received.pk,
            tuple(sheet["name"] for sheet in received.sheets if sheet["read"]),
            {name: str(one.get("answer")) for name, one in received.concerns.items()},
        ),
        actor=actor,
        path=received.path,
        subject=received,
    )
    return received


def _save_mapping(
    actor: Actor, received: ReceivedList, sheet: dict[str, Any], now: datetime
) -> None:
    if not sheet["mapping"] or not any(sheet["columns"]):
        return
    SavedMapping.objects.update_or_create(
        path=received.path,
        kind=received.kind,
        sender=received.sender,
        signature=layout_signature(sheet),
        defaults={
            "headings": sheet["columns"],
            "columns": sheet["mapping"],
            "saved_at": now,
            "saved_by_id": actor.id,
        },
    )


@transaction.atomic
def forget_mapping(actor: Actor, mapping_id: int) -> None:
    """Forget the saved columns of a layout; the next such list is proposed anew."""
    found = visible_mappings(actor).filter(pk=mapping_id).first()
    if found is None or not actor.may(Permission.IMPORT, found.path):
        raise NotThere
    found.delete()
