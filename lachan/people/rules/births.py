"""A birth as people write it: the whole day, or only its year."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$|^(\d{2})(\d{2})(\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_YEAR = re.compile(r"^(?:\d{1,2}[/.\-])?(\d{4})$")
FIRST_YEAR = 1900


class NotABirth(ValueError):
    """The words are neither a day nor a year in which somebody alive can have been born."""


def birth_of(words: str, *, today: date) -> tuple[date | None, int | None]:
    """The day and the year of birth that the words tell: "15/9/1987", "15091987", "1987", "9/1987".

    Empty words are (None, None). Raises NotABirth for anything else, and for days to come.
    """
    words = words.strip()
    if not words:
        return None, None
    if found := _DAY.match(words):
        day, month, year = (int(part) for part in found.groups() if part)
    elif found := _ISO.match(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _YEAR.match(words):
        year = int(found[1])
        if not FIRST_YEAR <= year <= today.year:
            raise NotABirth(words)
        return None, year
    else:
        raise NotABirth(words)
    try:
        born = date(year, month, day)
    except ValueError as wrong:
        raise NotABirth(words) from wrong
    if born.year < FIRST_YEAR or born > today:
        raise NotABirth(words)
    return born, born.year


def birth_words(birth_on: date | None, birth_year: int | None) -> str:
    """The birth as it is written here: 15/9/1987, or the year alone, or nothing."""
    if birth_on:
        return f"{birth_on.day}/{birth_on.month}/{birth_on.year}"
    return str(birth_year or "")
