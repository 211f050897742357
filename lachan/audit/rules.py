"""What an entry of the record says to a reader: its event in words, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext, pgettext

from lachan.core.dates import VIETNAM

TELLING = (
    *("identifier", "person", "full_name", "deputy", "lead", "unit", "organisation", "name"),
    *("file_name", "title", "reason", "note", "text", "reference"),
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?")
_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Change:
    """One fact of an entry: what it was before, if that is known, and what it is."""

    field: str
    before: Any
    after: Any
    is_changed: bool


def event_name(event: str) -> str:
    """The event in the reader's words: `directives.FieldsCorrected` has a name in the catalogue.

    Without one it is told from its English name: "directives: fields corrected".
    """
    named = pgettext("event", event)
    return named if named != event else plain_event_name(event)


def plain_event_name(event: str) -> str:
    """`tasks.DeadlineMoved` is "tasks: deadline moved"."""
    domain, _, name = event.partition(".")
    return f"{domain}: {_WORDS.sub(' ', name).lower()}"


def domain_name(domain: str) -> str:
    """A domain in the reader's words."""
    named = pgettext("domain", domain)
    return named if named != domain else domain


def field_name(field: str) -> str:
    """A field of an event in the reader's words; without one, its own name with spaces."""
    named = pgettext("field", field)
    return named if named != field else field.replace("_", " ")


def doer(actor_id: int | None, name: str, on_behalf_of: str) -> str:
    """Who did it: a person, perhaps for a leader; a part of the system; or nobody signed in."""
    if actor_id is None:
        return pgettext("system", name) if name else gettext("nobody signed in")
    if not on_behalf_of:
        return name
    return gettext("%(name)s, for %(leader)s") % {"name": name, "leader": on_behalf_of}


def summary(payload: Mapping[str, Any]) -> str:
    """The two facts of an entry that say most of it, for a line of a list."""
    told = (payload.get(key) for key in TELLING)
    return " · ".join([value for value in told if isinstance(value, str) and value][:2])


def changes(payload: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> list[Change]:
    """The facts of an entry, each beside what it was before.

    Events say what was before as a map `before`, beside a map `after` or beside the fields
    themselves; or not at all, and then the same field of the earlier entry of the same event
    about the same row (`earlier`) is what was before, when it differs.
    """
    maps = {key: payload[key] for key in ("before", "after") if isinstance(payload.get(key), dict)}
    before = maps.get("before", {})
    now = {key: value for key, value in payload.items() if key not in maps} | maps.get("after", {})
    found = []
    for key in dict.fromkeys((*before, *now)):
        value = now.get(key)
        if key in before:
            found.append(Change(key, before[key], value, before[key] != value))
            continue
        old = (earlier or {}).get(key)
        is_changed = old is not None and old != value
        found.append(Change(key, old if is_changed else None, value, is_changed))
    return found


def shown(value: Any) -> str:
    """A value of an entry for reading: days and instants as written here, lists with commas."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, Mapping):
        return "; ".join(f"{field_name(str(key))}: {shown(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        moment = datetime.fromisoformat(value)
        if "T" not in value:
            return f"{moment.day}/{moment.month}/{moment.year}"
        local = moment.astimezone(VIETNAM) if moment.tzinfo else moment
        return f"{local:%H:%M} {local.day}/{local.month}/{local.year}"
    return str(value)
