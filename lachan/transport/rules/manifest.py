"""Rows of passengers as they are pasted from a sheet or typed: one line a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lachan.core.text import folded, normal
from lachan.people.rules.births import NotABirth, birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.people.rules.numbers import other_number
from lachan.people.terms import IdentifierKind

MOST_LINES = 500
# Without a heading the columns are these, in this order.
ORDER = ("seat", "name", "birth", "card", "phone", "pickup", "dropoff")
_HEADINGS = {
    "name": ("ho va ten", "ho ten", "ten", "hanh khach", "ten hanh khach", "full name", "name"),
    "birth": ("nam sinh", "ngay sinh", "ngay thang nam sinh", "sinh nam", "birth"),
    "card": (
        "so giay to",
        "cccd",
        "cmnd",
        "cmnd/cccd",
        "cccd/cmnd",
        "so cccd",
        "so cmnd",
        "giay to",
    ),
    "phone": ("dien thoai", "so dien thoai", "sdt", "dt", "phone"),
    "seat": ("ghe", "so ghe", "giuong", "so giuong", "cho ngoi", "vi tri", "seat"),
    "pickup": ("noi len", "len xe", "noi len xe", "diem don", "noi don", "noi di"),
    "dropoff": ("noi xuong", "xuong xe", "noi xuong xe", "diem tra", "noi tra", "noi den"),
    "": ("stt", "tt", "so tt", "ghi chu", "no."),
}
_FIELDS = {words: name for name, many in _HEADINGS.items() for words in many}


@dataclass(frozen=True, slots=True)
class Line:
    """One passenger as typed. `words` are the cells as they came; `faults` sentences' codes."""

    number: int
    full_name: str
    seat: str = ""
    birth_on: date | None = None
    birth_year: int | None = None
    identifiers: tuple[tuple[IdentifierKind, str], ...] = ()
    pickup: str = ""
    dropoff: str = ""
    words: dict[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was read: lines with a name, and the numbers of lines in which no name was found."""

    lines: tuple[Line, ...] = ()
    without_name: tuple[int, ...] = ()


def manifest_of(text: str, *, today: date) -> Manifest:
    """Read pasted rows: columns parted by tabs, else by semicolons or bars; a heading is known by
    its words and then says which column is which. Line numbers are those of the pasted text.
    """
    columns: Sequence[str] | None = None
    lines, nameless = [], []
    for number, raw in enumerate(text.splitlines(), start=1):
        cells = _cells(raw)
        if not any(cells):
            continue
        if columns is None:
            named = _heading(cells)
            if named is not None:
                columns = named
                continue
            columns = ORDER
        values = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
        if not _is_name(values.get("name", "")):
            nameless.append(number)
            continue
        lines.append(_line(number, values, today))
    return Manifest(tuple(lines[:MOST_LINES]), tuple(nameless))


def _cells(raw: str) -> list[str]:
    separator = next((mark for mark in ("\t", ";", "|") if mark in raw), "\t")
    return [normal(cell) for cell in raw.split(separator)]


def _heading(cells: Sequence[str]) -> list[str] | None:
    """The field of each column, when the line is a heading: it names a column of names."""
    known = [_FIELDS.get(folded(cell).strip(" .:")) for cell in cells]
    return [name or "" for name in known] if "name" in known else None


def _is_name(words: str) -> bool:
    return len(re.sub(r"[\W\d_]", "", words)) >= 2


def _line(number: int, values: dict[str, str], today: date) -> Line:
    faults = []
    birth_on, birth_year = None, None
    try:
        birth_on, birth_year = birth_of(values.get("birth", ""), today=today)
    except NotABirth:
        faults.append("birth")
    identifiers: list[tuple[IdentifierKind, str]] = []
    if card := values.get("card"):
        identifiers.append(other_number(card))
    if phone := phone_key(values.get("phone", "")):
        identifiers.append((IdentifierKind.PHONE, phone))
    return Line(
        number=number,
        full_name=values["name"],
        seat=values.get("seat", ""),
        birth_on=birth_on,
        birth_year=birth_year,
        identifiers=tuple(identifiers),
        pickup=values.get("pickup", ""),
        dropoff=values.get("dropoff", ""),
        words=values,
        faults=tuple(faults),
    )
