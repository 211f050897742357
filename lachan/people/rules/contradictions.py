"""Where the sources about one person differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lachan.core.text import folded
from lachan.people.rules.recognition import names_agree

FIELDS = ("full_name", "sex", "birth_on", "birth_year", "nationality")


@dataclass(frozen=True, slots=True)
class Said:
    """What one source was read as; `number` is the source's place in the list on the page."""

    number: int
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One column with the values that differ, each with the sources that say so."""

    field: str
    sides: tuple[tuple[str, tuple[int, ...]], ...]


def contradictions(sources: Sequence[Said]) -> list[Contradiction]:
    """The columns on which sources differ, in a fixed order; what a source does not say is no side.

    Two spellings of a name that agree (folded, order, a part) are no contradiction; neither is
    the year of birth where the day already differs.
    """
    found = []
    for name in FIELDS:
        sides: dict[str, list[int]] = {}
        for source in sources:
            value = source.values.get(name)
            if value in (None, ""):
                continue
            same = next((other for other in sides if _is_same(name, other, str(value))), None)
            sides.setdefault(same or str(value), []).append(source.number)
        if len(sides) > 1:
            found.append(
                Contradiction(name, tuple((value, tuple(who)) for value, who in sides.items()))
            )
    if any(one.field == "birth_on" for one in found):
        found = [one for one in found if one.field != "birth_year"]
    return found


def _is_same(name: str, left: str, right: str) -> bool:
    if name == "full_name":
        return names_agree(folded(left), folded(right))
    return left == right


def still_open(flagged: Iterable[str], settled: Iterable[str]) -> list[str]:
    """The flagged columns without those that somebody has settled by keying them."""
    done = set(settled)
    if done & {"birth_on", "birth_year"}:
        done |= {"birth_on", "birth_year"}
    return sorted(set(flagged) - done)
