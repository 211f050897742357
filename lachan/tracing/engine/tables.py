"""The tables that go into a trace and come out of it, as columns of numbers.

Every engine takes and gives these, so that one test can hold all engines against each other.
Instants are whole seconds since 1970-01-01T00:00:00Z (int64); people and places are any int64.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]

NO_ROW = -1  # a stay without a seat row
NO_SETTING = -1  # an exposure at a place, or a contact row that names no setting
FOREVER = np.int64(2**62)  # a window or a horizon that has no end
ROW_REACH = 2  # rows further apart than this do not meet
LARGEST_ROW = 254


@dataclass(frozen=True)
class Terms:
    """What counts as exposure. Durations in seconds; `horizon` an instant, or FOREVER.

    levels   how many levels to follow (F1 is level 1)
    minimum  how long a meeting must last, once cut
    latency  from a person's own exposure until that person can expose others
    horizon  the instant at which meetings with exposed people are cut (level 2 and on)
    """

    levels: int = 4
    minimum: int = 15 * 60
    latency: int = 0
    horizon: int = int(FOREVER)


@dataclass(frozen=True)
class Cases:
    """The people from whom the trace starts; a person may have several windows."""

    person: Numbers
    since: Numbers
    until: Numbers


@dataclass(frozen=True)
class Visits:
    """Stays of people at places; `row` is 0…254, or NO_ROW. `left >= entered` always."""

    person: Numbers
    place: Numbers
    entered: Numbers
    left: Numbers
    row: Numbers


@dataclass(frozen=True)
class Contacts:
    """Named contacts, in no direction.

    `setting` holds indexes into `settings`, or NO_SETTING; `settings` is sorted by code point and
    free of doubles, so that the order of the indexes is the order of the words.
    """

    a: Numbers
    b: Numbers
    started: Numbers
    ended: Numbers
    setting: Numbers
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exposures:
    """The labels that nothing beats, sorted by (person, level), each with its evidence.

    Where `at_place` is false the evidence is a contact row: `place` is 0 and means nothing.
    `met_from` and `met_until` are the meeting as it was cut; exposed_at = met_from + minimum.
    """

    person: Numbers
    level: Numbers
    exposed_at: Numbers
    source: Numbers
    place: Numbers
    at_place: Numbers
    setting: Numbers
    met_from: Numbers
    met_until: Numbers
    settings: tuple[str, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.person)


def whole(values: object) -> Numbers:
    """`values` as int64."""
    return np.ascontiguousarray(values, dtype=np.int64)
