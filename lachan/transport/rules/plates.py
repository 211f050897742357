"""Vietnamese plates as people write and read them; `frontend/src/shared/plates.ts` reads alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 20

_SIGNS = re.compile(r"[^A-ZĐ0-9]")
_MILITARY = re.compile(r"^([A-Z]{2})([0-9]{2})([0-9]{2})$")
_NUMBERED = re.compile(r"^([0-9]{2})([A-ZĐ]{1,2})([0-9]{4,6})$")
_FOREIGN = re.compile(
    r"^[0-9][A-Z]{1,2}[0-9]{4}$|^[A-Z]{2,3}[0-9]{3,4}[A-Z]?$|^[A-Z]{2,3}[0-9]{5}$"
)
# "69-B1 1234": the digit belongs to the letter where something stands between it and the number.
_SPLIT_SERIES = re.compile(r"^[^A-ZĐ0-9]*[0-9]{2}[^A-ZĐ0-9]*[A-ZĐ][0-9][^A-ZĐ0-9]+[0-9]")
# Series of two letters that only cars bear: companies of foreign capital, rented, diplomatic …
_CARS = {"LD", "DA", "KT", "HC", "LB", "TD", "TĐ", "CD", "NG", "NN", "QT", "CV"}
_TRAILERS = {"R", "RM"}


class PlateKind(StrEnum):
    CAR = "car"
    MOTORBIKE = "motorbike"
    TRAILER = "trailer"
    MILITARY = "military"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Plate:
    """`key` compares, `words` are as on the vehicle. What cannot be read keeps its letters."""

    key: str
    words: str
    kind: PlateKind


def read_plate(text: str) -> Plate:
    """The plate that the text writes: "69a 12345" and "69A-123.45" have one key.

    A letter read for a digit ("O" for 0) is not mended: whoever reads it must see what was typed.
    """
    capitals = unicodedata.normalize("NFKC", text).upper()
    key = _SIGNS.sub("", capitals)[:LONGEST]
    if found := _NUMBERED.match(key):
        return _numbered(key, *found.groups(), is_split=bool(_SPLIT_SERIES.match(capitals)))
    if found := _MILITARY.match(key):
        return Plate(key, f"{found[1]} {found[2]}-{found[3]}", PlateKind.MILITARY)
    return Plate(key, key, PlateKind.FOREIGN if _FOREIGN.match(key) else PlateKind.UNKNOWN)


def _numbered(key: str, province: str, series: str, number: str, *, is_split: bool) -> Plate:
    if len(series) == 1 and (len(number) == 6 or (is_split and len(number) == 5)):
        series, number = series + number[0], number[1:]
        return Plate(key, f"{province}-{series} {_dotted(number)}", PlateKind.MOTORBIKE)
    if len(number) == 6:
        return Plate(key, key, PlateKind.UNKNOWN)
    if series in _TRAILERS:
        return Plate(key, f"{province}{series}-{_dotted(number)}", PlateKind.TRAILER)
    if len(series) == 1 or series in _CARS:
        return Plate(key, f"{province}{series}-{_dotted(number)}", PlateKind.CAR)
    return Plate(key, f"{province}-{series} {_dotted(number)}", PlateKind.MOTORBIKE)


def _dotted(number: str) -> str:
    return f"{number[:3]}.{number[3:]}" if len(number) == 5 else number
