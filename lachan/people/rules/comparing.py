"""Two records side by side: which lines, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.people.rules.births import birth_words
from lachan.people.rules.words import IDENTIFIER_KINDS, SEXES
from lachan.people.terms import PairState

BANDS = {
    "near_certain": gettext_lazy("Near certain"),
    "likely": gettext_lazy("Likely"),
    "possible": gettext_lazy("Possible"),
}
PAIR_STATES = {
    PairState.OPEN.value: gettext_lazy("Not decided"),
    PairState.SAME.value: gettext_lazy("One person"),
    PairState.DIFFERENT.value: gettext_lazy("Two persons"),
}
AGREEMENT = {
    "same name": gettext_lazy("same name"),
    "same words, other order": gettext_lazy("same words, other order"),
    "a middle name missing": gettext_lazy("a middle name missing"),
    "almost the same": gettext_lazy("almost the same"),
    "alike": gettext_lazy("alike"),
    "same given name": gettext_lazy("same given name"),
    "other name": gettext_lazy("other name"),
    "same day": gettext_lazy("same day"),
    "day and month swapped": gettext_lazy("day and month swapped"),
    "same year, day not known": gettext_lazy("same year, day not known"),
    "same day, year off by one": gettext_lazy("same day, year off by one"),
    "same year, and day or month": gettext_lazy("same year, and day or month"),
    "about the same year": gettext_lazy("about the same year"),
    "other birth": gettext_lazy("other birth"),
    "same sex": gettext_lazy("same sex"),
    "other sex": gettext_lazy("other sex"),
    "same citizen number": gettext_lazy("same citizen number"),
    "the number of another": gettext_lazy("the number of another"),
    "one digit differs": gettext_lazy("one digit differs"),
    "other citizen number": gettext_lazy("other citizen number"),
    "same old card": gettext_lazy("same old card"),
    "other old card": gettext_lazy("other old card"),
    "same phone and address": gettext_lazy("same phone and address"),
    "same phone": gettext_lazy("same phone"),
    "same address": gettext_lazy("same address"),
    "same commune": gettext_lazy("same commune"),
    "same district": gettext_lazy("same district"),
    "other place": gettext_lazy("other place"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: its label, both sides, and how they agree, in words.

    `agrees` is True, False, or None where one side says nothing.
    """

    label: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    words: str
    agrees: bool | None


def lines(
    left: Mapping[str, Any], right: Mapping[str, Any], features: Mapping[str, str]
) -> list[Line]:
    """The comparison of two sides as `queries.pairs.sides` gives them."""
    made = [
        _line(_("Full name"), left["names"], right["names"], features.get("name", "")),
        _line(_("Birth"), _births(left), _births(right), features.get("birth", "")),
        _line(_("Sex"), _sexes(left), _sexes(right), features.get("sex", "")),
    ]
    for kind, label in IDENTIFIER_KINDS.items():
        sides = [
            sorted({number.value for number in side["identifiers"] if number.kind == kind})
            for side in (left, right)
        ]
        if sides[0] or sides[1]:
            made.append(_line(str(label), sides[0], sides[1], features.get(kind, "")))
    made.append(
        _line(_("Address"), _addresses(left), _addresses(right), features.get("household", ""))
    )
    made.append(_line(_("Lives with"), _others(left), _others(right), ""))
    return made


def _line(label: str, left: Sequence[str], right: Sequence[str], words: str) -> Line:
    agrees = None if not left or not right else bool(set(left) & set(right))
    return Line(label, tuple(left), tuple(right), str(AGREEMENT.get(words, "")), agrees)


def _births(side: Mapping[str, Any]) -> list[str]:
    person = side["person"]
    words = birth_words(person.birth_on, person.birth_year)
    return [words] if words else []


def _sexes(side: Mapping[str, Any]) -> list[str]:
    return [str(SEXES[side["person"].sex])] if side["person"].sex else []


def _addresses(side: Mapping[str, Any]) -> list[str]:
    household = side["household"]
    words = [household.address] if household and household.address else []
    words += [residence.words for residence in side["residences"] if residence.words]
    return list(dict.fromkeys(words))


def _others(side: Mapping[str, Any]) -> list[str]:
    return [person.full_name for person in side["others"]]
