"""Claims to begin with."""

from __future__ import annotations

import itertools
from datetime import date, datetime

import pytest

from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, Sex, SourceKind
from tests.cast import NOW

COMMUNE = "96/964/32025/"
WARD = "96/964/31999/"
_numbers = itertools.count(1)


def claim(full_name: str = "Nguyễn Văn Mẫu", **fields) -> PersonClaim:
    """A row of a list about an invented person; `citizen`, `old_card`, `phone` are shortcuts."""
    identifiers = tuple(
        (kind, fields.pop(kind.value)) for kind in IdentifierKind if kind.value in fields
    )
    values = {
        "reference": f"lists.Row:{next(_numbers)}",
        "kind": SourceKind.LIST_ROW,
        "path": COMMUNE,
        "said_at": NOW,
        "full_name": full_name,
        "sex": Sex.MALE,
        "birth_on": date(1987, 3, 4),
        "identifiers": identifiers,
        "content": {"Họ và tên": full_name},
    }
    return PersonClaim(**(values | fields))


@pytest.fixture
def said():
    return claim


@pytest.fixture
def at_nine() -> datetime:
    return NOW
