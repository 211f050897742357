"""From whom and from where an infection came, and what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lachan.cases.terms import Origin, SourceState


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What is said about where an infection came from; `source_case_id` from whom."""

    origin: Origin
    origin_words: str = ""
    source: SourceState = SourceState.INQUIRY
    source_case_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseInTime:
    """A case as its place in a chain needs it; `found_at` is its onset, else sample, else report.

    `begins_at` is when it may infect others from, None where that cannot be told.
    """

    id: int
    found_at: datetime
    begins_at: datetime | None
    is_standing: bool


def obstacles_to_source(
    words: SourceWords,
    case: CaseInTime,
    source: CaseInTime | None,
    sources: Mapping[int, int],
) -> list[str]:
    """Why the infection cannot have come from there; empty where it can.

    `sources` maps each case to the case it was infected by: nobody is infected by those whom they
    infected, over any number of links.
    """
    reasons = []
    if words.origin == Origin.IMPORTED and not words.origin_words.strip():
        reasons.append(_("Say from where the infection was brought in."))
    if words.source == SourceState.KNOWN and source is None and not words.note.strip():
        reasons.append(_("Choose the source case, or say in words what the source is."))
    if source is None:
        return reasons
    if words.source != SourceState.KNOWN:
        reasons.append(_("A case with a source case has a known source."))
    if source.id == case.id:
        return [*reasons, _("Nobody is the source of their own infection.")]
    if not source.is_standing:
        reasons.append(_("The source case was discarded: it was no case."))
    if case.id in _chain(source.id, sources):
        reasons.append(
            _("The source case was itself infected from this case, perhaps over others.")
        )
    if source.begins_at is not None and source.begins_at > case.found_at:
        reasons.append(_("The source case became infectious only after this case fell ill."))
    return reasons


def _chain(start: int, sources: Mapping[int, int]) -> set[int]:
    """Everybody from whom the case's infection came, the case itself included."""
    seen: set[int] = set()
    at: int | None = start
    while at is not None and at not in seen:
        seen.add(at)
        at = sources.get(at)
    return seen
