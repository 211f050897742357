"""Who shared a vehicle with somebody, and who sat within so many rows.

Two rows before and behind is what the contact guidance for aircraft and coaches speaks of; how many
rows count is an argument, a dated row. Whoever's seat is not known is listed apart, never dropped:
"undetermined" is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aboard:
    """One person on board of one trip.

    `on` and `off` are positions of stops: on board from `on` until `off`. None: not told, then the
    person is taken to have been there from the beginning, to the end. `row` None: seat not known.
    """

    id: int
    row: int | None = None
    on: int | None = None
    off: int | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody who sat `apart` rows away; 0 is the same row."""

    id: int
    apart: int


@dataclass(frozen=True, slots=True)
class Shared:
    """All who were on board together with somebody, each in exactly one group.

    `apart` are those whose rows are known and lie farther away; `undetermined` those of whom, or
    around whom, no row is known; `elsewhen` those who had got off before, or got on after.
    """

    near: tuple[Near, ...] = ()
    undetermined: tuple[int, ...] = ()
    apart: tuple[Near, ...] = ()
    elsewhen: tuple[int, ...] = ()


def were_together(one: Aboard, other: Aboard) -> bool:
    """Whether both were on board between at least one pair of stops."""
    begins = max(one.on or 0, other.on or 0)
    ends = [end for end in (one.off, other.off) if end is not None]
    return not ends or begins < min(ends)


def shared_trip(who: Aboard, passengers: Iterable[Aboard], *, rows_apart: int = 2) -> Shared:
    """Sort the others on board by where they sat towards `who`; the nearest first."""
    near: list[Near] = []
    apart: list[Near] = []
    undetermined: list[int] = []
    elsewhen: list[int] = []
    for other in passengers:
        if other.id == who.id:
            continue
        if not were_together(who, other):
            elsewhen.append(other.id)
        elif who.row is None or other.row is None:
            undetermined.append(other.id)
        else:
            distance = abs(who.row - other.row)
            (near if distance <= rows_apart else apart).append(Near(other.id, distance))
    near.sort(key=lambda found: (found.apart, found.id))
    apart.sort(key=lambda found: (found.apart, found.id))
    return Shared(tuple(near), tuple(undetermined), tuple(apart), tuple(elsewhen))
