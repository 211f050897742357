"""What an event tells, read from its payload.

Lenient in what may be missing, so that old clients stay readable for good: every field but the few
that make the event what it is may be absent, and fields that are not known are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lachan.checkpoints.rules.envelope import instant
from lachan.checkpoints.terms import (
    PERSON_ROLES,
    Colour,
    Direction,
    EventKind,
    PassageOutcome,
    PersonRole,
    ShiftStep,
)

_PATH = re.compile(r"(?:[0-9A-Za-z-]+/){1,5}")
_SIGNS = re.compile(r"[^0-9A-Z]")
_NOT_DIGITS = re.compile(r"\D")
_SPACES = re.compile(r"\s+")
MOST_PEOPLE = 100


class BadPayload(ValueError):
    """The payload is not what an event of its kind tells; the message names the field."""


@dataclass(frozen=True, slots=True)
class TestWords:
    kind: str
    result: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonWords:
    """One person of a passage; numbers are digits only, or empty when they are no such number."""

    role: str
    full_name: str
    citizen_id: str
    old_card: str
    passport: str
    birth_on: date | None
    birth_year: int | None
    sex: str
    phone: str
    from_words: str
    from_path: str
    destination_words: str
    destination_path: str
    facts: Mapping[str, Any]
    pass_id: str
    declaration_code: str
    card: str
    test: TestWords | None


@dataclass(frozen=True, slots=True)
class VehicleWords:
    plate: str
    trailer_plate: str
    kind: str
    goods: str
    from_words: str
    to_words: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageWords:
    direction: str
    outcome: str
    colour: str
    measure: str
    verdict: Mapping[str, Any]
    override_by: str
    override_reason: str
    people: tuple[PersonWords, ...]
    vehicle: VehicleWords | None
    slip: str
    note: str


@dataclass(frozen=True, slots=True)
class SlipWords:
    number: str
    people: int
    plate: str
    note: str


@dataclass(frozen=True, slots=True)
class OpeningWords:
    starts_at: datetime
    ends_at: datetime | None
    order: str
    ordered_by: str
    people_estimated: int | None


@dataclass(frozen=True, slots=True)
class ShiftWords:
    step: str
    officers: tuple[str, ...]
    takes_over: str
    unkeyed_slips: int
    unsent: int
    note: str


@dataclass(frozen=True, slots=True)
class LaterTestWords:
    passage: UUID
    person: int
    test: TestWords


@dataclass(frozen=True, slots=True)
class StrikeWords:
    target: UUID
    reason: str


Words = PassageWords | SlipWords | OpeningWords | ShiftWords | LaterTestWords | StrikeWords


def read_payload(kind: str, payload: Any) -> Words:
    """What the payload of an event of this kind tells; raises BadPayload."""
    if not isinstance(payload, dict):
        raise BadPayload("payload")
    return _READERS[EventKind(kind)](payload)


def _passage(payload: Mapping[str, Any]) -> PassageWords:
    verdict = _object(payload, "verdict")
    override = _object(payload, "override")
    people = payload.get("people") or []
    if not isinstance(people, list) or len(people) > MOST_PEOPLE:
        raise BadPayload("people")
    vehicle = _object(payload, "vehicle")
    return PassageWords(
        direction=_one_of(payload, "direction", frozenset(Direction)),
        outcome=_one_of(payload, "outcome", frozenset(PassageOutcome)),
        colour=_one_of(verdict, "colour", frozenset(Colour), otherwise=""),
        measure=_text(verdict, "measure", 24),
        verdict=_cleaned(verdict),
        override_by=_text(override, "by", 120),
        override_reason=_text(override, "reason", 300),
        people=tuple(_person(one) for one in people),
        vehicle=_vehicle(vehicle) if vehicle else None,
        slip=_text(payload, "slip", 40),
        note=_text(payload, "note", 500),
    )


def _person(person: Any) -> PersonWords:
    if not isinstance(person, dict):
        raise BadPayload("people")
    test = _object(person, "test")
    return PersonWords(
        role=_one_of(person, "role", PERSON_ROLES, otherwise=PersonRole.PASSENGER),
        full_name=_text(person, "full_name", 200),
        citizen_id=_number(person, "citizen_id", 12),
        old_card=_number(person, "old_card", 9),
        passport=_SIGNS.sub("", _text(person, "passport", 40).upper())[:20],
        birth_on=_day(person, "birth_on"),
        birth_year=_year(person),
        sex=_one_of(person, "sex", frozenset({"male", "female"}), otherwise=""),
        phone=_phone(person),
        from_words=_text(person, "from_words", 300),
        from_path=_path(person, "from_area"),
        destination_words=_text(person, "destination_words", 400),
        destination_path=_path(person, "destination_area"),
        facts=_cleaned(_object(person, "facts")),
        pass_id=_text(person, "pass_id", 40),
        declaration_code=_text(person, "declaration_code", 20),
        card=_text(person, "card", 20),
        test=_test(test) if test else None,
    )


def _vehicle(vehicle: Mapping[str, Any]) -> VehicleWords:
    stops = vehicle.get("stops") or []
    return VehicleWords(
        plate=plate_of(_text(vehicle, "plate", 40)),
        trailer_plate=plate_of(_text(vehicle, "trailer_plate", 40)),
        kind=_text(vehicle, "kind", 40),
        goods=_text(vehicle, "goods", 200),
        from_words=_text(vehicle, "from", 200),
        to_words=_text(vehicle, "to", 200),
        stops=tuple(_clean(stop)[:200] for stop in stops[:50] if isinstance(stop, str))
        if isinstance(stops, list)
        else (),
    )


def _test(test: Mapping[str, Any]) -> TestWords:
    return TestWords(
        kind=_one_of(test, "kind", frozenset({"rapid", "pcr"})),
        result=_one_of(test, "result", frozenset({"negative", "positive"}), otherwise=""),
        at=instant(test.get("at")),
    )


def _slip(payload: Mapping[str, Any]) -> SlipWords:
    number = _text(payload, "number", 40)
    if not number:
        raise BadPayload("number")
    return SlipWords(
        number=number,
        people=min(_whole(payload, "people"), 30_000),
        plate=plate_of(_text(payload, "plate", 40)),
        note=_text(payload, "note", 500),
    )


def _opening(payload: Mapping[str, Any]) -> OpeningWords:
    starts_at, ends_at = instant(payload.get("from")), instant(payload.get("until"))
    if starts_at is None:
        raise BadPayload("from")
    if ends_at is not None and ends_at < starts_at:
        raise BadPayload("until")
    estimated = payload.get("people_estimated")
    return OpeningWords(
        starts_at=starts_at,
        ends_at=ends_at,
        order=_text(payload, "order", 200),
        ordered_by=_text(payload, "ordered_by", 200),
        people_estimated=None if estimated is None else _whole(payload, "people_estimated"),
    )


def _shift(payload: Mapping[str, Any]) -> ShiftWords:
    officers = payload.get("officers") or []
    if not isinstance(officers, list):
        raise BadPayload("officers")
    return ShiftWords(
        step=_one_of(payload, "action", frozenset(ShiftStep)),
        officers=tuple(_clean(one)[:120] for one in officers[:50] if isinstance(one, str)),
        takes_over=_text(payload, "takes_over", 120),
        unkeyed_slips=_whole(payload, "unkeyed_slips"),
        unsent=_whole(payload, "unsent"),
        note=_text(payload, "note", 500),
    )


def _later_test(payload: Mapping[str, Any]) -> LaterTestWords:
    return LaterTestWords(
        passage=_uuid(payload, "passage"),
        person=min(_whole(payload, "person"), MOST_PEOPLE),
        test=_test(payload),
    )


def _strike(payload: Mapping[str, Any]) -> StrikeWords:
    return StrikeWords(target=_uuid(payload, "event"), reason=_text(payload, "reason", 300))


_READERS: dict[EventKind, Callable[[Mapping[str, Any]], Words]] = {
    EventKind.PASSAGE: _passage,
    EventKind.SLIP: _slip,
    EventKind.OPENING: _opening,
    EventKind.SHIFT: _shift,
    EventKind.TEST: _later_test,
    EventKind.STRIKE: _strike,
}


def plate_of(words: str) -> str:
    """A plate without signs: "69-A1 123.45" is "69A112345"."""
    return _SIGNS.sub("", words.upper().replace("Đ", "D"))[:20]


def digits_of(words: str) -> str:
    """The digits of a number."""
    return _NOT_DIGITS.sub("", words)


def _clean(text: str) -> str:
    """One line, without what no database keeps."""
    whole = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    return _SPACES.sub(" ", whole).strip()


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, Mapping):
        return {_clean(str(name)): _cleaned(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(inner) for inner in value]
    return value


def _object(owner: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = owner.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadPayload(name)
    return value


def _text(owner: Mapping[str, Any], name: str, most: int) -> str:
    value = owner.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise BadPayload(name)
    return _clean(str(value))[:most]


def _one_of(
    owner: Mapping[str, Any], name: str, known: frozenset[str], *, otherwise: str | None = None
) -> str:
    value = owner.get(name)
    if isinstance(value, str) and value in known:
        return str(value)
    if otherwise is None or (value not in (None, "") and not isinstance(value, str)):
        raise BadPayload(name)
    return otherwise


def _whole(owner: Mapping[str, Any], name: str) -> int:
    value = owner.get(name)
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value < 2**31:
        raise BadPayload(name)
    return value


def _number(owner: Mapping[str, Any], name: str, length: int) -> str:
    digits = digits_of(_text(owner, name, 60))
    return digits if len(digits) == length else ""


def _phone(owner: Mapping[str, Any]) -> str:
    digits = digits_of(_text(owner, "phone", 40))
    if digits.startswith("84") and len(digits) == 11:
        digits = "0" + digits[2:]
    return digits[:20]


def _day(owner: Mapping[str, Any], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(owner, name, 40)[:10])
    except ValueError:
        return None


def _year(owner: Mapping[str, Any]) -> int | None:
    value = owner.get("birth_year")
    if type(value) is int and 1880 <= value <= 2100:
        return value
    day = _day(owner, "birth_on")
    return day.year if day else None


def _path(owner: Mapping[str, Any], name: str) -> str:
    value = _text(owner, name, 120)
    return value if _PATH.fullmatch(value) else ""


def _uuid(owner: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(owner, name, 40))
    except ValueError as wrong:
        raise BadPayload(name) from wrong
