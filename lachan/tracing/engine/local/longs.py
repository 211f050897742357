"""Long stays, and named contacts as stays of two people at a place of their own.

A stay that touches more than two days is kept once, with exact instants, instead of once a day.
A contact row is a meeting like any other, so it becomes a place that only its two people visit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from lachan.tracing.engine.local.days import ANY_SEAT
from lachan.tracing.engine.local.storage import Layout
from lachan.tracing.engine.tables import Numbers


@dataclass(frozen=True)
class Longs:
    """Long stays grouped by place (each group by time of entering), and the way from a person.

    starts has one entry more than there are places, persons_at one more than there are people.
    """

    person: Numbers
    place: Numbers
    entered: Numbers
    left: Numbers
    seat: Numbers
    starts: Numbers
    by_person: Numbers
    persons_at: Numbers

    ARRAYS: ClassVar[Layout] = (
        ("person", "<i4"),
        ("place", "<i4"),
        ("entered", "<i8"),
        ("left", "<i8"),
        ("seat", "|u1"),
        ("starts", "<i4"),
        ("by_person", "<i4"),
        ("persons_at", "<i4"),
    )

    @property
    def nbytes(self) -> int:
        """Memory of all arrays together, in bytes."""
        return sum(getattr(self, name).nbytes for name, _ in self.ARRAYS)

    @property
    def crowd(self) -> int:
        """How many stays the fullest place has."""
        return int(np.diff(self.starts).max()) if len(self.person) else 0

    @property
    def columns(self) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
        """The columns as `arrange_longs` takes them."""
        return self.person, self.place, self.entered, self.left, self.seat


def arrange_longs(
    person: Numbers,
    place: Numbers,
    entered: Numbers,
    left: Numbers,
    seat: Numbers,
    places: int,
    persons: int,
) -> Longs:
    """The table made of these stays, in whatever order they come."""
    order = np.lexsort((seat, person, left, entered, place))
    person, place, seat = (
        person[order].astype(np.int32),
        place[order].astype(np.int32),
        seat[order].astype(np.uint8),
    )
    return Longs(
        person,
        place,
        entered[order].astype(np.int64),
        left[order].astype(np.int64),
        seat,
        _offsets(place, places),
        np.argsort(person, kind="stable").astype(np.int32),
        _offsets(person, persons),
    )


def extended(longs: Longs, places: int, persons: int) -> Longs:
    """The same stays, where more places and people have numbers now."""
    return replace(
        longs,
        starts=_with_more(longs.starts, places),
        persons_at=_with_more(longs.persons_at, persons),
    )


def _with_more(offsets: Numbers, count: int) -> Numbers:
    more = np.full(count + 1 - len(offsets), offsets[-1], np.int32)
    return np.concatenate([offsets, more]) if len(more) else offsets


def seats_of(row: Numbers) -> Numbers:
    """Rows as seats of one byte; NO_ROW is ANY_SEAT."""
    return np.where(row < 0, ANY_SEAT, row).astype(np.uint8)


def _offsets(numbers: Numbers, count: int) -> Numbers:
    starts = np.zeros(count + 1, np.int32)
    np.cumsum(np.bincount(numbers, minlength=count), out=starts[1:])
    return starts
