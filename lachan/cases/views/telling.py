"""What an entry of the record says about a case, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.cases.rules.words import (
    CLASSIFICATIONS,
    ORIGINS,
    OUTCOMES,
    RE_POSITIVE_STATES,
    SOURCES,
    SYMPTOMS,
)
from lachan.cases.views.columns import moment_words
from lachan.places.queries.units import unit_names


def note_of(event: str, payload: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    """What changed, one line each; empty for an event that says all by its name."""
    tell = _TOLD.get(event)
    if event == "cases.Corrected":
        return _corrected(payload, fields)
    return tell(payload) if tell else ""


def _corrected(payload: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    lines = []
    for name, values in payload["changed"].items():
        label = str(fields.get(name, name))
        if not values:
            lines.append(label)
            continue
        before, after = (_value(name, value) for value in values)
        lines.append(f"{label}: {before} → {after}")
    return "\n".join([*lines, payload["reason"]])


def _value(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "symptoms":
        return str(SYMPTOMS[value])
    if name == "onset_on":
        day = date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    return _moment(value)


def _moment(words: str | None) -> str:
    return moment_words(datetime.fromisoformat(words)) if words else "–"


def _window(payload: Mapping[str, Any]) -> str:
    if not payload["infectious_from"]:
        return _("no window any more")
    until = payload["infectious_until"]
    return _("from %(begins)s until %(ends)s") % {
        "begins": _moment(payload["infectious_from"]),
        "ends": _moment(until) if until else _("now"),
    }


def _classified(payload: Mapping[str, Any]) -> str:
    return f"{CLASSIFICATIONS[payload['before']]} → {CLASSIFICATIONS[payload['classification']]}"


def _moved(payload: Mapping[str, Any]) -> str:
    names = unit_names([payload["before"], payload["after"]])
    before, after = (names.get(payload[k], payload[k]) for k in ("before", "after"))
    return f"{before} → {after}\n{payload['reason']}"


_TOLD: dict[str, Any] = {
    "cases.Opened": lambda told: str(CLASSIFICATIONS[told["classification"]]),
    "cases.Classified": _classified,
    "cases.WindowChanged": _window,
    "cases.SourceSet": lambda told: f"{ORIGINS[told['origin']]}; {SOURCES[told['source']]}",
    "cases.Isolated": lambda told: _moment(told["isolated_at"]),
    "cases.Moved": _moved,
    "cases.Ended": lambda told: f"{OUTCOMES[told['outcome']]}, {_moment(told['at'])}",
    "cases.Reopened": lambda told: told["reason"],
    "cases.RePositiveUnlinked": lambda told: told["reason"],
    "cases.RePositiveDecided": lambda told: str(RE_POSITIVE_STATES[told["state"]]),
}
