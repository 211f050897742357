"""One reader for whatever is scanned: cards, health codes, our own codes. Never raises.

What a code says is a claim: none of them proves who holds it, and a screen may be a photograph.
What is not recognised is `unknown` and keeps its text. `frontend/src/shared/cards.ts` reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from lachan.people.rules.identifiers import citizen_doubts, phone_key, read_birth
from lachan.people.rules.names import folded_name, has_hidden, shown
from lachan.people.terms import Sex

LONGEST = 4096
PASS_PREFIX = "LC1:"  # noqa: S105 - how the text of a personal code begins
_CITIZEN = re.compile(r"^[0-9]{12}\Z")
_OLD_CARD = re.compile(r"^[0-9]{9}\Z")
_PASSPORT = re.compile(r"^[A-Z]{1,2}[0-9]{6,8}\Z")
_EIGHT = re.compile(r"^[0-9]{8}\Z")
_INSURANCE = re.compile(r"^(?:[A-Z]{2}[0-9]{13}|[0-9]{10})\Z")
_HEX = re.compile(r"^(?:[0-9a-fA-F]{2})+\Z")
_PLACE = re.compile(
    r"^(?:https?://[^ \t\r\n]{1,200}/)?([34679ACDEFGHJKMNPQRTWXY]{6})/?\Z",
    re.IGNORECASE | re.ASCII,
)
_MRZ_PASSPORT = re.compile(r"^P[A-Z<][A-Z]{3}[A-Z<]{39}[A-Z0-9<]{44}\Z")
_MRZ_CARD = re.compile(r"^I[A-Z<]VNM[A-Z0-9<]{85}\Z")
_SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}


class CardKind(StrEnum):
    CITIZEN = "citizen"  # the chip card's QR (and VNeID's picture of the card)
    HEALTH = "health"  # national personal QR 1.1, QĐ 1405/QĐ-BTTTT
    INSURANCE = "insurance"
    PASSPORT = "passport"  # machine readable zone
    NUMBER = "number"  # nothing but a number of a card
    CODE = "code"  # six signs: a place's or a declaration's code
    PASS = "pass"  # noqa: S105 - our own signed code: rules/passes.py of arrivals verifies it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Card:
    """What was read. `fields` are words: citizen_id, old_card, passport, insurance_id, full_name,
    birth_on (ISO), birth_year, sex (male, female), residence, issued_on, phone, number_masked,
    declared_by (self, other), qid, extension, code, more. `warnings` are codes, never a block.
    """

    kind: CardKind
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def read_card(text: str) -> Card:
    """The card of a scanned or typed text; at most 4,096 signs are looked at."""
    text = text[:LONGEST]
    for read in _READERS:
        found = read(text)
        if found is not None:
            kind, fields, warnings = found
            fields = {key: value for key, value in fields.items() if value}
            if has_hidden(text):
                warnings = [*warnings, "hidden_signs"]
            return Card(kind, text, fields, tuple(warnings))
    return Card(CardKind.UNKNOWN, text, {}, ("hidden_signs",) if has_hidden(text) else ())


_Found = tuple[CardKind, dict[str, str], list[str]]


def _pass(text: str) -> _Found | None:
    return (CardKind.PASS, {}, []) if text.startswith(PASS_PREFIX) else None


def _citizen(text: str) -> _Found | None:
    parts = [shown(part) for part in text.split("|")]
    if len(parts) < 5 or not _CITIZEN.match(parts[0]):
        return None
    at = next(
        (
            i
            for i in range(2, len(parts) - 1)
            if _EIGHT.match(parts[i]) and folded_name(parts[i + 1]) in _SEXES
        ),
        None,
    )
    if at is None:
        return None
    has_old = parts[1] == "" or _OLD_CARD.match(parts[1]) or _CITIZEN.match(parts[1])
    first = 2 if has_old and at > 2 else 1
    issued = next((i for i in range(at + 3, len(parts)) if _EIGHT.match(parts[i])), len(parts))
    fields = {
        "citizen_id": parts[0],
        "old_card": parts[1] if first == 2 and _OLD_CARD.match(parts[1]) else "",
        "full_name": _joined(parts[first:at]),
        "sex": str(_SEXES[folded_name(parts[at + 1])]),
        "residence": _joined(parts[at + 2 : issued]),
        "issued_on": _day(parts[issued]) if issued < len(parts) else "",
        "more": _joined(parts[issued + 1 :]),
    }
    return CardKind.CITIZEN, fields, _completed(fields, parts[at])


def _health(text: str) -> _Found | None:
    parts = [shown(part) for part in text.split("|")]
    at = next(
        (
            i
            for i in range(2, len(parts) - 1)
            if read_birth(parts[i]).year and parts[i + 1] in ("0", "1")
        ),
        None,
    )
    if at is None:
        return None
    extension = _joined(parts[at + 3 :])
    fields = {
        **_number(parts[0]),
        "full_name": _joined(parts[1:at]),
        "declared_by": "self" if parts[at + 1] == "0" else "other",
        "qid": parts[at + 2] if len(parts) > at + 2 else "",
        "extension": extension,
    }
    for part in (part.strip(" ") for part in extension.split("<")):
        if part in ("1", "2"):
            fields.setdefault("sex", "male" if part == "1" else "female")
        elif re.match(r"^(?:\+84|0)[0-9]{9}\Z", part):
            fields.setdefault("phone", phone_key(part))
        elif re.match(r"^[A-Z]{2}[0-9]{13}\Z", part):
            fields.setdefault("insurance_id", part)
    return CardKind.HEALTH, fields, _completed(fields, parts[at])


def _insurance(text: str) -> _Found | None:
    parts = [shown(part) for part in text.split("|")]
    if len(parts) < 4 or not _INSURANCE.match(parts[0]):
        return None
    # Ten digits alone may be another number: the name in hexadecimal tells the card.
    if len(parts[0]) == 10 and not _HEX.match(parts[1]):
        return None
    at = next((i for i in range(2, len(parts)) if read_birth(parts[i]).year), None)
    if at is None:
        return None
    name, is_read = _of_hex("|".join(parts[1:at]))
    address, _ = _of_hex(parts[at + 2] if len(parts) > at + 2 else "")
    sex = parts[at + 1] if len(parts) > at + 1 else ""
    fields = {
        "insurance_id": parts[0],
        "full_name": name,
        "sex": {"1": "male", "2": "female"}.get(sex, str(_SEXES.get(folded_name(sex), ""))),
        "residence": "" if address == "-" else address,
    }
    warnings = _completed(fields, parts[at])
    return CardKind.INSURANCE, fields, warnings if is_read else [*warnings, "name_unreadable"]


def _passport(text: str) -> _Found | None:
    zone = re.sub(r"[ \t\r\n]", "", text).upper()
    if _MRZ_PASSPORT.match(zone):
        fields = {
            "passport": zone[44:53].rstrip("<"),
            "full_name": _mrz_name(zone[5:44]),
            "sex": {"M": "male", "F": "female"}.get(zone[64], ""),
            "nationality": zone[54:57].rstrip("<"),
        }
        return CardKind.PASSPORT, fields, _completed(fields, _mrz_day(zone[57:63]))
    if _MRZ_CARD.match(zone):
        number = zone[15:27]
        fields = {
            "citizen_id": number if _CITIZEN.match(number) else "",
            "full_name": _mrz_name(zone[60:90]),
            "sex": {"M": "male", "F": "female"}.get(zone[37], ""),
        }
        return CardKind.CITIZEN, fields, _completed(fields, _mrz_day(zone[30:36]))
    return None


def _only_number(text: str) -> _Found | None:
    number = re.sub(r"[ .\-]", "", shown(text))
    if _CITIZEN.match(number):
        return CardKind.NUMBER, {"citizen_id": number}, citizen_doubts(number)
    return (CardKind.NUMBER, {"old_card": number}, []) if _OLD_CARD.match(number) else None


def _code(text: str) -> _Found | None:
    found = _PLACE.match(text.strip(" \t\r\n"))
    return (CardKind.CODE, {"code": found[1].upper()}, []) if found else None


_READERS: tuple[Callable[[str], _Found | None], ...] = (
    *(_pass, _citizen, _insurance, _health, _passport, _only_number, _code),
)


def _completed(fields: dict[str, str], birth: str) -> list[str]:
    """Writes the birth into the fields; returns what is doubtful."""
    told = read_birth(birth)
    fields["birth_on"] = told.on.isoformat() if told.on else ""
    fields["birth_year"] = str(told.year) if told.year else ""
    warnings = [] if told.year else ["birth_unreadable"]
    if not fields.get("full_name"):
        warnings.append("name_missing")
    if number := fields.get("citizen_id"):
        warnings += citizen_doubts(number, sex=fields.get("sex", ""), birth_year=told.year)
    return warnings


def _number(words: str) -> dict[str, str]:
    for name, form in (("citizen_id", _CITIZEN), ("old_card", _OLD_CARD), ("passport", _PASSPORT)):
        if form.match(words):
            return {name: words}
    return {"number_masked": words}


def _joined(parts: list[str]) -> str:
    return "|".join(parts).strip("| ")


def _day(words: str) -> str:
    told = read_birth(words)
    return told.on.isoformat() if told.on else ""


def _of_hex(words: str) -> tuple[str, bool]:
    """The words of hexadecimal UTF-8; as they are where they are none."""
    if not _HEX.match(words):
        return words, bool(re.search("[a-z]", folded_name(words)))
    try:
        return shown(bytes.fromhex(words).decode()), True
    except UnicodeDecodeError:
        return words, False


def _mrz_name(zone: str) -> str:
    return " ".join(zone.replace("<", " ").split())


def _mrz_day(digits: str) -> str:
    """YYMMDD as an ISO day; two digits above 30 are of the last century."""
    if not re.match(r"^[0-9]{6}\Z", digits):
        return ""
    century = "19" if int(digits[:2]) > 30 else "20"
    return f"{century}{digits[:2]}-{digits[2:4]}-{digits[4:]}"
