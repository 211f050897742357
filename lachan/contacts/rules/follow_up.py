"""Who must try next to reach a contact, by when, and which day of follow-up it is.

Go.Data's reckoning: of several visits on one day the latest counts; who was not seen for three
days is lost; the days begin anew with a new exposure. The ladder of those who are not reached is
the province's; all its numbers are dated rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lachan.contacts.terms import SEEN, Outcome, Rung, Way
from lachan.core.dates import day_of, end_of_day

_LADDER = (Rung.AGAIN, Rung.OTHER_NUMBER, Rung.HEALTH_WORKER, Rung.POLICE)
# What a single outcome says at once, whatever was tried before.
_AT_LEAST = {
    Outcome.WRONG_NUMBER: Rung.OTHER_NUMBER,
    Outcome.REFUSED: Rung.HEALTH_WORKER,
    Outcome.MOVED: Rung.POLICE,
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often each rung tries; the dated numbers of the day."""

    first: timedelta
    retry: timedelta
    own_tries: int
    other_tries: int
    visit_tries: int
    visit: timedelta
    police: timedelta


@dataclass(frozen=True, slots=True)
class Try:
    """One call or visit, as far as the ladder asks."""

    at: datetime
    way: Way
    outcome: Outcome
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What comes next: at which rung, until when, after so many tries in vain."""

    rung: Rung
    due_at: datetime
    tries: int = 0
    seen_at: datetime | None = None
    has_symptoms: bool = False


def standing(named_at: datetime, tries: Iterable[Try], patience: Patience) -> Standing:
    """Where a contact stands; what was tried before it was named does not count.

    1. Nothing tried: the first call, until `first` after the naming.
    2. Reached: the next call on the day after, whenever that day, or at the hour that was agreed;
       an agreement puts no day's call off.
    3. In vain: the rung climbs when its tries are used up, or at once where the outcome says so
       (a wrong number, a refusal, moved away), and never falls before the contact is reached. At
       the rung of a visit only visits count: a call there puts off nothing. Due is what was
       agreed, else what the rung allows.
    """
    rung, at_rung, in_vain = Rung.FIRST, 0, 0
    due_at = named_at + patience.first
    seen_at, has_symptoms = None, False
    for one in sorted(tries, key=lambda t: t.at):
        if one.at < named_at:
            continue
        if one.outcome in SEEN:
            rung, at_rung, in_vain = Rung.DAILY, 0, 0
            seen_at, has_symptoms = one.at, one.outcome == Outcome.SYMPTOMS
            due_at = end_of_day(day_of(one.at) + timedelta(days=1))
            due_at = min(one.next_try_at or due_at, due_at)
            continue
        in_vain += 1
        before = rung if rung in _LADDER else Rung.AGAIN
        counts = before not in (Rung.HEALTH_WORKER, Rung.POLICE) or one.way == Way.VISIT
        at_rung += counts
        rung = _climbed(before, at_rung, one.outcome, patience)
        if rung != before:
            at_rung = 0
        if counts or rung != before:
            due_at = one.next_try_at or one.at + _time_of(rung, patience)
    return Standing(rung, due_at, in_vain, seen_at, has_symptoms)


def _climbed(rung: Rung, at_rung: int, outcome: Outcome, patience: Patience) -> Rung:
    allowed = {
        Rung.AGAIN: patience.own_tries,
        Rung.OTHER_NUMBER: patience.other_tries,
        Rung.HEALTH_WORKER: patience.visit_tries,
    }
    place = _LADDER.index(rung)
    if rung in allowed and at_rung >= allowed[rung]:
        place += 1
    return _LADDER[max(place, _LADDER.index(_AT_LEAST.get(outcome, Rung.AGAIN)))]


def _time_of(rung: Rung, patience: Patience) -> timedelta:
    return {Rung.HEALTH_WORKER: patience.visit, Rung.POLICE: patience.police}.get(
        rung, patience.retry
    )


def day_of_follow_up(since: date, until: date | None, today: date) -> tuple[int, int | None]:
    """(which day it is, of how many): the day after the last exposure is the first one.

    The second is None while the last day is not known.
    """
    return (today - since).days, (until - since).days if until else None


def of_each_day(tries: Iterable[Try]) -> dict[date, Try]:
    """Day -> its latest visit: the one that counts."""
    return {day_of(one.at): one for one in sorted(tries, key=lambda t: t.at)}
