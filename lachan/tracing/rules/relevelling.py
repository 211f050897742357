"""What a new trace changes for each person, and which meeting made or unmade the change.

A contact turns positive, a result is corrected, a stay is struck: the trace is made again and held
against the one before. Changes are told, and their consequences proposed; nothing is applied here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lachan.tracing.rules.chains import Labels, Link, chain_to


class Turn(StrEnum):
    """What became of a person between two traces."""

    NAMED = "named"  # was not exposed, is now
    FREED = "freed"  # was exposed, is no longer
    POSITIVE = "positive"  # was exposed, is a case now
    NEARER = "nearer"  # a lower level
    FARTHER = "farther"  # a higher level
    EARLIER = "earlier"  # the same level, exposed earlier
    LATER = "later"  # the same level, exposed later
    REPROVED = "reproved"  # the same level and instant, on other evidence


@dataclass(frozen=True, slots=True)
class Change:
    """One person's turn: the first label before and after, and the link that decided it.

    `because` is the first link of the new chain that did not stand before or, where a chain fell
    away, the first link of the old one that no longer stands.
    """

    person: int
    turn: Turn
    before: Link | None
    after: Link | None
    because: Link | None


def changes(before: Labels, after: Labels, cases: Iterable[int]) -> list[Change]:
    """Everyone for whom the two traces differ, by person. `cases` are those of the later one."""
    positive = frozenset(cases)
    found = []
    for person in sorted({*before, *after}):
        old = before.get(person, (None,))[0]
        new = after.get(person, (None,))[0]
        turn = _turn(old, new, person in positive)
        if turn:
            found.append(Change(person, turn, old, new, _because(before, after, old, new)))
    return found


def _turn(old: Link | None, new: Link | None, is_case: bool) -> Turn | None:
    if new is None:
        return Turn.POSITIVE if is_case else Turn.FREED
    if old is None:
        return Turn.NAMED
    if new.level != old.level:
        return Turn.NEARER if new.level < old.level else Turn.FARTHER
    if new.exposed_at != old.exposed_at:
        return Turn.EARLIER if new.exposed_at < old.exposed_at else Turn.LATER
    return None if new == old else Turn.REPROVED


def _because(before: Labels, after: Labels, old: Link | None, new: Link | None) -> Link | None:
    is_better = new and (old is None or (new.level, new.exposed_at) <= (old.level, old.exposed_at))
    if new and is_better:
        return _first_missing(after, new, before)
    return _first_missing(before, old, after) if old else None


def _first_missing(labels: Labels, link: Link, others: Labels) -> Link | None:
    """The first link of the chain to `link` that is not among `others`."""
    return next(
        (one for one in chain_to(labels, link) if one not in others.get(one.person, ())), None
    )
