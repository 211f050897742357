"""What is declared: a household's common answers and each person's own, and what they tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from lachan.arrivals.rules.claims import ArrivalWords
from lachan.arrivals.terms import Channel
from lachan.people.rules.claims import PersonClaim
from lachan.people.terms import IdentifierKind, ResidenceKind, Sex, SourceKind
from lachan.policies.rules.facts import Dose, Facts, Stay, Test


@dataclass(frozen=True, slots=True)
class DeclaredOne:
    """One person's own answers. None means "not answered", an empty tuple or 0 means "none".

    `identifiers` are pairs (kind, normalised number), without the household's phone.
    `content` is what was typed, word for word.
    """

    full_name: str
    birth_on: date | None = None
    birth_year: int | None = None
    sex: Sex = Sex.UNKNOWN
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    doses: int | None = None
    last_dose_on: date | None = None
    test: Test | None = None
    has_no_test: bool = False
    recovered_on: date | None = None
    is_contact: bool | None = None
    last_contact_at: datetime | None = None
    symptoms: str = ""
    content: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole declaration: what is common to all, and the people (at least one).

    `path` is the unit that keeps it: the destination's commune, else the province.
    `declared_at` is when it was said (on paper: the slip's instant), `slip_number` the paper's.
    """

    people: tuple[DeclaredOne, ...]
    path: str
    declared_at: datetime
    channel: Channel = Channel.PHONE
    language: str = "vi"
    slip_number: str = ""
    phone: str = ""
    from_words: str = ""
    from_path: str = ""
    stayed_since: date | None = None
    left_on: date | None = None
    other_stays: tuple[Stay, ...] = ()
    arrives_at: datetime | None = None
    plate: str = ""
    trip_words: str = ""
    destination_path: str = ""
    destination_words: str = ""
    hamlet: str = ""
    place_code: str = ""
    content: Mapping[str, object] = field(default_factory=dict)


def words_of(draft: Draft, position: int, reference: str) -> ArrivalWords:
    """What the declaration tells about the person at this position (from 0)."""
    one = draft.people[position]
    phones = ((IdentifierKind.PHONE, draft.phone),) if draft.phone else ()
    return ArrivalWords(
        claim=PersonClaim(
            reference=reference,
            kind=SourceKind.DECLARATION,
            path=draft.path,
            said_at=draft.declared_at,
            full_name=one.full_name,
            sex=one.sex,
            birth_on=one.birth_on,
            birth_year=one.birth_year,
            identifiers=(*one.identifiers, *phones),
            residence_kind=ResidenceKind.STAY,
            residence_path=draft.destination_path,
            residence_words=draft.destination_words,
            hamlet=draft.hamlet,
            household_key=reference.partition("#")[0] if len(draft.people) > 1 else "",
            content=one.content,
        ),
        facts=facts_of(draft, one),
        arrived_at=draft.arrives_at,
        from_words=draft.from_words,
        from_path=draft.from_path,
        plate=draft.plate,
        trip_words=draft.trip_words,
        destination_words=draft.destination_words,
        destination_path=draft.destination_path,
        hamlet=draft.hamlet,
        symptoms=one.symptoms,
    )


def facts_of(draft: Draft, one: DeclaredOne) -> Facts:
    """The facts that one person's answers give; what was not answered stays unknown."""
    area = draft.from_path or draft.from_words
    stays = ((Stay(area, draft.stayed_since, draft.left_on),) if area else ()) + draft.other_stays
    return Facts(
        stays=stays or None,
        arrived_at=draft.arrives_at,
        vaccinations=_doses(one),
        recovered_on=one.recovered_on,
        has_recovered=True if one.recovered_on else None,
        tests=(one.test,) if one.test else () if one.has_no_test else None,
        contact_level=1 if one.is_contact else None,
        last_exposure_at=one.last_contact_at if one.is_contact else None,
    )


def _doses(one: DeclaredOne) -> tuple[Dose, ...] | None:
    """Doses as far as told: the last one bears its number, so that two doses are known as two."""
    if one.doses == 0:
        return ()
    if one.doses is None or one.last_dose_on is None:
        return None
    return (Dose(one.last_dose_on, number=one.doses),)
