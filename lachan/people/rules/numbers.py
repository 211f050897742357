"""Numbers as people type them, in the form in which they are kept."""

from __future__ import annotations

import re

from lachan.people.terms import IdentifierKind

_BETWEEN = re.compile(r"[\s.\-/]+")


def packed(words: str) -> str:
    """Without spaces, dots and dashes, in capitals: "381 234 567" is "381234567"."""
    return _BETWEEN.sub("", words).upper()


def other_number(words: str) -> tuple[IdentifierKind, str]:
    """The number of another paper, and which paper by its form.

    Nine digits are an old identity card (CMND), twelve a citizen number; one or two letters and
    six to eight digits a passport; all else is taken as a health insurance card (two letters and
    13 digits, or the ten digits of the social insurance number).
    """
    value = packed(words)
    if re.fullmatch(r"\d{9}", value):
        return IdentifierKind.OLD_CARD, value
    if re.fullmatch(r"\d{12}", value):
        return IdentifierKind.CITIZEN, value
    if re.fullmatch(r"[A-Z]{1,2}\d{6,8}", value):
        return IdentifierKind.PASSPORT, value
    return IdentifierKind.INSURANCE, value
