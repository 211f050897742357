"""How we know: the chain of meetings that leads from a case to a person.

A label of level k names the source from whom the person was exposed, and that source has a label of
level k - 1 (docs/formats.md, `lachan trace`), so the chain can be read back to the case, link by
link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lachan.tracing.engine.tables import NO_SETTING, Exposures


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


def level_of(links: Iterable[Link]) -> int | None:
    """The F level of a person with these labels; None for somebody who was not exposed."""
    return min((link.level for link in links), default=None)


def chain_to(labels: Labels, link: Link) -> list[Link]:
    """The links from the case to `link`, which comes last.

    Raises KeyError when `labels` is not the whole answer of the trace that `link` is of.
    """
    chain = [link]
    while chain[0].level > 1:
        above = chain[0]
        chain.insert(0, next(one for one in labels[above.source] if one.level == above.level - 1))
    return chain
