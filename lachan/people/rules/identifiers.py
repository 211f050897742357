"""Numbers of persons and what they tell; doubts are warnings and never hold anybody up.

`frontend/src/shared/identifiers.ts` does alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from lachan.people.terms import Sex

FIRST_YEAR = 1900
_CITIZEN = re.compile(r"^[0-9]{12}\Z")
_PHONE = re.compile(r"^0[35789][0-9]{8}\Z")
# Prefixes of eleven digits until 2018, and what they became.
_OLD_PHONES = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}
_DAY = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})\Z")
_DIGITS = re.compile(r"^([0-9]{2})([0-9]{2})([0-9]{4})\Z")
_ISO = re.compile(r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_YEAR = re.compile(r"^(?:[0-9*xX?_]{1,2}[/.\- ]){0,2}([0-9]{4})\Z")
_YEAR_FIRST = re.compile(r"^([0-9]{4})(?:-[0-9*xX?_]{1,2}){1,2}\Z")


@dataclass(frozen=True, slots=True)
class Birth:
    """A day, or only a year; neither: the words tell no birth."""

    on: date | None = None
    year: int | None = None


def read_birth(words: str) -> Birth:
    """The birth that the words tell: "15/9/1987", "15091987", "1987-09-15", "00/00/1990",
    "9/1987", "1987", "**/**/1987". A day that does not exist leaves its year."""
    text = words.strip(" \t\r\n")
    parts: tuple[int, int, int] | None = None
    if found := _ISO.match(text):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY.match(text) or _DIGITS.match(text):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := _YEAR.match(text) or _YEAR_FIRST.match(text):
        return _year(int(found[1]))
    if parts is None:
        return Birth()
    try:
        on = date(*parts)
    except ValueError:
        return _year(parts[0])
    return Birth(on, on.year) if _year(on.year).year else Birth()


def _year(year: int) -> Birth:
    return Birth(None, year) if FIRST_YEAR <= year < 2100 else Birth()


def citizen_doubts(number: str, *, sex: str = "", birth_year: int | None = None) -> list[str]:
    """What in a citizen number does not fit (Nghị định 137/2015): codes, none for a good one.

    `number_form` (not 12 digits), `number_province` (no province of birth, 001-096),
    `number_sex`, `number_birth_year` (other than told). The province is that of the birth's
    registration, not where the person lives.
    """
    if not _CITIZEN.match(number):
        return ["number_form"]
    doubts = []
    if not 1 <= int(number[:3]) <= 96:
        doubts.append("number_province")
    century, is_female = divmod(int(number[3]), 2)
    if sex and sex != (Sex.FEMALE if is_female else Sex.MALE):
        doubts.append("number_sex")
    if birth_year and birth_year != 1900 + 100 * century + int(number[4:6]):
        doubts.append("number_birth_year")
    return doubts


def phone_key(words: str) -> str:
    """A telephone's ten digits: +84, 84 and prefixes of before 2018 are brought to today's form.

    What is no mobile number keeps its digits.
    """
    digits = re.sub("[^0-9]", "", words)
    if digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:]
    if len(digits) == 9 and _PHONE.match("0" + digits):
        digits = "0" + digits
    if len(digits) == 11 and digits[:4] in _OLD_PHONES:
        digits = _OLD_PHONES[digits[:4]] + digits[4:]
    return digits
