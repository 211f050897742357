"""One cell of text to one number, compiled: whole numbers, instants, seat rows.

Instants are ISO 8601, extended or basic, to the minute or finer, with Z, an offset or nothing (then
UTC); a fraction of a second is cut off. Days are counted by the rule of H. Hinnant,
"chrono-Compatible Low-Level Date Algorithms" (days_from_civil).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from lachan.tracing.engine.local.compiling import inlined, loop
from lachan.tracing.engine.reading.columns import (
    CASES,
    FIRST_YEAR,
    LAST_YEAR,
    LAST_YEAR_OF_AN_END,
    Fault,
    Kind,
)
from lachan.tracing.engine.tables import FOREVER, LARGEST_ROW, NO_ROW, Numbers

# Compiled code knows constants, not the members of an enumeration.
NUMBER, INSTANT, OPEN_END, SEAT_ROW, WORDS = (int(kind) for kind in Kind)
GOOD = int(Fault.GOOD)
_EMPTY, _NO_NUMBER, _TOO_LARGE = int(Fault.EMPTY), int(Fault.NO_NUMBER), int(Fault.TOO_LARGE)
_NO_INSTANT, _DAY_ONLY = int(Fault.NO_INSTANT), int(Fault.DAY_ONLY)
_NO_SUCH_TIME, _YEAR, _SEAT_ROW = int(Fault.NO_SUCH_TIME), int(Fault.YEAR), int(Fault.SEAT_ROW)
_FOREVER, _LARGEST_ROW, _NO_ROW = int(FOREVER), LARGEST_ROW, NO_ROW

_ZERO, _NINE, _MINUS, _PLUS, _COLON, _POINT, _COMMA = (ord(sign) for sign in "09-+:.,")
_SPACE = 0x20
_T, _SMALL_T, _Z, _SMALL_Z = (ord(letter) for letter in "TtZz")
_MOST = np.uint64(2**63 - 1)
_TEN = np.uint64(10)
_CUT = 1  # a fraction of a second was cut off


def of_year(first: int, last: int) -> tuple[int, int]:
    """The seconds at which the year `first` begins and the year `last` has ended."""
    edges = np.array([f"{first:04}", f"{last:04}"], "datetime64[Y]") + np.array([0, 1])
    begins, ends = edges.astype("datetime64[s]").astype(np.int64)
    return int(begins), int(ends)


EARLIEST, AFTER_LATEST = of_year(FIRST_YEAR, LAST_YEAR)
AFTER_LATEST_END = of_year(FIRST_YEAR, LAST_YEAR_OF_AN_END)[1]


@inlined
def _is_digit(sign: int) -> bool:
    return _ZERO <= sign <= _NINE


@loop
def _digits(text: Numbers, start: int, count: int, end: int) -> int:
    """The number that `count` digits from `start` on say, or -1."""
    if start + count > end:
        return -1
    number = 0
    for place in range(start, start + count):
        if not _is_digit(text[place]):
            return -1
        number = number * 10 + (text[place] - _ZERO)
    return number


@loop
def whole_number(text: Numbers, start: int, end: int) -> tuple[int, int]:
    """(fault, number) of digits with an optional sign; "12.0" is what some programs make of 12."""
    is_negative = text[start] == _MINUS
    place = start + 1 if is_negative or text[start] == _PLUS else start
    if place == end:
        return _NO_NUMBER, 0
    most = _MOST + np.uint64(is_negative)
    number, first, is_large = np.uint64(0), place, False
    while place < end and _is_digit(text[place]):
        digit = np.uint64(text[place] - _ZERO)
        if number > (most - digit) // _TEN:
            is_large = True
        number = number * _TEN + digit
        place += 1
    if place == first:
        return _NO_NUMBER, 0
    if place < end and text[place] == _POINT and place + 1 < end:
        place += 1
        while place < end and text[place] == _ZERO:
            place += 1
    if place < end:
        return _NO_NUMBER, 0
    if is_large:
        return _TOO_LARGE, 0
    whole: Any = np.int64(number)
    return GOOD, -whole if is_negative else whole


@loop
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01."""
    if month <= 2:
        year -= 1
    of_era = year % 400
    of_year = (153 * (month - 3 if month > 2 else month + 9) + 2) // 5 + day - 1
    return year // 400 * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


@loop
def _days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@loop
def _offset(text: Numbers, place: int, end: int) -> int:
    """Seconds east of UTC that "Z", "+07", "+0700" or "+07:00" say; -1 when it is none of these.

    The lowest real value, -23:59, is far from -1: offsets are whole minutes.
    """
    if end - place == 1:
        return 0 if text[place] == _Z or text[place] == _SMALL_Z else -1
    if text[place] != _PLUS and text[place] != _MINUS:
        return -1
    hours, minutes = _digits(text, place + 1, 2, end), 0
    rest = place + 3
    if rest < end:
        if text[rest] == _COLON:
            rest += 1
        minutes = _digits(text, rest, 2, end)
        rest += 2
    if rest != end or not 0 <= hours <= 23 or not 0 <= minutes <= 59:
        return -1
    seconds: int = hours * 3600 + minutes * 60
    return -seconds if text[place] == _MINUS else seconds


@loop
def instant(text: Numbers, start: int, end: int, last_year: int) -> tuple[int, int, int]:
    """(fault, seconds since 1970, whether a fraction was cut off)."""
    # 1. The day: 2021-07-27 or 20210727.
    year = _digits(text, start, 4, end)
    place = start + 4
    is_extended = place < end and text[place] == _MINUS
    if is_extended:
        place += 1
    month = _digits(text, place, 2, end)
    place += 2
    if is_extended:
        if place >= end or text[place] != _MINUS:
            return _NO_INSTANT, 0, 0
        place += 1
    day = _digits(text, place, 2, end)
    place += 2
    if year < 0 or month < 0 or day < 0:
        return _NO_INSTANT, 0, 0
    if not (1 <= month <= 12 and 1 <= day <= _days_in_month(year, month)):
        return _NO_SUCH_TIME, 0, 0
    if place >= end:
        return _DAY_ONLY, 0, 0
    if text[place] != _T and text[place] != _SMALL_T and text[place] != _SPACE:
        return _NO_INSTANT, 0, 0
    # 2. The hour: 08:30, 08:30:00 or 08:30:00.25; without colons in the basic form.
    hour = _digits(text, place + 1, 2, end)
    place += 3
    has_colon = place < end and text[place] == _COLON
    if has_colon:
        place += 1
    minute = _digits(text, place, 2, end)
    place += 2
    second, cut = 0, 0
    if hour < 0 or minute < 0:
        return _NO_INSTANT, 0, 0
    if place < end and (text[place] == _COLON if has_colon else _is_digit(text[place])):
        if has_colon:
            place += 1
        second = _digits(text, place, 2, end)
        place += 2
        if second < 0:
            return _NO_INSTANT, 0, 0
        if place < end and (text[place] == _POINT or text[place] == _COMMA):
            place += 1
            first = place
            while place < end and _is_digit(text[place]):
                if text[place] != _ZERO:
                    cut = _CUT
                place += 1
            if place == first:
                return _NO_INSTANT, 0, 0
    # ISO 8601 knows 24:00 as the end of the day.
    is_midnight = hour == 24 and minute == 0 and second == 0 and cut == 0
    if (hour > 23 and not is_midnight) or minute > 59 or second > 59:
        return _NO_SUCH_TIME, 0, 0
    # 3. Where on Earth.
    offset = 0
    if place < end and text[place] == _SPACE:
        place += 1
    if place < end:
        offset = _offset(text, place, end)
        if offset == -1:
            return _NO_INSTANT, 0, 0
    if not FIRST_YEAR <= year <= last_year:
        return _YEAR, 0, 0
    seconds = _days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset
    return GOOD, seconds, cut


@loop
def cell(text: Numbers, start: int, end: int, kind: int) -> tuple[int, int, int]:
    """(fault, value, whether a fraction was cut off) of a cell that is not of words."""
    while start < end and text[start] <= _SPACE:
        start += 1
    while end > start and text[end - 1] <= _SPACE:
        end -= 1
    if start == end:
        if kind == OPEN_END:
            return GOOD, _FOREVER, 0
        if kind == SEAT_ROW:
            return GOOD, _NO_ROW, 0
        return _EMPTY, 0, 0
    if kind in (INSTANT, OPEN_END):
        last_year = LAST_YEAR if kind == INSTANT else LAST_YEAR_OF_AN_END
        found: tuple[int, int, int] = instant(text, start, end, last_year)
        return found
    fault, number = whole_number(text, start, end)
    if kind == SEAT_ROW and (fault != GOOD or not 0 <= number <= _LARGEST_ROW):
        return _SEAT_ROW, 0, 0
    return fault, number, 0


@loop
def cells(
    text: Numbers, edges: Numbers, kind: int, values: Numbers, faults: Numbers, cut_rows: Numbers
) -> None:
    """Fill `values` and `faults` of the cells text[edges[i]:edges[i + 1]]; mark what was cut."""
    for position in range(len(values)):
        fault, value, was_cut = cell(text, edges[position], edges[position + 1], kind)
        values[position] = value
        faults[position] = fault
        if was_cut:
            cut_rows[position] = True


def instant_of(words: str) -> int:
    """The instant that the words say, in seconds since 1970; ValueError with the reason."""
    text = np.frombuffer(words.encode() or b" ", np.uint8)
    fault, seconds, _cut = cell(text, 0, len(text), INSTANT)
    if fault != GOOD:
        raise ValueError(CASES.words_of(Fault(fault), CASES.begins))
    return int(seconds)


def as_bytes(buffer: bytes) -> Numbers:
    """The bytes as numbers, without a copy."""
    return np.frombuffer(buffer, np.uint8)
