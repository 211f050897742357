"""Entries of the record in words, for the history of a report or a consolidation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "command.Submitted": gettext_lazy("The report was sent"),
    "command.Returned": gettext_lazy("The report was returned"),
    "command.Adjusted": gettext_lazy("Corrected by a slip"),
    "command.Consolidated": gettext_lazy("The consolidation was signed"),
}
TONES = {"command.Submitted": "ok", "command.Returned": "warn", "command.Consolidated": "ok"}


def entries(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """What `partials/_history.html` draws: when, by whom, what, with its reason."""
    return [
        {
            "at": row.recorded_at,
            "by": _by(row),
            "text": _text(row),
            "note": row.payload.get("reason", ""),
            "tone": TONES.get(row.event, ""),
        }
        for row in rows
    ]


def _by(row: Any) -> str:
    if row.on_behalf_of:
        return f"{row.actor_name} ({_('for')} {row.on_behalf_of})"
    return str(row.actor_name)


def _text(row: Any) -> str:
    text = str(WORDS.get(row.event, row.event))
    number = row.payload.get("number")
    if number is not None:
        text += f" ({_('number')} {number:02d})"
    if row.payload.get("is_late"):
        text += f", {_('after the cut-off')}"
    return text
