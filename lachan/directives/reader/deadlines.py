"""By when, and how often: deadlines and repeated duties in a clause.

A deadline needs a word that makes it one ("trước", "chậm nhất", "trong buổi sáng", "đến hết"),
so that a day of background is none. `at` is the last instant that still meets it: "trước ngày
04/8/2020" is the end of the 3rd; a morning ends at 12:00, an afternoon at 17:00, a day at
23:59:59.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from lachan.directives.reader.dates import DAY, HOUR, S, clock, date_of, instant
from lachan.directives.reader.model import Due, Question, Repeats, Span

_DAY_END = time(23, 59, 59)
_PART = r"(?:buổi|đầu giờ|cuối giờ)?\s?(?:sáng|trưa|chiều|tối|đêm)|cuối ngày"
_TODAY = "ngày hôm nay|hôm nay|sáng nay|chiều nay|tối nay|đêm nay|cùng ngày|trong ngày"
_TOMORROW = "sáng mai|chiều mai|ngày mai|ngày hôm sau"
_ALWAYS = "hằng ngày|hàng ngày|mỗi ngày"
_DEADLINE = re.compile(
    r"(?<!\w)(?P<lead>trước và trong|trước|chậm nhất(?:\s(?:là|vào|trong|đến))?"
    r"|muộn nhất(?:\s(?:là|vào))?|trễ nhất(?:\s(?:là|vào))?|đến hết|hết|hoàn thành trong"
    r"|xong trong"
    rf"|không quá|trong|đúng|vào){S}{{1,3}}(?:lúc{S})?(?:thời điểm{S})?"
    rf"(?:(?:{HOUR}(?:{S}?00)?|(?P<part>{_PART})|ngày){S}?,?{S}?(?:(?P<part2>{_PART}){S})?"
    rf"(?:thứ{S}\w{{2,4}},?{S})?)?"
    rf"(?:của{S})?(?:(?:ngày{S}{{1,3}})?{DAY}|(?P<relative>{_TODAY}|{_TOMORROW}|{_ALWAYS}))",
    re.I,
)
_BARE_HOUR = re.compile(rf"(?<!\w){HOUR}{S}(?:ngày{S})?(?:hôm nay|cùng ngày)", re.I)
_PERIOD_BEFORE = re.compile(
    r"từ (?:\d{1,2} giờ )?(?:\d{2} )?(?:ngày )?\d{1,2}[/.\-]\d{1,2}\S* $|từ ngày[^.;]{0,40}$", re.I
)
# "không đưa tin trước ngày …" forbids until then; it sets no deadline.
_BAN = re.compile(
    r"(?<!\w)(?:không|chưa|cấm)\s(?:(?!(?:hoàn thành|xong|báo cáo|gửi|nộp)(?!\w))[^,;.])*$", re.I
)
# "rà soát người trở về trước ngày …" says which people, not by when.
_WHICH_PEOPLE = re.compile(
    r"(?<!\w)(?:người|trường hợp|công dân|lao động|ca)\s[^,;.]{0,40}"
    r"(?:về|đến|vào|ra|qua|tỉnh|cư trú|nhập cảnh|phát hiện|tiếp xúc)\s$",
    re.I,
)
_MONTH = re.compile(
    rf"(?P<lead>trước|trong|đến hết|hết){S}tháng{S}{{1,2}}(?P<month>\d{{1,2}})"
    rf"(?:{S}?[/\-.]{S}?|{S}năm{S})(?P<year>\d{{4}})",
    re.I,
)
_QUARTER = re.compile(
    r"(?P<lead>trước|trong|đến hết|hết)\squý\s(?P<quarter>IV|III|II|I)"
    r"(?:\s?[/.\-]\s?|\snăm\s)(?P<year>\d{4})",
    re.I,
)
_WITHIN = re.compile(
    rf"(?:trong{S}(?:vòng|thời hạn)|không quá){S}\d{{1,3}}{S}(?:giờ|ngày)(?:{S}làm việc)?", re.I
)
# A day without a year that lies this long before the day of issue is next year's; one that has just
# passed is a slip or a copy, and asked about.
_LAST_YEARS = timedelta(days=60)


@dataclass(frozen=True)
class _Reading:
    """What one match of `_DEADLINE` says."""

    day: date
    hour: time | None
    has_minutes: bool
    part: str
    lead: str


def deadline_in(
    text: str, start: int, end: int, *, issued_on: date | None
) -> tuple[Due | None, list[Question], Span | None]:
    """The first deadline between two offsets, the questions that it leaves, and its span."""
    questions: list[Question] = []
    for match in _DEADLINE.finditer(text, start, end):
        if not _is_deadline(text, start, match):
            continue
        words = " ".join(match.group().split())
        read = _read(match, issued_on)
        if read is None:
            questions.append(
                Question(
                    "due",
                    f"the deadline “{words}” names no day that can be told, or one already over",
                    f"thời hạn “{words}” không xác định được ngày, hoặc đã qua khi ban hành",
                    match.span(),
                    "due_unclear",
                )
            )
            continue
        return _due(read, words), questions, match.span()
    bare = _BARE_HOUR.search(text, start, end)
    if bare and issued_on and int(bare["h"]) < 24:
        hour = time(int(bare["h"]), int(bare["min"] or bare["min2"] or 0))
        words = " ".join(bare.group().split())
        return Due(instant(issued_on, hour), "by", "hour", words), questions, bare.span()
    period = _period(text, start, end)
    if period:
        return period[0], questions, period[1]
    within = _WITHIN.search(text, start, end)
    if within:
        words = " ".join(within.group().split())
        questions.append(
            Question(
                "due",
                f"“{words}” counts from an instant that the document does not name",
                f"“{words}” tính từ thời điểm văn bản không nêu rõ",
                within.span(),
                "due_relative",
            )
        )
    return None, questions, None


def _is_deadline(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the words set a deadline, and not a period or an hour of every day."""
    lead, relative = match["lead"].lower(), (match["relative"] or "").lower()
    if relative in _ALWAYS.split("|"):
        return False
    if match["h"] and (int(match["h"]) > 24 or int(match["min"] or match["min2"] or 0) > 59):
        return False
    if lead in ("vào", "đúng") and not match["h"]:
        return False
    before = text[max(start, match.start() - 60) : match.start()]
    if lead == "trước" and _BAN.search(before):
        return False
    if lead in ("trước", "trong") and _WHICH_PEOPLE.search(before):
        return False
    return not (lead in ("đến hết", "hết") and _PERIOD_BEFORE.search(before))


def _read(match: re.Match[str], issued_on: date | None) -> _Reading | None:
    """What the words say; None when they name no day that can be told."""
    relative = (match["relative"] or "").lower()
    part = (match["part"] or match["part2"] or "").lower()
    if relative:
        day = issued_on
        if day and relative in _TOMORROW.split("|"):
            day += timedelta(days=1)
        if relative.startswith(("sáng", "chiều", "tối", "đêm")):
            part = part or relative.split()[0]
    else:
        day, has_year = date_of(match, issued_on)
        if day and issued_on and not has_year and day < issued_on:
            day = _next_years(day) if day < issued_on - _LAST_YEARS else None
        elif day and issued_on and day < issued_on:
            day = None  # over before the document was issued: a slip of the year is asked about
    if day is None:
        return None
    hour = None
    minutes = int(match["min"] or match["min2"] or 0)
    if match["h"]:
        number = int(match["h"])
        if number < 12 and ("chiều" in part or "tối" in part):
            number += 12
        midnight = number == 24 or (number == 12 and "đêm" in part)
        hour = _DAY_END if midnight else time(number, minutes)
    return _Reading(day, hour, bool(minutes), part, match["lead"].lower())


def _next_years(day: date) -> date | None:
    """The same day a year later; none for a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return None


def _due(read: _Reading, words: str) -> Due:
    if read.hour:
        relation = "before" if read.lead == "trước" else "by"
        precision = "minute" if read.has_minutes else "hour"
        return Due(instant(read.day, read.hour), relation, precision, words)
    if read.part:
        return Due(instant(read.day, _part_end(read.part)), "by", "half-day", words)
    if read.lead == "trước":
        return Due(instant(read.day - timedelta(days=1), _DAY_END), "before", "day", words)
    relation = "during" if read.lead.endswith("trong") and read.lead != "chậm nhất trong" else "by"
    return Due(instant(read.day, _DAY_END), relation, "day", words)


def _part_end(part: str) -> time:
    if "sáng" in part or "trưa" in part:
        return time(12)
    if "chiều" in part or "cuối giờ" in part:
        return time(17)
    return _DAY_END


def _period(text: str, start: int, end: int) -> tuple[Due, Span] | None:
    """A deadline by the month or the quarter: "trong tháng 8/2021", "hết quý III/2021"."""
    match = _MONTH.search(text, start, end)
    if match:
        first_month = last_month = int(match["month"])
        if not 1 <= first_month <= 12:
            return None
    else:
        match = _QUARTER.search(text, start, end)
        if not match:
            return None
        last_month = 3 * ("I", "II", "III", "IV").index(match["quarter"].upper()) + 3
        first_month = last_month - 2
    lead, year = match["lead"].lower(), int(match["year"])
    if not 1 <= year < 9999:
        return None
    after = date(year + 1, 1, 1) if last_month == 12 else date(year, last_month + 1, 1)
    edge = date(year, first_month, 1) if lead == "trước" else after
    if edge <= date(1, 1, 1):
        return None
    relation = {"trước": "before", "trong": "during"}.get(lead, "by")
    at = instant(edge - timedelta(days=1), _DAY_END)
    return Due(at, relation, "month", " ".join(match.group().split())), match.span()


_EVERY = re.compile(
    r"(?<!\w)(?:(?P<some>(?P<count>\d{1,2})\s(?P<unit>ngày|tuần|tháng)\s?/\s?(?:0?1\s)?lần)"
    r"|(?P<day>hằng ngày|hàng ngày|mỗi ngày|hằng đêm|hàng đêm|mỗi đêm|ngày\s\d{1,2}\slần"
    r"|\d{1,2}\slần\s?/\s?ngày)"
    r"|(?P<week>hằng tuần|hàng tuần|mỗi tuần)|(?P<month>hằng tháng|hàng tháng|mỗi tháng))(?!\w)",
    re.I,
)
_CLOCK = r"(\d{1,2})\s?(?:giờ|h|g)(?:\s?(\d{2})(?:\s?phút)?)?"
_WINDOW = re.compile(
    rf"(?:trong (?:thời gian|khoảng thời gian|khoảng) )?từ\s{_CLOCK}\s?(?:đến|-"
    rf"|–)\s?{_CLOCK}(?!\w)",
    re.I,
)
_TWICE = re.compile(rf"{_CLOCK}(?:\svà|,)\s{_CLOCK}", re.I)
_UNTIL_HOUR = re.compile(rf"(?:trước|chậm nhất(?: là| vào)?|vào lúc|lúc|vào|đến)\s{_CLOCK}", re.I)
_NEAR = 80
_ENDS_SENTENCE = re.compile(r"[;:]|[.]\s")
_DAY_FOLLOWS = re.compile(rf",?{S}{{1,3}}(?:(?:sáng|chiều|tối){S})?(?:ngày|hôm|mai|thứ)", re.I)
_ADJACENT = 12


def repetition_in(text: str, start: int, end: int) -> tuple[Repeats | None, Span | None]:
    """How often a duty is repeated, and between which hours: "mỗi ngày, từ 16 giờ đến 17 giờ"."""
    every = _EVERY.search(text, start, end)
    if not every:
        return None, None
    from_ = until = None
    hours = _WINDOW.search(text, start, end) or _TWICE.search(text, start, end)
    if hours and abs(hours.start() - every.end()) < _NEAR:
        from_, until = clock(hours[1], hours[2]), clock(hours[3], hours[4])
    else:
        hours = next(
            (
                match
                for match in _UNTIL_HOUR.finditer(text, start, end)
                if min(abs(match.end() - every.start()), abs(match.start() - every.end()))
                < _ADJACENT
            ),
            None,
        )
        if hours is None and every.lastgroup == "day":
            hours = _hour_of_every_day(text, every.end(), end)
        until = clock(hours[1], hours[2]) if hours else None
    low = min(every.start(), hours.start()) if hours else every.start()
    high = max(every.end(), hours.end()) if hours else every.end()
    kind = every.lastgroup or "day"
    if kind == "some":
        unit = {"ngày": "day", "tuần": "week", "tháng": "month"}[every["unit"].lower()]
        kind = unit if int(every["count"]) == 1 else f"{int(every['count'])} {unit}s"
    return Repeats(kind, from_, until, " ".join(text[low:high].split())), (low, high)


def _hour_of_every_day(text: str, start: int, end: int) -> re.Match[str] | None:
    """ "hằng ngày tổng hợp …, báo cáo … trước 16 giờ 30 phút": an hour without a day of its own."""
    hours = _UNTIL_HOUR.search(text, start, min(end, start + 3 * _NEAR))
    if hours is None or _ENDS_SENTENCE.search(text, start, hours.start()):
        return None
    return None if _DAY_FOLLOWS.match(text, hours.end()) else hours


def uneven(repeats: Repeats | None, span: Span) -> list[Question]:
    """What to ask of a rhythm that is none of a day, a week or a month: "03 ngày/lần"."""
    if repeats is None or repeats.every in ("day", "week", "month"):
        return []
    return [
        Question(
            "repeats",
            f"“{repeats.words}” is not once a day, a week or a month: say when it is next due",
            f"“{repeats.words}” không theo ngày, tuần hay tháng: cần ghi rõ hạn lần tới",
            span,
            "repeats_uneven",
        )
    ]
