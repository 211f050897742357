"""What every engine hands back, brought to one shape so that answers can be held equal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from lachan.tracing.engine.tables import Cases, Exposures, Terms, whole

COLUMNS = (
    *("person", "level", "exposed_at", "source", "place", "at_place"),
    *("setting", "met_from", "met_until"),
)


class Batch(NamedTuple):
    """Cases traced each by itself to their F1: row i is of the case at position `case[i]`.

    Sorted by (case, person); the other cases are people like all others.
    """

    case: NDArray[Any]
    exposures: Exposures


class TooSlow(Exception):
    """The trace was interrupted."""


class Rival(Protocol):
    """One engine over one world, ready to answer; `forms` are its ways to write the question."""

    forms: tuple[str, ...]

    def trace(self, cases: Cases, terms: Terms, form: str) -> Exposures:
        """The labels of one trace with their evidence; raises TooSlow when interrupted."""
        ...

    def interrupt(self) -> None:
        """From another thread: give up the trace that is running."""
        ...

    def batch(self, cases: Cases, terms: Terms) -> Batch:
        """Each case's F1 by itself."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


def exposures(columns: Mapping[str, Any], settings: tuple[str, ...]) -> Exposures:
    """Columns that an engine gave, in order of person and level."""
    order = np.lexsort((whole(columns["level"]), whole(columns["person"])))
    made = {name: whole(columns[name])[order] for name in COLUMNS}
    return Exposures(**{**made, "at_place": made["at_place"].astype(np.bool_)}, settings=settings)


def batch(columns: Mapping[str, Any], settings: tuple[str, ...]) -> Batch:
    """Columns that an engine gave for many cases, in order of case and person."""
    order = np.lexsort((whole(columns["person"]), whole(columns["nth"])))
    made = {name: whole(columns[name])[order] for name in COLUMNS}
    made["at_place"] = made["at_place"].astype(np.bool_)
    return Batch(whole(columns["nth"])[order], Exposures(**made, settings=settings))


def difference(one: Exposures, other: Exposures) -> str:
    """Where two answers first differ, in words; empty where they are the same."""
    if len(one) != len(other):
        return f"{len(one):,} rows and {len(other):,}"
    for name in COLUMNS:
        apart = np.flatnonzero(getattr(one, name) != getattr(other, name))
        if len(apart):
            row = int(apart[0])
            return f"{name} of row {row} of {len(one):,} ({len(apart):,} rows differ)"
    return ""
