"""Numbers of this domain as they hold on a day.

The shipped rows (`data/limits.csv`, each with its source) hold until an installation adds its own.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from lachan.contacts.models import ContactLimit
from lachan.contacts.terms import LimitName
from lachan.core.limits import Line, held, lines

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "limits.csv"


def limit(name: LimitName, on: date) -> ContactLimit:
    """The row that holds on the day; of several the one that begins latest.

    Raises LookupError where none holds (before 2020).
    """
    for row in limits(on):
        if row.name == name:
            return row
    raise LookupError(f"no limit {name} holds on {on}")


def limits(on: date) -> list[ContactLimit]:
    """The rows that hold on the day, one a name."""
    holding = held(_rows(), on)
    return [holding[name] for name in LimitName if name in holding]


def limit_lines(on: date) -> list[Line[ContactLimit]]:
    """All rows, ended ones and those to come as well, as they stand on the day."""
    return lines(_rows(), LimitName, on)


def _rows() -> list[ContactLimit]:
    return [*_shipped(), *ContactLimit.objects.all()]


@cache
def _shipped() -> tuple[ContactLimit, ...]:
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        return tuple(
            ContactLimit(
                name=row["name"],
                value=int(row["value"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                source=row["source"],
            )
            for row in csv.DictReader(lines)
        )
