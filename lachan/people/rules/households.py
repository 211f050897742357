"""When words about an address name one household."""

from __future__ import annotations

import re

from lachan.core.text import folded

# "số nhà 12/3", "so 5", "12A đường …": a number that stands for a house, at the beginning.
_HOUSE = re.compile(r"^(?:so nha |so |nha so |sn )?(\d{1,4}[a-z]?(?:/\d{1,4}[a-z]?)*)\b")
_UNITS = re.compile(r"\b(?:phuong|xa|thi tran|quan|huyen|thanh pho|tp|tx|thi xa|tinh|dac khu)\b")
_PUNCTUATION = re.compile(r"[^\w/]+")


def address_key(words: str) -> str:
    """The key under which two spellings of one house's address meet; empty when no house is named.

    The words down to the ward count: "Số 12/3, đường Lý Bôn, P. 4" and "12/3 Lý Bôn, Phường 4" are
    both "12/3 ly bon". A hamlet alone ("ấp 3") is no house: many households live there.
    """
    plain = folded(words).replace("p.", "phuong ").replace("x.", "xa ").replace("d.", "duong ")
    plain = _PUNCTUATION.sub(" ", plain).strip()
    house = _HOUSE.match(plain)
    if house is None:
        return ""
    rest = plain[house.end() :]
    units = _UNITS.search(rest)
    street = rest[: units.start() if units else None].split()
    while street and street[0] in ("duong", "pho"):
        street = street[1:]
    return f"{house[1]} {' '.join(street)}" if street else ""
