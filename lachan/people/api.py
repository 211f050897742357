"""Persons for programs: the search and one person, numbers masked as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.core.http import Request
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.queries.persons import beside, person_by_key, persons_named, record_of
from lachan.people.rules.masking import masked_number, masked_words

router = Router()
MOST = 50


class Asked(Schema):
    """Words of a name, with or without diacritics, perhaps with a year of birth; or a number."""

    q: str = Field(min_length=2, max_length=120)


class NumberOut(Schema):
    """A number of a person; of the value the last three characters are told."""

    kind: str
    value: str
    valid_from: date | None = None
    valid_until: date | None = None


class PersonOut(Schema):
    """A person as a list shows it."""

    key: UUID
    full_name: str
    sex: str
    birth_on: date | None
    birth_year: int | None
    nationality: str
    path: str
    contradictions: list[str]
    may_be_twice: bool
    numbers: list[NumberOut]
    sources: int


class Found(Schema):
    """`count` is of all that were found; at most 50 are told."""

    count: int
    persons: list[PersonOut]


class SourceOut(Schema):
    """What one source said, word for word, numbers in it masked."""

    kind: str
    reference: str
    said_at: datetime
    content: dict[str, str]


class RecordOut(PersonOut):
    """A person with what the sources said and who else lives there."""

    said: list[SourceOut]
    household: UUID | None
    family: list[UUID]


def _shown(rows: list[Any]) -> list[dict[str, Any]]:
    around = beside(rows)
    return [
        {
            "key": row.key,
            "full_name": row.full_name,
            "sex": row.sex,
            "birth_on": row.birth_on,
            "birth_year": row.birth_year,
            "nationality": row.nationality,
            "path": row.path,
            "contradictions": row.contradictions,
            "may_be_twice": around[row.pk].may_be_twice,
            "sources": around[row.pk].sources,
            "numbers": [
                {
                    "kind": number.kind,
                    "value": masked_number(number.value),
                    "valid_from": number.valid_from,
                    "valid_until": number.valid_until,
                }
                for number in around[row.pk].identifiers
            ],
        }
        for row in rows
    ]


@router.post("/persons/search", response=Found, summary="Search for persons in sight")
def search_persons(request: Request, asked: Asked) -> dict[str, Any]:
    """By POST: what is searched for stands in no address. The search is logged with its count."""
    rows = persons_named(request.actor, asked.q)
    shown = list(rows[:MOST])
    log_many(request.actor, len(shown), "people:search", request.now)
    return {"count": rows.count(), "persons": _shown(shown)}


@router.get("/persons/{uuid:key}", response=RecordOut, summary="One person in sight")
def one_person(request: Request, key: UUID) -> dict[str, Any]:
    """The person's record; opening it is logged."""
    found = person_by_key(request.actor, key)
    log_reading(request.actor, [found.pk], "people:person", request.now)
    record = record_of(found)
    (shown,) = _shown([found])
    return {
        **shown,
        "household": found.household.key if found.household else None,
        "family": [one.key for one in record.family],
        "said": [
            {
                "kind": source.kind,
                "reference": source.reference,
                "said_at": source.said_at,
                "content": {name: masked_words(str(v)) for name, v in source.content.items()},
            }
            for source in record.sources
        ],
    }
