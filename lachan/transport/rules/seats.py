"""Seats as carriers write them: "12B", "A12", "ghế 17", "giường 5 tầng 2", "hàng 3".

Only what the words say is read. A number that counts seats becomes a row by the number of seats in
a row of that vehicle; where that is not known the row stays open, and is said to be open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lachan.core.text import folded

# In front of row 1.
DRIVERS_ROW = 0
MOST_ROWS = 80
_ROW_LETTER = re.compile(r"^(\d{1,2})\s*[-.]?\s*([a-k])$")
_DECK_NUMBER = re.compile(r"^([ab])\s*[-.]?\s*(\d{1,2})$")
_FRONT = re.compile(r"\b(tai xe|lai xe|tai|phu xe|lo xe|ghe phu|driver)\b")
_ROW = re.compile(r"\b(?:hang|day|row)\s*(?:(?:ghe|so|thu)[:.\s]*)*(\d{1,2})\b")
_DECK = re.compile(r"\b(?:tang|lau|deck)\s*(tren|duoi|\d)\b")
_LETTER_AFTER = re.compile(r"\b(?:ghe|cho|seat)\s*([a-k])\b")
_NOISE = re.compile(r"\b(?:ghe|giuong|so|cho ngoi|cho|vi tri|seat|bed|nam)\b[\s:.]*")


@dataclass(frozen=True, slots=True)
class Seat:
    """What words say about a seat.

    `row` counts from the front, 0 beside the driver; None: not told, or told by a number whose row
    cannot be known. `letter` is the place in the row, `deck` 1 (below) or 2 (above), 0 unknown.
    """

    row: int | None = None
    letter: str = ""
    deck: int = 0

    @property
    def is_known(self) -> bool:
        return self.row is not None


def seat_of(words: str, *, seats_a_row: int = 0) -> Seat:
    """The seat that the words name; an empty `Seat` for words that name none. Never raises.

    1. The front: driver and helper.
    2. A row in words ("hàng 3 ghế B"), or number and letter ("12B"): the row itself.
    3. Letter and number ("A12", as in coaches with two decks): A is below, B above, and the number
       counts the beds of that deck.
    4. A number alone or with its deck ("giường 5 tầng 2"): it counts too.
    """
    text = folded(words)
    if not text:
        return Seat()
    if _FRONT.search(text) and not re.search(r"\d", text):
        return Seat(DRIVERS_ROW)
    deck = _deck(text)
    text = _DECK.sub(" ", text).strip(" ,;-/")
    if found := _ROW.search(text):
        letter = _LETTER_AFTER.search(text)
        return Seat(_row(int(found[1])), letter[1].upper() if letter else "", deck)
    bare = _NOISE.sub("", text).strip(" ,;-/")
    if found := _ROW_LETTER.match(bare):
        return Seat(_row(int(found[1])), found[2].upper(), deck)
    if found := _DECK_NUMBER.match(bare):
        below = 1 if found[1] == "a" else 2
        return Seat(_counted(int(found[2]), seats_a_row), found[1].upper(), deck or below)
    if re.fullmatch(r"\d{1,2}", bare):
        return Seat(_counted(int(bare), seats_a_row), "", deck)
    return Seat(None, "", deck)


def _deck(text: str) -> int:
    found = _DECK.search(text)
    if not found:
        return 0
    return {"duoi": 1, "1": 1, "tren": 2, "2": 2}.get(found[1], 0)


def _row(number: int) -> int | None:
    return number if 1 <= number <= MOST_ROWS else None


def _counted(number: int, seats_a_row: int) -> int | None:
    """Seats are counted from the front, row by row."""
    if seats_a_row < 1 or number < 1:
        return None
    return _row((number + seats_a_row - 1) // seats_a_row)
