"""What somebody says about a person: a claim, before anyone knows whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lachan.people.terms import IdentifierKind, ResidenceKind, Sex, SourceKind


@dataclass(frozen=True, slots=True)
class PersonClaim:
    """One source's words about one person, normalised but not judged.

    `reference` names the row that says so and makes recognition happen once
    (`lists.Row:42`). `path` is the unit responsible if the person is new: the commune of
    residence where known. `identifiers` are pairs (kind, normalised value). `residence_path` is
    the unit that `residence_words` were parsed to, or empty. `household_key` groups claims of one
    batch that live together (any text); empty: nothing is said about a household.
    `content` is what was received, word for word.
    """

    reference: str
    kind: SourceKind
    path: str
    said_at: datetime
    full_name: str
    sex: Sex = Sex.UNKNOWN
    birth_on: date | None = None
    birth_year: int | None = None
    nationality: str = "VN"
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    residence_kind: ResidenceKind = ResidenceKind.STAY
    residence_path: str = ""
    residence_words: str = ""
    hamlet: str = ""
    household_key: str = ""
    content: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whose claim it is: a person known before, or a new one.

    `person_id` is the row (not necessarily a root). `is_new` tells that it was made for this
    claim; `was_repeated` that this very reference had been taken before, and nothing was written.
    `warnings` are sentences about the claim (the number says another birth year, …); they never
    hold anything up.
    """

    reference: str
    person_id: int
    is_new: bool
    was_repeated: bool = False
    warnings: tuple[str, ...] = ()
