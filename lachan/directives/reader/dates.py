"""Vietnamese days and hours, as official documents write them.

The general date libraries read "trước 14 giờ ngày 21/5/2021" as "14 hours ago"; official
language is narrow enough for a grammar of our own. Nothing is guessed: an impossible day, a
blank, a digit taken for a letter, or a day without a year in a document without a date gives no
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from lachan.directives.reader.model import Span

VIETNAM = timezone(timedelta(hours=7))

S = r"[ \t\n\u00a0]"  # documents wrap lines anywhere
DAY = (
    rf"(?:(?P<d>\d{{1,2}}){S}?(?P<sep>[/.\-]){S}?(?P<m>\d{{1,2}})"
    rf"(?:{S}?(?P=sep){S}?(?P<y>\d{{4}}))?(?![\d/])"
    rf"|(?P<dw>\d{{1,2}}){S}{{1,3}}tháng{S}{{1,3}}(?P<mw>\d{{1,2}})"
    rf"(?:,?{S}{{1,3}}năm{S}{{1,3}}(?P<yw>\d{{4}}))?)"
)
HOUR = (
    rf"(?:(?P<h>\d{{1,2}})(?:{S}?(?:giờ|h|g)(?:{S}?(?P<min>\d{{2}})(?:{S}?phút)?)?"
    rf"|:(?P<min2>\d{{2}})))"
    r"(?!\w)"
)
DATE = re.compile(r"(?<![\w/.\-])" + DAY, re.I)
# Outside these a year is a slip of the pen ("năm 0021").
_YEARS = range(1900, 2100)
_SAYS_DAY = re.compile(r"(?:ngày|từ|đến)\s?$", re.I)
# An ellipsis after a whole date ("… 09/8/2021...") leaves nothing blank.
_BLANK = r"(?<!\d{4})(?<![._…])(?:_{2,}|\.{3,}|…+)"
_BLANK_DAY = re.compile(
    rf"(?:trước|chậm nhất|đến|ngày|hạn)[^.\n;]{{0,30}}?{_BLANK}[^\n;]{{0,40}}", re.I
)


@dataclass(frozen=True)
class FoundDate:
    """A day in the text; `day` is None when it cannot be (31/02) or has no year to go by."""

    day: date | None
    span: Span
    has_year: bool


def date_of(match: re.Match[str], default: date | None) -> tuple[date | None, bool]:
    """The day of a match of `DAY`, and whether it names its year.

    `default` gives the year of days without one; without it they are None.
    """
    year_text = match["y"] or match["yw"]
    if not year_text and default is None:
        return None, False
    year = int(year_text) if year_text else default.year if default else 0
    if year not in _YEARS:
        return None, bool(year_text)
    try:
        found = date(year, int(match["m"] or match["mw"]), int(match["d"] or match["dw"]))
    except ValueError:
        return None, bool(year_text)
    return found, bool(year_text)


def dates_in(
    text: str, start: int = 0, end: int | None = None, *, default: date | None = None
) -> Iterator[FoundDate]:
    """Every day between two offsets."""
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        short = match["sep"] == "." and not match["y"]
        if short and not _SAYS_DAY.search(text[max(0, match.start() - 6) : match.start()]):
            continue  # "1.2" is a clause or a number unless a word says that it is a day
        day, has_year = date_of(match, default)
        yield FoundDate(day, match.span(), has_year)


def blanks_in(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Places where a day was left blank ("trước ngày ... tháng ... năm ...")."""
    for match in _BLANK_DAY.finditer(text, start, end):
        yield " ".join(match.group().split()), match.span()


def instant(day: date, hour: time) -> datetime:
    """The instant in Vietnamese time."""
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def clock(hour: str, minute: str | None) -> str | None:
    """`HH:MM`, or None for an hour that cannot be."""
    if int(hour) > 24 or int(minute or 0) > 59:
        return None
    return f"{int(hour) % 24:02d}:{int(minute or 0):02d}"


_SINCE = re.compile(rf"(?:\(|(?<!\w))(?:từ|kể từ|tính từ){S}(?:{HOUR}{S})?(?:ngày{S})?{DAY}", re.I)
_UNTIL = re.compile(rf"(?<!\w)đến(?:{S}hết)?{S}(?:{HOUR}{S})?ngày{S}{DAY}", re.I)


def since_in(
    text: str, start: int, end: int, *, issued_on: date | None
) -> tuple[date | None, Span | None]:
    """The first day of a period: "từ ngày 20/6/2021 trở lại đây"."""
    for match in _SINCE.finditer(text, start, end):
        day, _ = date_of(match, issued_on)
        if day:
            return day, match.span()
    return None, None


def until_in(text: str, start: int, end: int, *, issued_on: date | None) -> date | None:
    """The last day of a period: "… đến hết ngày 11/7/2021"."""
    match = _UNTIL.search(text, start, end)
    return date_of(match, issued_on)[0] if match else None
