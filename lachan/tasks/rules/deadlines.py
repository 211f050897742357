"""By when something must be done, and how an office says it.

Sources: Nghị định 30/2020/NĐ-CP, art. 4.2c (urgent documents are registered, submitted and passed
on at once, others the same day or at latest the next working day) and art. 24.2 (urgent documents
are handled at once). The decree gives no minutes for "at once": those in `AT_ONCE` are ours, to be
confirmed by the province.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from lachan.core.dates import VIETNAM, day_of, working_days_after
from lachan.core.text import folded

# Urgency as folded words -> how soon "at once" is. Longest word first: "thuong khan" holds "khan".
AT_ONCE: tuple[tuple[str, timedelta], ...] = (
    ("hoa toc", timedelta(minutes=30)),
    ("thuong khan", timedelta(hours=1)),
    ("khan", timedelta(hours=2)),
)
# As the documents stamp it, by the folded words; both placements of the accent are read.
URGENCIES = {"hoa toc": "hỏa tốc", "thuong khan": "thượng khẩn", "khan": "khẩn"}
RECEIVE_WORKING_DAYS = 1
DECIDE_WORKING_DAYS = 1


class PublicHolidays(Container[date]):
    """The public holidays with a fixed solar date (Bộ luật Lao động 2019, art. 112).

    Tết, the Hùng Kings' day and the second day of the National Day move every year by the Prime
    Minister's notice; they are passed as `announced`.
    """

    FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})

    def __init__(self, announced: Container[date] = ()) -> None:
        self.announced = announced

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and (
            (day.month, day.day) in self.FIXED or day in self.announced
        )


HOLIDAYS = PublicHolidays()


def at_once(urgency: str) -> timedelta | None:
    """How soon an urgent task must be answered; None when it is not urgent."""
    words = folded(urgency)
    return next((limit for word, limit in AT_ONCE if word in words), None)


def standard_urgency(urgency: str) -> str:
    """The urgency in its one spelling, or empty: "HOẢ TỐC" becomes "hỏa tốc"."""
    words = folded(urgency)
    return next((URGENCIES[word] for word, _limit in AT_ONCE if word in words), "")


def is_express(urgency: str) -> bool:
    """Whether the task is urgent in any degree: hỏa tốc, thượng khẩn or khẩn."""
    return at_once(urgency) is not None


def receive_by(given_at: datetime, urgency: str, holidays: Container[date] = HOLIDAYS) -> datetime:
    """The last instant to acknowledge: at once when urgent, else within one working day."""
    limit = at_once(urgency)
    if limit is not None:
        return given_at + limit
    return working_days_after(given_at, RECEIVE_WORKING_DAYS, holidays)


def decide_by(since: datetime, urgency: str, holidays: Container[date] = HOLIDAYS) -> datetime:
    """The last instant for the superior to decide a refusal or a result handed in."""
    limit = at_once(urgency)
    if limit is not None:
        return since + limit
    return working_days_after(since, DECIDE_WORKING_DAYS, holidays)


def remind_at(given_at: datetime, due_at: datetime, urgency: str) -> datetime:
    """When to remind of a deadline: at half of the time, or for urgent tasks one hour before it
    if that is later."""
    half = given_at + (due_at - given_at) / 2
    if is_express(urgency):
        return max(half, due_at - timedelta(hours=1))
    return half


def due_text(due_at: datetime, relation: str, precision: str, now: datetime) -> str:
    """The deadline as an office writes it: "trước 14 giờ ngày 21/5/2021", "12 giờ hôm nay"."""
    local = due_at.astimezone(VIETNAM)
    if precision == "month":
        return _("end of %(month)d/%(year)d") % {"month": local.month, "year": local.year}
    day = _day_text(local.date(), day_of(now))
    if (local.hour, local.minute) == (23, 59):
        return _("end of %(day)s") % {"day": day}
    hour = (
        _("%(hour)d:00") % {"hour": local.hour}
        if local.minute == 0
        else _("%(hour)d:%(minute)02d") % {"hour": local.hour, "minute": local.minute}
    )
    if relation == "before":
        return _("before %(hour)s %(day)s") % {"hour": hour, "day": day}
    return _("%(hour)s %(day)s") % {"hour": hour, "day": day}


def _day_text(day: date, today: date) -> str:
    if day == today:
        return _("today")
    if day == today + timedelta(days=1):
        return _("tomorrow")
    return _("on %(day)d/%(month)d/%(year)d") % {
        "day": day.day,
        "month": day.month,
        "year": day.year,
    }


def remaining_text(due_at: datetime, now: datetime) -> str:
    """How long there is left, or for how long it has been overdue: "còn 3 giờ"."""
    if due_at >= now:
        return _("%(span)s left") % {"span": span_text(due_at - now)}
    return _("%(span)s overdue") % {"span": span_text(now - due_at)}


def span_text(span: timedelta) -> str:
    """A length of time in two units at most: "2 ngày 3 giờ", "2 giờ 40 phút", "25 phút".

    Rounded down, as the page's own counting does: nobody is promised a minute that is not left.
    """
    minutes = int(span.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts: list[str] = []
    if days:
        parts.append(_("%(days)d d") % {"days": days})
        if hours:
            parts.append(_("%(hours)d h") % {"hours": hours})
    elif hours:
        parts.append(_("%(hours)d h") % {"hours": hours})
        if minutes:
            parts.append(_("%(minutes)d min") % {"minutes": minutes})
    else:
        parts.append(_("%(minutes)d min") % {"minutes": minutes})
    return " ".join(parts)


class DueBucket:
    """The columns of the board by deadline, with the half-open bounds of each."""

    LATE = "late"
    TODAY = "today"
    TWO_DAYS = "two_days"
    WEEK = "week"
    LATER = "later"
    NONE = "none"
    ALL = (LATE, TODAY, TWO_DAYS, WEEK, LATER, NONE)


def bucket_ends(now: datetime) -> dict[str, datetime]:
    """The first instant after each bucket: tonight, two days on, and the end of this week."""
    midnight = datetime.combine(
        day_of(now) + timedelta(days=1), datetime.min.time(), tzinfo=VIETNAM
    )
    two_days = midnight + timedelta(days=2)
    monday = midnight + timedelta(days=(7 - midnight.weekday()) % 7)
    return {
        DueBucket.TODAY: midnight,
        DueBucket.TWO_DAYS: two_days,
        DueBucket.WEEK: max(monday, two_days),
    }


def bucket_of(due_at: datetime | None, now: datetime) -> str:
    """In which column of the board a deadline falls."""
    if due_at is None:
        return DueBucket.NONE
    if due_at < now:
        return DueBucket.LATE
    return next(
        (bucket for bucket, end in bucket_ends(now).items() if due_at < end), DueBucket.LATER
    )
