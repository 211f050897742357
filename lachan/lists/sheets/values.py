"""Numbers and days of spreadsheet cells, as the sheet shows them to its writer."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_ONLY_ZEROS = re.compile(r"0{2,20}")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a calendar of days, not an instant
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
# Formats of dates that every workbook knows by number; 27-36 and 50-58 are those of East Asia.
_BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}


def shows_day(code: str) -> bool:
    """Whether a number format shows a day or an hour."""
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    return bool(re.search(r"[dmyh]", plain)) and "general" not in plain


def format_of(number: int, codes: dict[int, str]) -> str:
    """`day`, the zeros to which numbers are filled ("000000000000"), or "" for plain numbers."""
    code = codes.get(number, "")
    if code:
        if shows_day(code):
            return "day"
        return code if _ONLY_ZEROS.fullmatch(code) else ""
    return "day" if number in _BUILT_IN_DAYS else ""


def number_words(raw: str, shown: str, *, from_1904: bool) -> str:
    """A number cell as it is shown: "05/07/1990", "096090123456", "36.5"."""
    if not shown and raw.isdecimal() and len(raw) < 16:
        return raw
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return raw
    if shown == "day" and 0 <= number < 2_958_466:
        return _day_words(float(number), from_1904=from_1904)
    if number == number.to_integral_value():
        whole = str(int(number))
        return whole.zfill(len(shown)) if shown and shown != "day" else whole
    return format(number.normalize(), "f")


def _day_words(serial: float, *, from_1904: bool) -> str:
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(days=serial)
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    if serial < 1:
        return f"{moment:%H:%M}"
    return day_words(moment)


def day_words(moment: date | datetime | time) -> str:
    """A day, or a day and an hour, as it is written here."""
    if isinstance(moment, time):
        return f"{moment:%H:%M}"
    day = f"{moment.day:02}/{moment.month:02}/{moment.year:04}"
    if isinstance(moment, datetime) and (moment.hour or moment.minute):
        return f"{moment:%H:%M} {day}"
    return day
