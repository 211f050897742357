"""Vietnamese text: one normal form, and one folded form for searching without diacritics."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_FOLD = str.maketrans("đĐ", "dD")


def normal(text: str) -> str:
    """NFC, single spaces, trimmed: what is stored."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def folded(text: str) -> str:
    """Lower case without diacritics, for search: "Phường An Xuyên" becomes "phuong an xuyen"."""
    decomposed = unicodedata.normalize("NFD", text.translate(_FOLD).lower())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return _SPACES.sub(" ", plain).strip()


def given_name_key(full_name: str) -> tuple[str, ...]:
    """Sort key for Vietnamese names: the given name (last word) first, then the rest."""
    words = folded(full_name).split()
    return (words[-1], *words[:-1]) if words else ()


def whole_number(typed: str | None) -> int:
    """The number that a hidden field or a checkbox sends; 0 for anything else.

    Longer ones than a database's id are none: whoever sends them did not get them from a page.
    """
    words = typed or ""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 19 else 0
