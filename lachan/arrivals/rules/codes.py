"""Codes that are said on the telephone: six signs that nobody mistakes for one another."""

from __future__ import annotations

import re

# Without 0 O, 1 I L, 5 S, 2 Z, 8 B, U V: what sounds or looks alike has one sign at most.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 6


def code_of(number: int) -> str:
    """The code that a random whole number gives (taken modulo the number of codes)."""
    signs = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return "".join(signs)


def typed_code(words: str) -> str:
    """What somebody typed as a code, without spaces and dashes, or empty when it is none."""
    signs = re.sub(r"[\s.\-–]", "", words).upper()
    fits = len(signs) == LENGTH and all(sign in ALPHABET for sign in signs)
    return signs if fits else ""


def spoken(code: str) -> str:
    """The code in two groups, as it is said and written by hand: `A3C 9XK`."""
    return f"{code[:3]} {code[3:]}"
