"""Days as Vietnamese lists write them; what is doubtful is asked about, never mended.

Seen: 05/7/1990, 5-7-1990, 05.07.90, 05071990, 1990-07-05, "ngày 5 tháng 7 năm 1990", 7/1990, 1990,
"1990 (tuổi Ngọ)", Excel serial numbers of both calendars, and 13/25 where 25/13 cannot be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lachan.core.text import folded
from lachan.lists.rules.readings import Read
from lachan.lists.terms import Weight

# Excel counts days from 30/12/1899 (it believes that 1900 was a leap year).
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_EPOCH_1904 = date(1904, 1, 1)
_SERIALS = range(3_000, 60_000)  # 1908 to 2064; smaller numbers are years or slips
_YEARS = range(1800, 2200)
_EARLIEST_BIRTH = 1900

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?z?"
)
_USUAL = re.compile(r"(\d{1,2})\s*[-/.,\s]\s*(\d{1,2})\s*[-/.,\s]\s*(\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_YEAR = re.compile(r"(\d{4})")
_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})")
_MONTH_WORDS = re.compile(r"thang (\d{1,2}) nam (\d{4})")
_EIGHT = re.compile(r"(\d{2})(\d{2})(\d{4})")
_NUMBER = re.compile(r"(\d+)(?:[.,]0+)?")
_TIME_BEFORE = re.compile(r"^(?:luc )?\d{1,2}\s*(?:h|gio|:)\s*\d{0,2}\s*(?:phut)?,?\s*(?:ngay)?\s*")
_TIME_AFTER = re.compile(r"\s+(?:luc )?\d{1,2}\s*(?:h|gio|:)\s*\d{0,2}(?::\d{2})?\s*(?:phut)?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it was told: all of it, the month, or the year alone."""

    on: date | None
    year: int


def serial_day(number: int, *, from_1904: bool) -> date:
    """The day of an Excel serial number."""
    return (EXCEL_EPOCH_1904 if from_1904 else EXCEL_EPOCH) + timedelta(days=number)


def read_day(words: str, *, today: date, pivot: int | None = None) -> Read:
    """The day that the words say; `value` is a `Day`.

    Two-digit years are taken for the latest year that is not after `pivot` (this year when None).
    Codes: `date-unreadable`, `date-impossible` (31/2), `date-swapped` (the month is above 12 and
    the day is not: month and day may have changed places).
    """
    text = folded(words).strip(" .,;'\"`")
    if not text:
        return Read()
    text = _TIME_AFTER.sub("", _TIME_BEFORE.sub("", text)) if ":" in text or "h" in text else text
    latest = pivot or today.year
    if found := _ISO.fullmatch(text):
        return _made(int(found[3]), int(found[2]), int(found[1]))
    if found := _USUAL.fullmatch(text) or _WORDS.fullmatch(text):
        return _made(int(found[1]), int(found[2]), _year(found[3], latest))
    if found := _MONTH.fullmatch(text) or _MONTH_WORDS.fullmatch(text):
        month, year = int(found[1]), int(found[2])
        if not 1 <= month <= 12:
            return Read(code="date-impossible", weight=Weight.HOLD)
        return Read(Day(None, year))
    alone = text.split(" (")[0].removeprefix("nam ").removeprefix("sn ")
    if (found := _YEAR.fullmatch(alone)) and int(found[1]) in _YEARS:
        return Read(Day(None, int(found[1])))
    if found := _EIGHT.fullmatch(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NUMBER.fullmatch(text)) and int(found[1]) in _SERIALS:
        day = serial_day(int(found[1]), from_1904=False)
        return Read(Day(day, day.year))
    return Read(code="date-unreadable", weight=Weight.HOLD)


def _year(words: str, latest: int) -> int:
    year = int(words)
    if len(words) == 4:
        return year
    century = latest - latest % 100
    return century + year if century + year <= latest else century - 100 + year


def _made(day: int, month: int, year: int) -> Read:
    try:
        return Read(Day(date(year, month, day), year))
    except ValueError:
        pass
    try:
        date(year, day, month)
    except ValueError:
        return Read(code="date-impossible", weight=Weight.HOLD)
    return Read(code="date-swapped", weight=Weight.HOLD)


def read_birth(words: str, *, today: date) -> Read:
    """A day of birth: never after today, never before 1900; a serial or year is accepted too.

    Codes besides those of `read_day`: `birth-future`, `birth-too-old`.
    """
    found = read_day(words, today=today)
    if found.value is None:
        return found
    day: Day = found.value
    if (day.on and day.on > today) or day.year > today.year:
        return Read(code="birth-future", weight=Weight.HOLD)
    if day.year < _EARLIEST_BIRTH:
        return Read(code="birth-too-old", weight=Weight.HOLD)
    return found


def read_event_day(words: str, *, today: date) -> Read:
    """A day on which something happened or will: within ten years of today, to the day.

    What cannot be read is only noted: it never holds a person back.
    """
    found = read_day(words, today=today, pivot=today.year + 1)
    if found.code:
        return Read(code=found.code, weight=Weight.NOTE)
    if found.value is None:
        return found
    day: Day = found.value
    if abs(day.year - today.year) > 10:
        return Read(code="date-far", weight=Weight.NOTE)
    if day.on is None:
        return Read(code="date-incomplete", weight=Weight.NOTE)
    return Read(day.on)


def read_moment(words: str, *, today: date) -> Read:
    """A day with perhaps an hour; `value` is "2021-09-15" or "2021-09-15T14:30"."""
    text = folded(words)
    hour = re.search(r"\b(\d{1,2})\s*(?:h|gio|:)\s*(\d{2})?", text)
    day = read_event_day(words, today=today)
    if day.value is None or hour is None or int(hour[1]) > 23:
        return Read(day.value.isoformat()) if day.value else day
    minute = int(hour[2] or 0)
    if minute > 59:
        return Read(day.value.isoformat())
    return Read(
        datetime.combine(day.value, datetime.min.time()).strftime("%Y-%m-%dT")
        + f"{int(hour[1]):02}:{minute:02}"
    )
