"""Case definitions: those that are shipped, and those that an installation added."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from lachan.cases.models import CaseDefinition
from lachan.cases.rules.definitions import Definition, in_force, read_criteria
from lachan.cases.terms import Classification

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "definitions.json"


def definitions() -> list[Definition]:
    """All versions of all times, by code and version."""
    own = [_read(row) for row in CaseDefinition.objects.all()]
    return sorted([*_shipped(), *own], key=lambda row: (row.code, row.version))


def definitions_on(day: date) -> list[Definition]:
    """The versions in force on the day, one a code."""
    return in_force(definitions(), day)


def next_version(code: str) -> int:
    """The number of the code's next version."""
    return max((row.version for row in definitions() if row.code == code), default=0) + 1


def _read(row: CaseDefinition) -> Definition:
    return Definition(
        code=row.code,
        version=row.version,
        classification=Classification(row.classification),
        criteria=read_criteria(row.criteria),
        words=row.words,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        source=row.source,
        is_confirmed=row.is_confirmed,
    )


@cache
def _shipped() -> tuple[Definition, ...]:
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))["definitions"]
    return tuple(
        Definition(
            code=row["code"],
            version=row["version"],
            classification=Classification(row["classification"]),
            criteria=read_criteria(row["criteria"]),
            words=row["words"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            source=row["source"],
            is_confirmed=row["is_confirmed"],
        )
        for row in rows
    )
