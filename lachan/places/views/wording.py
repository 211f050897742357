"""The record of a body in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _


def described(entries: Iterable[Any]) -> list[dict[str, Any]]:
    """Audit entries as the history partial takes them."""
    return [
        {"at": entry.recorded_at, "by": entry.actor_name, "text": _text(entry)} for entry in entries
    ]


def _text(entry: Any) -> str:
    values: dict[str, str] = entry.payload
    match entry.event.rpartition(".")[2]:
        case "OrganisationAdded":
            return _("added")
        case "OrganisationChanged":
            return _("changed from %(day)s: %(before)s became %(after)s (%(source)s)") % values
        case "OrganisationCorrected" if values["before"] != values["after"]:
            return _("corrected: %(before)s is %(after)s") % values
        case "OrganisationCorrected":
            return _("corrected")
        case "OrganisationEnded":
            return _("no more since %(day)s (%(source)s)") % values
        case _:
            return str(entry.event)
