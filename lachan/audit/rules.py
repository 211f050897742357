"""What an entry of the record says to a reader: its event in words, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

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


def field_name(field: str) -> str:
    """A field of an event in the reader's words; without one, its own name with spaces."""
    named = pgettext("field", field)
    return named if named != field else field.replace("_", " ")


def changes(payload: Mapping[str, Any], earlier: Mapping[str, Any] | None = None) -> list[Change]:
    """The facts of an entry, each beside what it was before.

    Events say what was before in three ways: as two maps `before` and `after`; as pairs such as
    `state_before` and `state`; or not at all, and then the same field of the earlier entry about
    the same row (`earlier`) is what was before, when it differs.
    """
    found = []
    before, after = payload.get("before"), payload.get("after")
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            old, new = before.get(key), after.get(key)
            found.append(Change(key, old, new, old != new))
    for key, value in payload.items():
        if key in ("before", "after") and isinstance(value, Mapping):
            continue
        if key.endswith("_before") and key.removesuffix("_before") in payload:
            continue
        pair = f"{key}_before"
        if pair in payload:
            found.append(Change(key, payload[pair], value, payload[pair] != value))
            continue
        old = (earlier or {}).get(key)
        is_changed = old is not None and old != value
        found.append(Change(key, old if is_changed else None, value, is_changed))
    return found
