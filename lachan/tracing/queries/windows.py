# ruff: noqa: S608 - statements are put together from words of this module
"""From whom a trace starts, and what counts as exposure: by the cases and numbers in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from lachan.cases.queries.limits import limit as case_limit
from lachan.cases.terms import LimitName as CaseLimitName
from lachan.core.columns import INSTANT, NUMBER, copied
from lachan.core.dates import day_of, end_of_day
from lachan.tracing.engine.tables import Cases, Numbers, Terms
from lachan.tracing.queries.limits import limit
from lachan.tracing.terms import LimitName


@dataclass(frozen=True)
class Windows:
    """Cases with the person and the infectious window of each, by case."""

    case: Numbers
    person: Numbers
    since: Numbers
    until: Numbers

    def cases(self) -> Cases:
        """As the engine takes them."""
        return Cases(self.person, self.since, self.until)

    def by_day(self) -> Windows:
        """The same windows cut at every midnight of Vietnam: one line a case and day."""
        first, last = _day(self.since), _day(np.maximum(self.until - 1, self.since))
        count = last - first + 1
        line = np.repeat(np.arange(len(count)), count)
        day = first[line] + np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
        morning = day * _DAY - _OFFSET
        return Windows(
            self.case[line],
            self.person[line],
            np.maximum(self.since[line], morning),
            np.minimum(self.until[line], morning + _DAY),
        )


_DAY = 86_400
_OFFSET = 7 * 3600  # Vietnam keeps UTC+7 all year


def _day(instants: Numbers) -> Numbers:
    return (instants + _OFFSET) // _DAY


# What turned out to be no case, or no illness again, infected nobody and makes nobody a case.
_STANDS = "c.classification <> 'discarded' AND coalesce(r.state, '') <> 'refuted'"


def looked_back_to(now: datetime, followed_days: int = 0) -> datetime:
    """Windows that ended before this count no longer.

    The days looked back, or as many as people are followed after they met a case where those are
    more: while they are, a correction takes away exactly what hung on it.
    """
    return now - timedelta(
        days=max(limit(LimitName.LOOK_BACK_DAYS, day_of(now)).value, followed_days)
    )


def windows(now: datetime, since: datetime) -> Windows:
    """The standing cases whose infectious window ended since then, or is open.

    An open window, and what is to come, is cut at the end of the day.
    """
    end = end_of_day(day_of(now))
    rows = copied(
        "SELECT c.id, p.root_id, c.infectious_from, "
        "least(coalesce(c.infectious_until, %s), %s)::timestamptz "
        "FROM cases_case c JOIN people_person p ON p.id = c.person_id "
        "LEFT JOIN cases_repositive r ON r.case_id = c.id "
        f"WHERE {_STANDS} "
        "AND c.infectious_from < %s AND coalesce(c.infectious_until, %s) >= %s ORDER BY c.id",
        [end, end, end, end, since],
        {"case": NUMBER, "person": NUMBER, "since": INSTANT, "until": INSTANT},
    )
    return Windows(rows["case"], rows["person"], rows["since"], rows["until"])


def ill(now: datetime) -> Numbers:
    """The people with a standing case, whatever became of its window: they are nobody's contacts.

    For as many days after the episode has ended as a positive counts as the same illness: after
    them somebody can be exposed anew. Who died never is.
    """
    days = case_limit(CaseLimitName.RE_POSITIVE_DAYS, day_of(now)).value
    rows = copied(
        "SELECT DISTINCT p.root_id FROM cases_case c "
        "JOIN people_person p ON p.id = c.person_id "
        "LEFT JOIN cases_repositive r ON r.case_id = c.id "
        f"WHERE {_STANDS} AND (c.outcome = 'died' "
        "OR coalesce(c.outcome_at, c.closed_at, %s) >= %s)",
        [now, now - timedelta(days=days)],
        {"person": NUMBER},
    )
    return rows["person"]


def terms(now: datetime) -> Terms:
    """The numbers in force, as the engine takes them; meetings are cut at the end of the day."""
    today = day_of(now)

    def value(name: LimitName) -> int:
        return limit(name, today).value

    return Terms(
        levels=value(LimitName.LEVELS),
        minimum=value(LimitName.LEAST_MEETING_MINUTES) * 60,
        latency=value(LimitName.LATENCY_HOURS) * 3600,
        horizon=int(end_of_day(today).timestamp()),
    )
