"""The demo's persons: an invented population as two offices wrote it down, duplicates and all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from config.population import Record, invent
from lachan.core.actor import system
from lachan.people.actions.recognising import recognise
from lachan.people.rules.births import birth_words
from lachan.people.rules.claims import PersonClaim
from lachan.people.rules.words import SEXES
from lachan.people.terms import IdentifierKind, ResidenceKind, Sex, SourceKind

NUMBER = 400
SWAPPED = 5
COMMUNES = ("964/32023/", "964/31999/", "966/32047/", "966/32044/", "968/32098/")


def establish_persons(province: str, now: datetime) -> None:
    """Some hundred invented persons of a few communes; a second time adds nothing.

    What was written with care is the residents' book, the spoiled records are lists of those who
    came home: they are told ten days later.
    """
    communes = [province + path for path in COMMUNES]
    records = [
        _in_a_commune(record, communes[n % len(communes)], communes)
        for n, record in enumerate(invent(NUMBER, communes=communes))
    ]
    actor = system("demo")
    careful = [(n, record) for n, record in enumerate(records, 1) if not record.errors]
    spoiled = [(n, record) for n, record in enumerate(records, 1) if record.errors]
    swapped = [(n + len(records), _swapped(record)) for n, record in careful if _can_swap(record)]
    for rows, days in ((careful, 30), (spoiled, 20), (swapped[:SWAPPED], 10)):
        said_at = now - timedelta(days=days)
        recognise(actor, [claim_of(n, record, said_at) for n, record in rows], now=now)


def _in_a_commune(record: Record, other: str, communes: list[str]) -> Record:
    """Who moved is invented into any code, which may be no unit's: the demo names communes."""
    return record if record.path in communes else replace(record, path=other)


def _can_swap(record: Record) -> bool:
    born = record.birth_on
    return bool(record.citizen and born and born.day <= 12 and born.day != born.month)


def _swapped(record: Record) -> Record:
    """The same person by the same card, day and month of birth changed over."""
    born = record.birth_on
    assert born is not None
    other = born.replace(day=born.month, month=born.day)
    return replace(record, birth_on=other, errors=("day and month swapped",))


def claim_of(number: int, record: Record, said_at: datetime) -> PersonClaim:
    """What an invented record says, as a row of a list would."""
    numbers = (
        (IdentifierKind.CITIZEN, record.citizen),
        (IdentifierKind.OLD_CARD, record.old_card),
        (IdentifierKind.PHONE, record.phone),
    )
    words = {
        "Họ và tên": record.full_name,
        "Giới tính": str(SEXES[record.sex]),
        "Ngày sinh": birth_words(record.birth_on, record.birth_year),
        "Số CCCD": record.citizen,
        "Số CMND": record.old_card,
        "Điện thoại": record.phone,
        "Địa chỉ": record.address,
    }
    return PersonClaim(
        reference=f"demo.Record:{number}",
        kind=SourceKind.LIST_ROW,
        path=record.path,
        said_at=said_at,
        full_name=record.full_name,
        sex=Sex(record.sex),
        birth_on=record.birth_on,
        birth_year=record.birth_year,
        identifiers=tuple((kind, value) for kind, value in numbers if value),
        residence_kind=ResidenceKind.STAY if record.errors else ResidenceKind.PERMANENT,
        residence_path=record.path,
        residence_words=record.address,
        hamlet=record.hamlet,
        household_key=f"{record.household}" if not record.errors else "",
        content={key: value for key, value in words.items() if value},
    )
