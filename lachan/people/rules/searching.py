"""What somebody types to find a person: a number, or words of a name, perhaps with a year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lachan.core.text import folded
from lachan.people.rules.identifiers import phone_key

_SEPARATORS = re.compile(r"[\s.\-]+")
_NUMBER = re.compile(r"^\+?\d{6,15}$")
_PASSPORT = re.compile(r"^[a-z]{1,2}\d{6,8}$", re.I)
_INSURANCE = re.compile(r"^[a-z]{2}\d{8,13}$", re.I)
_YEAR = re.compile(r"^(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Asked:
    """`numbers` are the normal forms of one number typed; `words` are folded words of a name."""

    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is too little to search for: nothing, or one letter."""
        return not self.numbers and sum(map(len, self.words)) < 2


def asked_for(text: str) -> Asked:
    """Read what was typed: "nguyen van a 1987", "0912 345 678", "+84912345678", "096087000123"."""
    packed = _SEPARATORS.sub("", text)
    if _NUMBER.match(packed):
        digits = packed.lstrip("+")
        return Asked(numbers=tuple(dict.fromkeys((digits, phone_key(digits)))))
    if _PASSPORT.match(packed) or _INSURANCE.match(packed):
        return Asked(numbers=(packed.upper(), packed.upper()[2:]))
    words = folded(text).split()
    years = [word for word in words if _YEAR.match(word)]
    return Asked(
        words=tuple(word for word in words if word not in years),
        year=int(years[0]) if years else None,
    )
