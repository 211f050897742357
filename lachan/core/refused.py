"""The one way in which an action says no: with its reasons, in words."""

from __future__ import annotations

from collections.abc import Iterable


class Refused(Exception):
    """An action was refused; `reasons` are sentences for the person who asked (at least one)."""

    def __init__(self, *reasons: str) -> None:
        self.reasons: tuple[str, ...] = reasons
        super().__init__("; ".join(str(reason) for reason in reasons))


class ToldOtherwise(Refused):
    """The key is that of something with other words: nothing of these was written."""


class NotThere(Exception):
    """What was asked for does not exist, or is out of the asker's sight: the two look the same."""


def refuse_if(obstacles: Iterable[str]) -> None:
    """Raise `Refused` with all obstacles, or do nothing when there are none."""
    reasons = tuple(obstacles)
    if reasons:
        raise Refused(*reasons)
