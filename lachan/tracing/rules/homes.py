"""Whether a place of a trace is somebody's home: surely, perhaps, or not.

A home is never told to the public. What is surely one is left out of a notice; of what may be one
the approver is asked, with the reason, and it stays unread until somebody has answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from lachan.core.text import folded
from lachan.people.rules.households import address_key
from lachan.tracing.terms import Setting

# A place called so is somebody's home, whatever kind of place was chosen for it.
_HOUSE_OF = re.compile(
    r"^(tai )?nha (o |rieng )?(cua )?(ong|ba|anh|chi|em|co|chu|bac|di|cau|mo|thim|duong|thay|ban)\b"
)
# Anybody may walk in there: that only one household was found there yet says nothing.
OPEN_TO_ALL = frozenset(
    {Setting.MARKET, Setting.SCHOOL, Setting.VEHICLE, Setting.HEALTH, Setting.WORSHIP}
)


class AskedBecause(StrEnum):
    """Why a place may be somebody's home."""

    LIKE_HOME = "like_home"
    LIVED_AT = "lived_at"
    ONLY_HOUSEHOLD = "only_household"


@dataclass(frozen=True, slots=True)
class Dwelling:
    """Where somebody lives: the unit, down to which it is known, and the words of the address."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it is held against dwellings.

    `is_household` where it stands for a household of the register; `lived_at` where a household
    of somebody else is recorded at its address; `only_household` where nobody but people of the
    cases' households was ever found there, and nobody keeps a code on its door.
    """

    path: str
    name: str
    address: str = ""
    setting: Setting = Setting.OTHER
    is_household: bool = False
    lived_at: bool = False
    only_household: bool = False


def is_home(place: Place, dwellings: Collection[Dwelling]) -> bool:
    """Whether the place surely is a home.

    By its kind, by its name ("nhà bà Tư"), or by its address: the house of a recorded residence,
    in one unit, compared without diacritics and signs ("Số 12/3, đường Lý Bôn" is "12/3 ly bon").
    """
    if place.is_household or place.setting == Setting.HOUSEHOLD:
        return True
    if _HOUSE_OF.match(folded(place.name)):
        return True
    houses = house_keys(place)
    return any(
        _is_near(place, one) and key in houses
        for one in dwellings
        if (key := address_key(one.words))
    )


def why_asked(place: Place, dwellings: Collection[Dwelling]) -> AskedBecause | None:
    """Why the approver is to say that the place, which is not surely a home, is none."""
    near = [one for one in dwellings if _is_near(place, one)]
    houses = house_keys(place)
    if any(_is_like(key, house) for one in near for key in _keys(one.words) for house in houses):
        return AskedBecause.LIKE_HOME
    if place.lived_at:
        return AskedBecause.LIVED_AT
    if place.setting in OPEN_TO_ALL:
        return None
    # An address in the country is often a hamlet only: of a shop it says nothing.
    words = _bare(place.address)
    if words and any(_bare(one.words) == words for one in near):
        return AskedBecause.LIKE_HOME
    return AskedBecause.ONLY_HOUSEHOLD if place.only_household else None


def house_keys(place: Place) -> frozenset[str]:
    """The keys of houses that the name or the address of a place speak of."""
    return frozenset(key for words in (place.address, place.name) for key in _keys(words))


def _keys(words: str) -> Iterator[str]:
    """Keys from each number on: "Quán cơm Ba Tư, 12/3 Lý Bôn" is at "12/3 ly bon"."""
    for found in re.finditer(r"(?<!\w)\d", words):
        key = address_key(words[found.start() :])
        if key:
            yield key


def _is_near(place: Place, dwelling: Dwelling) -> bool:
    return bool(dwelling.path) and (
        place.path.startswith(dwelling.path) or dwelling.path.startswith(place.path)
    )


def _is_like(key: str, other: str) -> bool:
    """One number, and one street's name begins as the other."""
    short, long = sorted((key.split(), other.split()), key=len)
    return short[0] == long[0] and len(short) > 1 and short == long[: len(short)]


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", folded(words)))
