"""Whether a figure can be right: what is refused, and what must be confirmed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lachan.command.terms import Reporter

LARGEST = 10**12
_GROUPED = re.compile(r"\d{1,3}([. ]\d{3})+")


@dataclass(frozen=True)
class Definition:
    """What the rules know of a figure's definition."""

    code: str
    label: str
    is_typed: bool = True
    is_cumulative: bool = False
    total_code: str = ""


@dataclass(frozen=True)
class Entry:
    """A figure as reported: its value (None is unknown), note, and the day before's value."""

    definition: Definition
    value: int | None = None
    note: str = ""
    yesterday: int | None = None


@dataclass(frozen=True)
class Change:
    """From which change against the day before on a person must confirm."""

    percent: int = 30
    least: int = 3


class NotAFigure(ValueError):
    """What was typed is no whole number; the message says what to type."""


def parse(typed: str) -> int | None:
    """The whole number typed, thousands grouped by dots or spaces or not; None for nothing.

    Raises NotAFigure with a sentence for anything else: unknown is left empty, never typed as 0.
    """
    text = typed.strip().replace("\u00a0", " ").replace("\u202f", " ")
    if not text:
        return None
    if _GROUPED.fullmatch(text):
        text = text.replace(".", "").replace(" ", "")
    if text.startswith(("-", "\u2212")):
        raise NotAFigure(_("Type a whole number that is not negative."))
    if not (text.isascii() and text.isdigit()):
        raise NotAFigure(
            _("Type a whole number such as 1204; leave the field empty if it is unknown.")
        )
    if len(text) > 13 or int(text) > LARGEST:
        raise NotAFigure(_("This number is too large."))
    return int(text)


def mistakes(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """By figure code, every sentence about what cannot be right; empty when all can."""
    found: dict[str, list[str]] = {}
    for code, entry in entries.items():
        sentences = _mistakes_of(entry, entries)
        if sentences:
            found[code] = sentences
    return found


def _mistakes_of(entry: Entry, entries: Mapping[str, Entry]) -> list[str]:
    if entry.value is None:
        return []
    sentences = []
    if entry.value < 0:
        sentences.append(_("Type a whole number that is not negative."))
    total = entries.get(entry.definition.total_code)
    if total is not None and total.value is not None and entry.value > total.value:
        sentences.append(
            _("%(value)d is more than “%(total)s” (%(total_value)d).")
            % {
                "value": entry.value,
                "total": total.definition.label,
                "total_value": total.value,
            }
        )
    fell = (
        entry.definition.is_cumulative
        and entry.yesterday is not None
        and entry.value < entry.yesterday
    )
    if fell and not entry.note.strip():
        sentences.append(
            _("A cumulative figure does not fall (yesterday %(before)d); correct it or say why.")
            % {"before": entry.yesterday}
        )
    return sentences


def questions(entries: Mapping[str, Entry], change: Change) -> dict[str, str]:
    """By figure code, what must be confirmed or explained: an unusual change against yesterday.

    A note explains it. Computed figures ask nothing: nobody typed them.
    """
    found = {}
    for code, entry in entries.items():
        if not entry.definition.is_typed or entry.note.strip():
            continue
        if entry.value is None or entry.yesterday is None:
            continue
        difference = entry.value - entry.yesterday
        if abs(difference) < change.least:
            continue
        if abs(difference) * 100 > change.percent * entry.yesterday:
            found[code] = _question(entry, difference)
    return found


def _question(entry: Entry, difference: int) -> str:
    values = {"before": entry.yesterday, "after": entry.value}
    if not entry.yesterday:
        return _("Yesterday 0, today %(after)d: is this right?") % values
    values["percent"] = round(abs(difference) * 100 / entry.yesterday)
    if difference > 0:
        return (
            _("Yesterday %(before)d, today %(after)d (up %(percent)d %%): is this right?") % values
        )
    return _("Yesterday %(before)d, today %(after)d (down %(percent)d %%): is this right?") % values


def reporter_of(organisation_kind: str, unit_kind: str) -> Reporter:
    """As what a body reports: a people's or steering committee by its level, others by system."""
    if organisation_kind in ("peoples_committee", "steering_committee", "party") and (
        unit_kind in ("district", "commune")
    ):
        return Reporter(unit_kind)
    if organisation_kind == "union":
        return Reporter.FRONT
    try:
        return Reporter(organisation_kind)
    except ValueError:
        return Reporter.OTHER
