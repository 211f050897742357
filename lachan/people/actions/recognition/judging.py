"""The judgement over one batch, in memory: whose each claim is, and what will be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lachan.core.text import normal
from lachan.people.rules.claims import PersonClaim, Recognition
from lachan.people.rules.recognition import (
    Heard,
    Known,
    additions,
    birth_keys,
    first_path_as_of,
    number_keys,
    obstacles_to_joining,
    warnings_about,
    year_of,
)
from lachan.people.terms import IdentifierKind

Key = tuple[object, ...]


@dataclass(slots=True)
class House:
    """A household to be made."""

    id: int
    path: str
    hamlet: str
    address: str
    address_key: str
    phone: str


@dataclass(slots=True)
class Verdict:
    """One claim and the person that it is about."""

    claim: PersonClaim
    known: Known


@dataclass
class Bench:
    """Claims are judged one after the other; nothing is written here.

    New persons and households have negative ids until they are written.
    """

    persons: Iterable[Known]
    houses: dict[tuple[str, str], int]
    verdicts: list[Verdict] = field(default_factory=list)
    new: list[Known] = field(default_factory=list)
    changed: dict[int, Known] = field(default_factory=dict)
    new_houses: list[House] = field(default_factory=list)
    moves: list[tuple[int, str, str]] = field(default_factory=list)
    contradictions: int = 0
    answers: dict[str, Recognition] = field(default_factory=dict)
    _index: dict[Key, list[Known]] = field(default_factory=dict)
    _groups: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for known in self.persons:
            self._enter(known)

    def judge(self, heard: Heard) -> None:
        """Find the claim's person or make one; a reference is judged once."""
        claim = heard.claim
        if claim.reference in self.answers:
            return
        known, warnings = self._find(heard)
        is_new = known is None
        if known is None:
            known = self._make(heard)
        else:
            self._add(known, heard)
        for kind, value in claim.identifiers:
            known.numbers.setdefault(str(kind), set()).add(value)
        self._house(known, heard)
        self._enter(known)
        self.verdicts.append(Verdict(claim, known))
        words = [*warnings, *warnings_about(claim)]
        self.answers[claim.reference] = Recognition(
            claim.reference, known.id, is_new, warnings=tuple(dict.fromkeys(map(str, words)))
        )

    def _find(self, heard: Heard) -> tuple[Known | None, list[str]]:
        warnings: list[str] = []
        for key in (*heard.number_keys, *heard.birth_keys):
            for known in self._index.get(key, ()):
                obstacles = obstacles_to_joining(known, heard.claim, heard.folded_name)
                if not obstacles:
                    return known, []
                warnings += obstacles
        return None, warnings

    def _make(self, heard: Heard) -> Known:
        claim = heard.claim
        known = Known(
            id=-len(self.new) - 1,
            path=claim.path,
            full_name=heard.name,
            folded_name=heard.folded_name,
            sex=str(claim.sex),
            birth_on=claim.birth_on,
            birth_year=year_of(claim.birth_on, claim.birth_year),
            nationality=claim.nationality,
            path_as_of=first_path_as_of(claim),
        )
        self.new.append(known)
        return known

    def _add(self, known: Known, heard: Heard) -> None:
        changed = additions(known, heard.claim, heard.folded_name)
        path = changed.get("path")
        if isinstance(path, str) and path != known.path and known.id > 0:
            self.moves.append((known.id, known.path, path))
        self.contradictions += "contradictions" in changed
        for column, value in changed.items():
            setattr(known, column, heard.name if column == "full_name" else value)
        learnt = any(
            value not in known.numbers.get(str(kind), ()) for kind, value in heard.claim.identifiers
        )
        if known.id > 0 and (changed or learnt):
            self.changed[known.id] = known

    def _enter(self, known: Known) -> None:
        """Let the next claims find the person by everything that is now known."""
        numbers = [(kind, value) for kind, values in known.numbers.items() for value in values]
        keys: list[Key] = [
            *number_keys(numbers, known.nationality),
            *birth_keys(numbers, known.folded_name, known.birth_on),
        ]
        for key in keys:
            entered = self._index.setdefault(key, [])
            if known not in entered:
                entered.append(known)

    def _house(self, known: Known, heard: Heard) -> None:
        """Whom one batch names together live together; so do those at one house of a commune."""
        claim, key = heard.claim, heard.address_key
        if not claim.household_key:
            return
        house = self._groups.get(claim.household_key)
        path = claim.residence_path or claim.path
        if house is None:
            house = self.houses.get((path, key)) if key else None
            house = house or known.household_id
            if house is None:
                made = House(
                    id=-len(self.new_houses) - 1,
                    path=path,
                    hamlet=claim.hamlet,
                    address=normal(claim.residence_words)[:300],
                    address_key=key,
                    phone=_phone_of(claim),
                )
                self.new_houses.append(made)
                house = made.id
            if key:
                self.houses[path, key] = house
            self._groups[claim.household_key] = house
        is_latest = known.path_as_of in (None, claim.said_at)
        if known.household_id is None or (is_latest and known.household_id != house):
            known.household_id = house
            if known.id > 0:
                self.changed[known.id] = known


def _phone_of(claim: PersonClaim) -> str:
    return next((v for k, v in claim.identifiers if k == IdentifierKind.PHONE), "")[:20]
