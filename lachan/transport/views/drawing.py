"""The drawing of a vehicle's seats; the table beside it says the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lachan.transport.queries.trips import SeatRow

SEAT, GAP, LABEL, TOP = 64, 8, 44, 8


@dataclass(frozen=True)
class DrawnSeat:
    """One seat: where it is drawn, what stands in it, and how it stands to who is asked about."""

    passenger_id: int
    x: int
    y: int
    words: str
    tone: str
    title: str


@dataclass(frozen=True)
class Drawing:
    """All seats with a known row; rows are labelled at the left."""

    width: int
    height: int
    seats: tuple[DrawnSeat, ...]
    labels: tuple[tuple[int, int], ...]
    side: int = SEAT


def seats_drawn(rows: list[SeatRow], tones: dict[int, str]) -> Drawing | None:
    """Draw the rows from the front; `tones` says `who`, `near`, or nothing for each passenger."""
    if not rows:
        return None
    widest = max(len(row.passengers) for row in rows) or 1
    seats, labels = [], []
    for index, row in enumerate(rows):
        y = TOP + index * (SEAT // 2 + GAP)
        labels.append((row.row, y + SEAT // 4 + 5))
        for place, passenger in enumerate(row.passengers):
            seats.append(
                DrawnSeat(
                    passenger_id=passenger.pk,
                    x=LABEL + place * (SEAT + GAP),
                    y=y,
                    words=_short(passenger),
                    tone=tones.get(passenger.pk, ""),
                    title=f"{passenger.seat} {passenger.person.full_name}".strip(),
                )
            )
    return Drawing(
        width=LABEL + widest * (SEAT + GAP),
        height=TOP + len(rows) * (SEAT // 2 + GAP),
        seats=tuple(seats),
        labels=tuple(labels),
    )


def _short(passenger: Any) -> str:
    """What fits into a seat: its own words, else the given name."""
    words = passenger.seat or passenger.person.full_name.split()[-1]
    return words if len(words) <= 8 else f"{words[:7]}…"
