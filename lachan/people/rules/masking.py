"""How persons are shown where they need not be known in full."""

from __future__ import annotations

import re

KEPT = 3
# Six digits and more, perhaps grouped: a card number or a phone, in whatever words it stands.
_LONG_NUMBER = re.compile(r"\d(?:[ .\-]?\d){5,}")


def masked_number(value: str) -> str:
    """A number of which the last three characters are left: "096087000123" is "•••••••••123".

    Short ones are hidden whole: three characters of five would tell too much.
    """
    if len(value) < 2 * KEPT:
        return "•" * len(value)
    return "•" * (len(value) - KEPT) + value[-KEPT:]


def initials(full_name: str) -> str:
    """The initials of all names but the given one: "Nguyễn Văn Mẫu" is "N. V. Mẫu"."""
    words = full_name.split()
    return " ".join([*(f"{word[0].upper()}." for word in words[:-1]), *words[-1:]])


def masked_words(text: str) -> str:
    """Any words, with the numbers in them that could be of a card or a phone masked."""
    return _LONG_NUMBER.sub(lambda found: masked_number(found[0]), text)
