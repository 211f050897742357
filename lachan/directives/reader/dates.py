"""Vietnamese dates, hours, windows and deadlines, as official documents write them.

The general date libraries read "trước 14 giờ ngày 21/5/2021" as "14 hours ago"; official language
is narrow enough for a grammar of our own. Nothing is guessed: an impossible date, a blank, or a day
without a year in a document without a date gives no value, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from lachan.directives.reader.model import Due, Question, Repeats, Span

VIETNAM = timezone(timedelta(hours=7))

_S = r"[ \t\n\u00a0]"  # documents wrap lines anywhere
DAY = (
    rf"(?:(?P<d>\d{{1,2}}){_S}?(?P<sep>[/.\-]){_S}?(?P<m>\d{{1,2}})"
    rf"(?:{_S}?(?P=sep){_S}?(?P<y>\d{{4}}))?(?![\d/])"
    rf"|(?P<dw>\d{{1,2}}){_S}{{1,3}}tháng{_S}{{1,3}}(?P<mw>\d{{1,2}})"
    rf"(?:,?{_S}{{1,3}}năm{_S}{{1,3}}(?P<yw>\d{{4}}))?)"
)
HOUR = rf"(?:(?P<h>\d{{1,2}})(?:{_S}?(?:giờ|h|g)(?:{_S}?(?P<min>\d{{2}})(?:{_S}?phút)?)?|:(?P<min2>\d{{2}})))(?!\w)"
PART = r"(?P<part>(?:buổi|đầu giờ|cuối giờ)?\s?(?:sáng|trưa|chiều|tối)|cuối ngày)"

DATE = re.compile(r"(?<![\w/.\-])" + DAY, re.I)
_MONTH = re.compile(rf"tháng{_S}{{1,2}}(\d{{1,2}})(?:{_S}?[/\-.]{_S}?|{_S}năm{_S})(\d{{4}})", re.I)


@dataclass(frozen=True)
class FoundDate:
    """A date in the text; `day` is None when it cannot be (31/02) or has no year to go by."""

    day: date | None
    span: Span
    has_year: bool


def date_of(match: re.Match[str], default: date | None) -> tuple[date | None, bool]:
    day = int(match["d"] or match["dw"])
    month = int(match["m"] or match["mw"])
    year_text = match["y"] or match["yw"]
    if not year_text and default is None:
        return None, False
    year = int(year_text) if year_text else default.year  # type: ignore[union-attr]
    try:
        found = date(year, month, day)
    except ValueError:
        return None, bool(year_text)
    return found, bool(year_text)


def dates_in(
    text: str, start: int = 0, end: int | None = None, *, default: date | None = None
) -> Iterator[FoundDate]:
    """Every date between two offsets; `default` gives the year of dates without one."""
    for match in DATE.finditer(text, start, len(text) if end is None else end):
        if (
            match["sep"] == "."
            and not match["y"]
            and not re.search(
                r"ngày\s?$|từ\s?$|đến\s?$", text[max(0, match.start() - 6) : match.start()], re.I
            )
        ):
            continue  # "1.2" is a clause or a number unless a word says it is a day
        day, has_year = date_of(match, default)
        yield FoundDate(day, match.span(), has_year)


_BLANK = r"(?:_{2,}|\.{3,}|…+)"
BLANK_DATE = re.compile(
    rf"(?:trước|chậm nhất|đến|ngày|hạn)[^.\n;]{{0,30}}?{_BLANK}[^\n;]{{0,40}}", re.I
)

_WHEN = rf"(?:(?:ngày|hôm){_S}{{1,3}})?{DAY}"
_LEAD = (
    r"(?P<lead>trước và trong|trước|chậm nhất(?:\s(?:là|vào|trong|đến))?|muộn nhất(?:\s(?:là|vào))?"
    r"|đến hết|hết|hoàn thành trong|xong trong|không quá|trong|đúng|vào|trễ nhất(?:\s(?:là|vào))?)"
)
DEADLINE = re.compile(
    rf"(?<!\w){_LEAD}{_S}{{1,3}}(?:lúc{_S})?(?:thời điểm{_S})?"
    rf"(?:(?:{HOUR}(?:{_S}?00)?|{PART}|ngày){_S}?,?{_S}?(?:{PART.replace('part', 'part2')}{_S})?(?:thứ{_S}\w{{2,4}}(?:{_S}tư)?,?{_S})?)?"
    rf"(?:(?:của{_S})?(?:(?:ngày{_S}{{1,3}})?{DAY}|(?P<rel>ngày hôm nay|hôm nay|sáng nay|chiều nay|tối nay|đêm nay|sáng mai|chiều mai|ngày mai|cùng ngày|trong ngày|ngày hôm sau|hằng ngày|hàng ngày|mỗi ngày)))",
    re.I,
)
_QUARTER = re.compile(
    r"(?P<lead>trước|trong|hết|đến hết)\squý\s(?P<quarter>IV|III|II|I)(?:\s?[/.\-]\s?|\snăm\s)(?P<year>\d{4})"
)
_WITHIN = re.compile(
    rf"trong{_S}(?:vòng|thời hạn){_S}(\d{{1,3}}){_S}(giờ|ngày)(?:{_S}làm việc)?", re.I
)
_BARE = re.compile(rf"(?<!\w){HOUR}{_S}(?:ngày{_S})?(?:hôm nay|cùng ngày)", re.I)

_RANGE_BEFORE = re.compile(
    r"từ (?:\d{1,2} giờ )?(?:ngày )?\d{1,2}[/.\-]\d{1,2}\S* $|từ ngày[^.;]{0,40}$", re.I
)

_MORNING_ENDS, _NOON_ENDS, _AFTERNOON_ENDS, _EVENING_ENDS = (
    time(12),
    time(12),
    time(17),
    time(23, 59, 59),
)


def _part_end(words: str) -> time:
    words = words.lower()
    if "sáng" in words or "trưa" in words:
        return _MORNING_ENDS
    if "chiều" in words or "cuối giờ" in words:
        return _AFTERNOON_ENDS
    return _EVENING_ENDS


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=VIETNAM)


def deadline_in(
    text: str, start: int, end: int, *, issued_on: date | None
) -> tuple[Due | None, list[Question], Span | None]:
    """The first deadline of a clause, with the questions that it leaves, and its span.

    A deadline needs a word that makes it one ("trước", "chậm nhất", "trong buổi sáng", "đến hết"),
    so a date of background is none.
    """
    questions: list[Question] = []
    for match in DEADLINE.finditer(text, start, end):
        words = " ".join(match.group().split())
        lead = match["lead"].lower()
        relative = (match["rel"] or "").lower()
        if relative in ("hằng ngày", "hàng ngày", "mỗi ngày"):
            continue
        part = match["part"] or match["part2"]
        if relative.startswith(("sáng", "chiều", "tối", "đêm")):
            part = part or relative.split()[0]
        if lead in ("đến hết", "hết") and _RANGE_BEFORE.search(
            text, max(start, match.start() - 60), match.start()
        ):
            continue  # the end of a period ("từ ngày … đến hết ngày …"), not a deadline
        has_hour = match["h"] is not None
        if lead in ("trong", "vào", "đúng", "hết") and not (
            part or has_hour or relative or lead == "hết"
        ):
            if lead != "trong":
                continue
        if lead in ("vào", "đúng") and not has_hour:
            continue
        if relative:
            day = issued_on
            if day and relative in ("ngày mai", "ngày hôm sau", "sáng mai", "chiều mai"):
                day += timedelta(days=1)
            known_year = day is not None
        else:
            day, known_year = date_of(match, issued_on)
        if day is None:
            questions.append(
                Question(
                    "due",
                    f"the deadline “{words}” names no day that can be told",
                    f"thời hạn “{words}” không xác định được ngày",
                    match.span(),
                    "due_unclear",
                )
            )
            continue
        if (
            issued_on
            and day < issued_on - timedelta(days=60)
            and not relative
            and not known_year
            and match["y"] is None
            and match["yw"] is None
        ):
            day = day.replace(year=day.year + 1)
        if has_hour:
            hour = int(match["h"])
            minute = int(match["min"] or match["min2"] or 0)
            if hour > 24 or minute > 59:
                continue
            if part and hour < 12 and ("chiều" in part or "tối" in part):
                hour += 12
            moment = _at(day, time(23, 59, 59)) if hour == 24 else _at(day, time(hour, minute))
            precision = "minute" if (match["min"] or match["min2"]) and minute else "hour"
            relation = "before" if lead == "trước" else "by"
            return Due(moment, relation, precision, words), questions, match.span()
        if part:
            moment = _at(day, _part_end(part))
            return Due(moment, "by", "half-day", words), questions, match.span()
        if lead == "trước":
            moment = _at(day - timedelta(days=1), time(23, 59, 59))
            return Due(moment, "before", "day", words), questions, match.span()
        relation = (
            "during"
            if lead in ("trong", "trước và trong") and relative == "" and lead == "trong"
            else "by"
        )
        if lead == "trong":
            relation = "by"
        return Due(_at(day, time(23, 59, 59)), relation, "day", words), questions, match.span()
    match = _BARE.search(text, start, end)
    if match and issued_on:
        words = " ".join(match.group().split())
        return (
            Due(
                _at(issued_on, time(int(match["h"]) % 24, int(match["min"] or match["min2"] or 0))),
                "by",
                "hour",
                words,
            ),
            questions,
            match.span(),
        )
    for match in _MONTH.finditer(text, start, end):
        before = text[max(start, match.start() - 14) : match.start()].lower()
        month, year = int(match[1]), int(match[2])
        if not 1 <= month <= 12:
            continue
        relation = (
            "before"
            if "trước" in before
            else "by"
            if re.search(r"trong\s?$|hết\s?$", before)
            else ""
        )
        if relation:
            first = date(year, month, 1)
            after = (first + timedelta(days=32)).replace(day=1)
            last = (first if relation == "before" else after) - timedelta(days=1)
            lead_at = re.search(r"(trước|trong|đến hết|hết)\s?$", before)
            words = (lead_at[0] if lead_at else "") + match.group()
            return (
                Due(_at(last, time(23, 59, 59)), relation, "month", " ".join(words.split())),
                questions,
                match.span(),
            )
    quarter = _QUARTER.search(text, start, end)
    if quarter:
        number = {"I": 1, "II": 2, "III": 3, "IV": 4}[quarter["quarter"].upper()]
        year = int(quarter["year"])
        after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
        first = date(year, number * 3 - 2, 1)
        before_it = quarter["lead"].lower() == "trước"
        last = (first if before_it else after) - timedelta(days=1)
        relation = (
            "before" if before_it else "during" if quarter["lead"].lower() == "trong" else "by"
        )
        return (
            Due(_at(last, time(23, 59, 59)), relation, "month", " ".join(quarter.group().split())),
            questions,
            quarter.span(),
        )
    match = _WITHIN.search(text, start, end)
    if match:
        questions.append(
            Question(
                "due",
                f"“{' '.join(match.group().split())}” counts from an instant that the document does not name",
                f"“{' '.join(match.group().split())}” tính từ thời điểm văn bản không nêu rõ",
                match.span(),
                "due_relative",
            )
        )
    return None, questions, None


_EVERY = re.compile(
    r"(?<!\w)(?:(?P<day>hằng ngày|hàng ngày|mỗi ngày|ngày\s1\slần)|(?P<week>hằng tuần|hàng tuần|mỗi tuần)"
    r"|(?P<month>hằng tháng|hàng tháng|mỗi tháng))(?!\w)",
    re.I,
)
_HOUR2 = r"(\d{1,2})\s?(?:giờ|h|g)?(?:\s?(\d{2})(?:\s?phút)?)?"
WINDOW = re.compile(
    r"(?:trong (?:thời gian|khoảng thời gian|khoảng) )?từ\s(\d{1,2})\s?(?:giờ|h|g)\s?(\d{2})?(?:\s?phút)?\s?(?:đến|-|–)\s?(\d{1,2})\s?(?:giờ|h|g)\s?(\d{2})?(?:\s?phút)?(?!\w)",
    re.I,
)
_TWICE = re.compile(
    r"(\d{1,2})\s?(?:giờ|h|g)\s?(\d{2})?(?:\s?phút)?\svà\s(\d{1,2})\s?(?:giờ|h|g)\s?(\d{2})?(?:\s?phút)?",
    re.I,
)
_DAILY_BEFORE = re.compile(
    r"(trước|chậm nhất(?: là| vào)?|vào lúc|lúc|vào)\s(\d{1,2})\s?(?:giờ|h|g)\s?(\d{2})?(?:\s?phút)?",
    re.I,
)


def repetition_in(text: str, start: int, end: int) -> tuple[Repeats | None, Span | None]:
    """A repeated duty in a clause that reports: how often, between which hours."""
    every = _EVERY.search(text, start, end)
    if not every:
        return None, None
    kind = "day" if every["day"] else "week" if every["week"] else "month"
    low, high = every.span()
    from_ = until = None
    window = WINDOW.search(text, start, end)
    twice = _TWICE.search(text, start, end)
    if not window and twice:
        from_, until = _clock(twice[1], twice[2]), _clock(twice[3], twice[4])
        low, high = min(low, twice.start()), max(high, twice.end())
    elif window and abs(window.start() - every.end()) < 80:
        from_ = _clock(window[1], window[2])
        until = _clock(window[3], window[4])
        low, high = min(low, window.start()), max(high, window.end())
    else:
        for before in _DAILY_BEFORE.finditer(text, start, end):
            if abs(before.end() - every.start()) < 12 or abs(before.start() - every.end()) < 12:
                until = _clock(before[2], before[3])
                low, high = min(low, before.start()), max(high, before.end())
                break
    return Repeats(kind, from_, until, " ".join(text[low:high].split())), (low, high)


def _clock(hour: str, minute: str | None) -> str | None:
    if int(hour) > 24:
        return None
    return f"{int(hour) % 24:02d}:{int(minute or 0):02d}"


def blanks_in(text: str, start: int, end: int) -> Iterator[tuple[str, Span]]:
    """Places where a day was left blank ("trước ngày ... tháng ... năm ...")."""
    for match in BLANK_DATE.finditer(text, start, end):
        yield " ".join(match.group().split()), match.span()


SINCE = re.compile(
    rf"(?:\(|(?<!\w))(?P<lead>từ|kể từ|tính từ){_S}(?:{HOUR}{_S})?(?:ngày{_S})?{DAY}(?P<tail>{_S}(?:trở lại đây|đến nay|trở đi|trở về sau))?",
    re.I,
)


def since_in(
    text: str, start: int, end: int, *, issued_on: date | None
) -> tuple[date | None, Span | None]:
    """A first day: "từ ngày 20/6/2021 trở lại đây"."""
    for match in SINCE.finditer(text, start, end):
        day, _ = date_of(match, issued_on)
        if day:
            return day, match.span()
    return None, None


_UNTIL = re.compile(
    rf"(?<!\w)(?:đến hết|đến)(?:{_S}hết)?{_S}(?:{HOUR}{_S})?(?:ngày{_S}){DAY}", re.I
)


def until_in(text: str, start: int, end: int, *, issued_on: date | None) -> date | None:
    """The last day of a period: "… đến hết ngày 11/7/2021"."""
    match = _UNTIL.search(text, start, end)
    if not match:
        return None
    day, _ = date_of(match, issued_on)
    return day
