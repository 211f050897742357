"""What a new trace changes, reckoned person by person: slow, and held against the real one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lachan.tracing.engine.tables import NO_SETTING, Exposures
from lachan.tracing.rules.relevelling import Turn


@dataclass(frozen=True, slots=True)
class Link:
    """One meeting that exposed `person` at `level`: the label and its evidence.

    Instants are seconds since 1970 (UTC). `place` is None where the evidence is a contact row.
    """

    person: int
    level: int
    exposed_at: int
    source: int
    place: int | None
    setting: str | None
    met_from: int
    met_until: int


# The labels of each person, ascending by level: the first is the person's F level.
Labels = Mapping[int, tuple[Link, ...]]


def labels_of(exposures: Exposures) -> dict[int, tuple[Link, ...]]:
    """A trace's answer, person by person."""
    columns = (
        *(exposures.person, exposures.level, exposures.exposed_at, exposures.source),
        *(exposures.place, exposures.at_place, exposures.setting),
        *(exposures.met_from, exposures.met_until),
    )
    found: dict[int, list[Link]] = {}
    for row in zip(*(column.tolist() for column in columns), strict=True):
        person, level, exposed_at, source, place, at_place, setting, met_from, met_until = row
        words = None if setting == NO_SETTING else exposures.settings[setting]
        link = Link(
            person=person,
            level=level,
            exposed_at=exposed_at,
            source=source,
            place=place if at_place else None,
            setting=words,
            met_from=met_from,
            met_until=met_until,
        )
        found.setdefault(person, []).append(link)
    return {person: tuple(links) for person, links in found.items()}


def chain_to(labels: Labels, link: Link) -> list[Link]:
    """The links from the case to `link`, which comes last.

    Raises KeyError when `labels` is not the whole answer of the trace that `link` is of.
    """
    chain = [link]
    while chain[0].level > 1:
        above = chain[0]
        chain.insert(0, next(one for one in labels[above.source] if one.level == above.level - 1))
    return chain


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
    goes_on = replace(old, met_until=new.met_until) == new and new.met_until >= old.met_until
    return None if goes_on else Turn.REPROVED


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
