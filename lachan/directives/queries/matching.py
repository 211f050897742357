"""Which organisations the names in a document mean, read in the office that received it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lachan.places.queries import Gazetteer


@dataclass(frozen=True)
class Match:
    """One name as written, and the organisations it means: none, one, or all of a collective."""

    name: str
    organisations: tuple[Any, ...]

    @property
    def is_collective(self) -> bool:
        return len(self.organisations) > 1


def matches_of(names: Iterable[str], *, office: str, today: date) -> dict[str, Match]:
    """Each different name with its match, in the order given."""
    wanted = [name for name in dict.fromkeys(names) if name]
    if not wanted:
        return {}
    gazetteer = Gazetteer(day=today, within_path=office)
    found = {}
    for name in wanted:
        match = gazetteer.find(name)
        found[name] = Match(name, match.organisations if match else ())
    return found


def names_in(content: dict[str, Any]) -> list[str]:
    """Every body named in a task."""
    return [
        *(content.get("lead") or []),
        *(content.get("support") or []),
        *(content.get("report_to") or []),
    ]
