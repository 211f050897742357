"""Bodies known by name, with dates: a table that a province may edit."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib import resources
from io import StringIO

from lachan.directives.reader.words import Phrases, keys_of


@dataclass(frozen=True)
class Body:
    """A body as it is called from one day to another; None is open."""

    name: str
    also: tuple[str, ...] = ()
    level: str = ""
    kind: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""


class Gazetteer:
    """Finds bodies by any of their names."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.bodies = tuple(bodies)

    @cached_property
    def phrases(self) -> Phrases:
        """Every name, for finding the longest at a word."""
        return Phrases(name for body in self.bodies for name in (body.name, *body.also))

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], list[Body]]:
        found: dict[tuple[str, ...], list[Body]] = {}
        for body in self.bodies:
            for name in (body.name, *body.also):
                found.setdefault(keys_of(name), []).append(body)
        return found

    def canonical(self, name: str, on: date | None = None) -> str | None:
        """The full name of a body on a day, or None when it is not known."""
        for body in self._by_name.get(keys_of(name), ()):
            if on is None or (
                (body.valid_from is None or body.valid_from <= on)
                and (body.valid_until is None or on <= body.valid_until)
            ):
                return body.name
        return None

    @classmethod
    def from_rows(cls, rows: Iterable[dict[str, str]]) -> Gazetteer:
        """From rows with the columns of `gazetteer.csv`; abbreviations are separated by "|"."""
        return cls(
            Body(
                name=row["name"],
                also=tuple(part for part in (row.get("also") or "").split("|") if part),
                level=row.get("level") or "",
                kind=row.get("kind") or "",
                valid_from=_day(row.get("valid_from")),
                valid_until=_day(row.get("valid_until")),
                source=row.get("source") or "",
            )
            for row in rows
        )


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


@lru_cache(maxsize=1)
def standard() -> Gazetteer:
    """The bodies that every province has."""
    table = resources.files(__package__).joinpath("gazetteer.csv")
    return Gazetteer.from_rows(csv.DictReader(StringIO(table.read_text(encoding="utf-8"))))
