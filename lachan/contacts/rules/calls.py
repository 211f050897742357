"""A call or visit as it was written down; a device tells it in its event (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lachan.checkpoints.rules.envelope import instant
from lachan.checkpoints.rules.payloads import BadPayload
from lachan.contacts.rules.follow_up_words import SYMPTOMS
from lachan.contacts.terms import Outcome, Way
from lachan.core.text import normal

NOTE, PHONE = 300, 20


@dataclass(frozen=True, slots=True)
class CallWords:
    """A call or visit as it was written down; `key` is made where it was written."""

    key: UUID
    at: datetime
    way: Way
    outcome: Outcome
    symptoms: tuple[str, ...] = ()
    symptoms_since: date | None = None
    next_try_at: datetime | None = None
    second_phone: str = ""
    note: str = ""


def read_call(payload: Mapping[str, Any], key: UUID, at: datetime) -> tuple[UUID, CallWords]:
    """The contact's key and the call that a device's event tells, which happened at `at`.

    Raises BadPayload for what makes no call of it.

    Only `contact` and `outcome` must be there; what else is missing was not asked. A second number
    that is none is kept in the note, so that it can be asked again.
    """
    try:
        contact = UUID(_text(payload, "contact", 40))
        outcome = Outcome(_text(payload, "outcome", 20))
        way = Way(_text(payload, "way", 20) or Way.TELEPHONE)
    except ValueError as wrong:
        raise BadPayload("contact, outcome or way") from wrong
    symptoms = payload.get("symptoms") or []
    if not isinstance(symptoms, list) or not all(one in SYMPTOMS for one in symptoms):
        raise BadPayload("symptoms")
    told = _text(payload, "second_phone", 40)
    phone = "".join(sign for sign in told if sign.isdigit())
    is_phone = len(phone) in (10, 11)
    note = _text(payload, "note", NOTE)
    if told and not is_phone:
        note = f"{note} ({told})".strip()[:NOTE]
    return contact, CallWords(
        key=key,
        at=at,
        way=way,
        outcome=outcome,
        symptoms=tuple(dict.fromkeys(symptoms)),
        symptoms_since=_day(payload, "symptoms_since"),
        next_try_at=instant(payload.get("next_try_at")),
        second_phone=phone if is_phone else "",
        note=note,
    )


def _text(owner: Mapping[str, Any], name: str, most: int) -> str:
    value = owner.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadPayload(name)
    return normal(value.encode("utf-8", "ignore").decode().replace("\x00", ""))[:most]


def _day(owner: Mapping[str, Any], name: str) -> date | None:
    words = _text(owner, name, 40)
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as wrong:
        raise BadPayload(name) from wrong
