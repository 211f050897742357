"""Adding up units: the unknown is counted apart, never taken for zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Total:
    """The sum of what is known, of how many units it is known, and of how many it should be.

    `value` is None when no unit is known. `not_sent` units sent nothing that counts; `unknown` sent
    a report with this figure empty. known + unknown + not_sent = owing.
    """

    value: int | None
    known: int
    unknown: int
    not_sent: int

    @property
    def owing(self) -> int:
        return self.known + self.unknown + self.not_sent

    @property
    def is_complete(self) -> bool:
        return self.known == self.owing


@dataclass(frozen=True)
class Difference:
    """Today less yesterday over the units known on both days; `of` says how many those are."""

    value: int | None
    of: int


def total(values: Mapping[str, int | None], owing: int) -> Total:
    """Add the values of the units that sent; `owing` is how many units owe this figure."""
    known = [value for value in values.values() if value is not None]
    return Total(
        value=sum(known) if known else None,
        known=len(known),
        unknown=len(values) - len(known),
        not_sent=owing - len(values),
    )


def difference(today: Mapping[str, int | None], yesterday: Mapping[str, int | None]) -> Difference:
    """What changed, over the same units: a unit that sent on one day only is no rise or fall."""
    changes = []
    for unit, value in today.items():
        before = yesterday.get(unit)
        if value is not None and before is not None:
            changes.append(value - before)
    return Difference(value=sum(changes) if changes else None, of=len(changes))
