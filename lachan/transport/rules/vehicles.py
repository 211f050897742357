"""Plates, flight and boat numbers in the form in which they are compared."""

from __future__ import annotations

import re

from lachan.core.text import normal

_SIGNS = re.compile(r"[\s.\-_/·]+")
_CAR = re.compile(r"^(\d{2})([A-ZĐ]{1,2})(\d{4,5})$")
LONGEST = 20


def plate_key(words: str) -> str:
    """A plate in capitals without signs: "69A-123.45" and "69a 12345" are both "69A12345"."""
    return _SIGNS.sub("", normal(words)).upper()[:LONGEST]


def plate_words(key: str) -> str:
    """A plate as it stands on the vehicle: "69A12345" is "69A-123.45"; others as they are kept."""
    found = _CAR.match(key)
    if not found:
        return key
    province, series, number = found.groups()
    shown = f"{number[:3]}.{number[3:]}" if len(number) == 5 else number
    return f"{province}{series}-{shown}"
