"""Numbers and symbols of documents in both worlds, whole, damaged, and cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lachan.directives.reader.dates import DAY, date_of
from lachan.directives.reader.letters import UPPER
from lachan.directives.reader.model import Span

_UP = UPPER
_ORG = rf"[{_UP}][{_UP}a-zđĩỹ&.0-9]*(?:\s?[-–]\s?[{_UP}&][{_UP}a-zđ0-9&.]*)*"
# NN-TYPE/ORG (Party) | NN/YYYY/TYPE-ORG, NN/YYYY/QHnn, NN/TYPE-ORG, NN/ORG-UNIT (State)
IDENTIFIER = re.compile(
    rf"(?<![\w/])(?P<number>\d{{1,5}}[a-z]?)\s?(?:"
    rf"(?P<party>[-–]\s?(?P<ptype>[{_UP}]{{1,5}}Đ?|TTr|CTr"
    rf"|QyĐ)\s?/\s?(?P<porg>[{_UP}][{_UP}0-9&.]*(?:\s?[-–]\s?[{_UP}][{_UP}0-9]*)*))"
    rf"|(?P<norm>/\s?(?P<year>\d{{4}})\s?/\s?(?P<nsym>{_ORG}))"
    rf"|(?P<state>/\s?(?P<ssym>{_ORG})))"
)


@dataclass(frozen=True)
class Identifier:
    """An identifier as found: `text` with stray spaces taken out, never with letters mended."""

    text: str
    number: str
    symbol: str
    world: str
    span: Span
    damaged: bool


def identifiers_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Identifier]:
    for match in IDENTIFIER.finditer(text, start, len(text) if end is None else end):
        raw = match.group()
        stop = match.end()
        if raw.endswith(("Ng", "ng")) and text.startswith("ày", stop):
            raw, stop = raw[:-2], stop - 2  # "3092/QĐ-BYTngày": the copyist lost a space
        tidy = re.sub(r"\s*([-–/])\s*", lambda m: m[1].replace("–", "-"), raw.strip()).rstrip(".-")
        number = match["number"]
        if match["party"]:
            symbol, world = tidy[len(number) + 1 :], "party"
        else:
            symbol, world = tidy[len(number) + 1 :], "state"
        if not re.search(rf"[{_UP}]{{2}}", symbol) and match["year"] is None:
            continue
        damaged = (
            match["state"] is not None
            and "-" not in symbol
            and not symbol.startswith(("QH", "UBTVQH"))
        )
        yield Identifier(tidy, number, symbol, world, (match.start(), stop), damaged)


_CITED_DAY = re.compile(rf"\s*[,(]?\s*(?:ký\s|ban hành\s)?(?:ngày\s{{0,3}}){DAY}", re.I)


def day_after(text: str, stop: int) -> tuple[date | None, int]:
    """The day right after an identifier ("… ngày 27/7/2020"), and where the citation ends.

    A day without a year is not taken: the year is part of what names a document.
    """
    match = _CITED_DAY.match(text, stop)
    if not match or (match["y"] is None and match["yw"] is None):
        return None, stop
    day, _ = date_of(match, None)
    return day, match.end() if day else stop
