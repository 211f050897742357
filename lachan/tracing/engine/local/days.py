"""One day of stays: an immutable segment, read by place and by person.

Memory per stay and day: 8 bytes packed, 4 for the way back from its person, and a share of the
offsets. Seat rows take one byte, only at the places that have any. A stay over midnight stands in
both days; one that touches more than two stands in the table of long stays (`longs.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

import numpy as np

from lachan.tracing.engine.local.compiling import loop
from lachan.tracing.engine.local.packing import DAY, pack, person_of
from lachan.tracing.engine.local.storage import Layout
from lachan.tracing.engine.tables import NO_ROW, Numbers

ANY_SEAT = 255  # a stay without a seat row meets every row
STEP = 16  # the group of every 16th stay is noted, the others are found from there
_SMALL = 48


@dataclass(frozen=True)
class Day:
    """The stays of one day, grouped by place, each group sorted by time of entering.

    number      the day, counted from 1970-01-01 (UTC)
    rows        packed stays (`packing.py`)
    starts      where each group begins in `rows`, and the end
    places      the place of each group, ascending
    seats_at    where a group's seat rows begin in `seats`, -1 for a place without seats
    group_marks the group of every STEP-th stay
    by_person   positions in `rows`, person by person; `persons_at` says where a person's begin
    name        what no other day of any index is called: its file
    """

    number: int
    rows: Numbers
    starts: Numbers
    places: Numbers
    seats_at: Numbers
    seats: Numbers
    group_marks: Numbers
    by_person: Numbers
    persons_at: Numbers
    name: str = field(default_factory=lambda: uuid4().hex, compare=False)

    ARRAYS: ClassVar[Layout] = (
        ("rows", "<i8"),
        ("starts", "<i4"),
        ("places", "<i4"),
        ("seats_at", "<i4"),
        ("group_marks", "<i4"),
        ("by_person", "<i4"),
        ("persons_at", "<i4"),
        ("seats", "|u1"),
    )

    @property
    def morning(self) -> int:
        """The first second of the day."""
        return self.number * DAY

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"day-{self.number}-{self.name}.bin"

    @property
    def nbytes(self) -> int:
        """Memory of all arrays together, in bytes."""
        return sum(getattr(self, name).nbytes for name, _ in self.ARRAYS)

    def columns(self) -> tuple[Numbers, Numbers, Numbers]:
        """(place, packed, seat) of every stay, as `arrange` takes them."""
        return (
            np.repeat(self.places, np.diff(self.starts)),
            np.asarray(self.rows),
            _seat_column(self.starts, self.seats_at, self.seats),
        )


def arrange(
    number: int, place: Numbers, packed: Numbers, seat: Numbers, places: int, persons: int
) -> Day:
    """The day made of these stays, in whatever order they come.

    places, persons: how many numbers there are, so that counting can replace sorting.
    """
    rows, starts, group_places, seats_at, seats = _group(place, packed, seat, places)
    by_person, persons_at = _by_person(rows, persons)
    return Day(
        number,
        rows,
        starts,
        group_places,
        seats_at,
        seats,
        np.searchsorted(starts, np.arange(0, len(rows) + STEP, STEP), "right").astype(np.int32) - 1,
        by_person,
        persons_at,
    )


def scatter(
    person: Numbers, place: Numbers, entered: Numbers, left: Numbers, row: Numbers, share: Any
) -> Iterator[tuple[int, Numbers, Numbers, Numbers]]:
    """(day, place, packed, seat) of every day that these short stays touch, in order.

    `share` maps a function over several argument tuples at once (see `index.build`).
    """
    if not len(person):
        return
    first = int(entered.min()) // DAY
    counts = _count_days(entered, left, first, int(left.max()) // DAY - first + 1)
    ends = np.cumsum(counts)
    total = int(ends[-1])
    places, rows = np.empty(total, np.int32), np.empty(total, np.int64)
    seats = np.empty(total, np.uint8)
    middle = int(np.searchsorted(ends, total // 2)) + 1
    cursors = ends - counts
    share(
        lambda lowest, highest: _scatter(
            person, place, entered, left, row, first, lowest, highest, cursors, places, rows, seats
        ),
        [(0, middle), (middle, len(counts))],
    )
    for index in np.flatnonzero(counts):
        here = slice(int(ends[index] - counts[index]), int(ends[index]))
        yield first + int(index), places[here], rows[here], seats[here]


@loop
def _count_days(entered, left, first, days):  # type: ignore[no-untyped-def]
    counts = np.zeros(days, np.int64)
    for index in range(len(entered)):
        opening, closing = entered[index] // DAY, left[index] // DAY
        counts[opening - first] += 1
        if closing != opening:
            counts[closing - first] += 1
    return counts


@loop
def _scatter(  # type: ignore[no-untyped-def]
    person, place, entered, left, row, first, lowest, highest, cursors, places, rows, seats
):
    for index in range(len(person)):
        opening, closing = entered[index] // DAY - first, left[index] // DAY - first
        for day in range(opening, closing + 1):
            if lowest <= day < highest:
                at = cursors[day]
                cursors[day] = at + 1
                places[at] = place[index]
                rows[at] = pack(entered[index], left[index], person[index], (day + first) * DAY)
                seats[at] = ANY_SEAT if row[index] == NO_ROW else row[index]


@loop
def _group(place, packed, seat, places):  # type: ignore[no-untyped-def]
    # 1. Counting sort by place.
    cursor = np.zeros(places + 1, np.int32)
    for index in range(len(place)):
        cursor[place[index] + 1] += 1
    groups = 0
    for number in range(places):
        groups += cursor[number + 1] > 0
    starts = np.empty(groups + 1, np.int32)
    group_places = np.empty(groups, np.int32)
    group = 0
    total = 0
    for number in range(places):
        size = cursor[number + 1]
        if size > 0:
            starts[group] = total
            group_places[group] = number
            group += 1
        cursor[number] = total
        total += size
    starts[groups] = total
    rows = np.empty(len(place), np.int64)
    row_seats = np.empty(len(place), np.uint8)
    for index in range(len(place)):
        at = cursor[place[index]]
        cursor[place[index]] = at + 1
        rows[at] = packed[index]
        row_seats[at] = seat[index]
    # 2. Each group by time of entering; note where seats are kept.
    seats_at = np.full(groups, np.int32(-1), np.int32)
    seats = np.empty(len(place), np.uint8)
    seated = 0
    for group in range(groups):
        start, end = starts[group], starts[group + 1]
        _sort_group(rows, row_seats, start, end)
        has_seats = False
        for index in range(start, end):
            has_seats |= row_seats[index] != ANY_SEAT
        if has_seats:
            seats_at[group] = seated
            for index in range(start, end):
                seats[seated] = row_seats[index]
                seated += 1
    return rows, starts, group_places, seats_at, seats[:seated].copy()


@loop
def _sort_group(rows, seats, start, end):  # type: ignore[no-untyped-def]
    if end - start <= _SMALL:
        for index in range(start + 1, end):
            row, seat = rows[index], seats[index]
            at = index
            while at > start and (
                rows[at - 1] > row or (rows[at - 1] == row and seats[at - 1] > seat)
            ):
                rows[at], seats[at] = rows[at - 1], seats[at - 1]
                at -= 1
            rows[at], seats[at] = row, seat
        return
    in_order = True
    for index in range(start + 1, end):
        if rows[index - 1] >= rows[index]:
            in_order = False
            break
    if not in_order:
        order = np.argsort(seats[start:end], kind="mergesort")
        rows[start:end] = rows[start:end][order]
        seats[start:end] = seats[start:end][order]
        order = np.argsort(rows[start:end], kind="mergesort")
        rows[start:end] = rows[start:end][order]
        seats[start:end] = seats[start:end][order]


@loop
def _by_person(rows, persons):  # type: ignore[no-untyped-def]
    persons_at = np.zeros(persons + 1, np.int32)
    for index in range(len(rows)):
        persons_at[person_of(rows[index]) + 1] += 1
    for person in range(persons):
        persons_at[person + 1] += persons_at[person]
    by_person = np.empty(len(rows), np.int32)
    # Filling from the back leaves each person's positions ascending.
    ends = persons_at[1:].copy()
    for index in range(len(rows) - 1, -1, -1):
        person = person_of(rows[index])
        ends[person] -= 1
        by_person[ends[person]] = index
    return by_person, persons_at


@loop
def _seat_column(starts, seats_at, seats):  # type: ignore[no-untyped-def]
    column = np.full(starts[-1], np.uint8(ANY_SEAT), np.uint8)
    for group in range(len(seats_at)):
        at = seats_at[group]
        if at >= 0:
            for index in range(starts[group], starts[group + 1]):
                column[index] = seats[at + index - starts[group]]
    return column
