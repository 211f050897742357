"""Numbers that hold from a day on, each with its source: which row holds, and what may be set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

UNCONFIRMED = "cần xác nhận"
LONGEST_SOURCE = 300
# A day further off than this is a slip of the keyboard.
FURTHEST = timedelta(days=366)


class Dated(Protocol):
    """A value of a name from a day on; `valid_until` is the first day on which it holds no more."""

    pk: Any
    name: Any
    value: Any
    valid_from: Any
    valid_until: Any
    source: Any


Row = TypeVar("Row", bound=Dated)


class Standing(StrEnum):
    """How a row stands on a day."""

    HOLDS = "holds"
    LATER = "later"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The sensible values of a name, both ends included."""

    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Line(Generic[Row]):
    """A row as a page or a command shows it; `last_day` is None where no end is known."""

    row: Row
    standing: Standing
    last_day: date | None
    source: str
    is_unconfirmed: bool


def held(rows: Iterable[Row], on: date) -> dict[str, Row]:
    """Name -> the row that holds on the day; of several the one that begins latest."""
    return {row.name: row for row in _in_order(rows) if _covers(row, on)}


def lines(rows: Sequence[Row], names: Iterable[str], on: date) -> list[Line[Row]]:
    """All rows in the order of the names, the latest of each name first, as they stand."""
    holding = held(rows, on)
    found = []
    for name in names:
        own = _in_order(row for row in rows if row.name == name)
        ends = [_last_day(row, after) for row, after in pairwise([*own, None]) if row]
        for row, end in reversed(list(zip(own, ends, strict=True))):
            later = Standing.LATER if row.valid_from > on else Standing.ENDED
            standing = Standing.HOLDS if holding.get(name) is row else later
            words, is_unconfirmed = told_source(row.source)
            found.append(Line(row, standing, end, words, is_unconfirmed))
    return found


def told_source(source: str) -> tuple[str, bool]:
    """The source without its mark, and whether the mark says that it is to be confirmed."""
    if not source.lower().startswith(UNCONFIRMED):
        return source, False
    return source[len(UNCONFIRMED) :].lstrip(" :;,.–-"), True


def faults(
    *, value: int, bounds: Bounds, valid_from: date, source: str, today: date
) -> dict[str, str]:
    """Field -> the sentence that says why a new row cannot be set so; empty where it can."""
    found = {}
    if not bounds.lowest <= value <= bounds.highest:
        found["value"] = _("The value must lie between %(lowest)d and %(highest)d.") % {
            "lowest": bounds.lowest,
            "highest": bounds.highest,
        }
    if valid_from < today:
        found["valid_from"] = _(
            "The past is not changed: the first day can be today (%(day)s) at the earliest."
        ) % {"day": f"{today.day}/{today.month}/{today.year}"}
    elif valid_from > today + FURTHEST:
        found["valid_from"] = _("The first day lies more than a year ahead. Is the year right?")
    if not source.strip():
        found["source"] = _("Name the document that sets the value.")
    elif len(source) > LONGEST_SOURCE:
        found["source"] = _("The source is longer than %(number)d signs. Shorten it.") % {
            "number": LONGEST_SOURCE
        }
    return found


def _in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.valid_from, row.pk or 0))


def _covers(row: Dated, on: date) -> bool:
    return bool(row.valid_from <= on and (row.valid_until is None or row.valid_until > on))


def _last_day(row: Dated, after: Dated | None) -> date | None:
    ends = [row.valid_until, after.valid_from if after else None]
    first = min((end for end in ends if end), default=None)
    return first - timedelta(days=1) if first else None
