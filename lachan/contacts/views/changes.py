"""What a trace changed for a contact, as an entry that explains itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lachan.contacts.rules.telling import Turned, because_sentence, turn_sentence
from lachan.contacts.rules.words import CAUSES, TURN_TONES
from lachan.contacts.views.sight import Sight
from lachan.tracing.rules.relevelling import Turn


def sentence_of_change(row: Any) -> str:
    """What changed, before and after."""
    return turn_sentence(
        Turned(
            Turn(row.turn),
            row.level_before,
            row.level_after,
            row.exposed_before,
            row.exposed_after,
        )
    )


def because_of_change(row: Any, sight: Sight) -> str:
    """The meeting that made or unmade it, or nothing where none is known."""
    meeting = sight.meeting_behind(row)
    return because_sentence(Turn(row.turn), meeting) if meeting else ""


def entry_of_change(row: Any, sight: Sight) -> dict[str, Any]:
    """An entry of a history: when, by which trace, what, because of which meeting."""
    return {
        "at": row.run.finished_at,
        "by": str(CAUSES[row.run.cause]),
        "text": sentence_of_change(row),
        "note": because_of_change(row, sight),
        "tone": TURN_TONES.get(row.turn, ""),
        "url": reverse("contacts:run", args=[row.run.key]),
    }
