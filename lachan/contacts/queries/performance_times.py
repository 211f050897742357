"""How long tracing takes and how many people a case meets: the spread of numbers over rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from statistics import median, quantiles
from typing import Any

from django.db.models import Count

from lachan.contacts.models import Run
from lachan.contacts.queries.performance import Period, behind, reported
from lachan.contacts.rules.performance import Figure, Part
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Spread:
    """Contacts of each case who met it themselves: over all cases, also those who met nobody.

    The middle half of the cases lies from `lower` to `upper`.
    """

    cases: int
    mean: float
    median: float
    lower: float
    upper: float
    most: int


@dataclass(frozen=True)
class Waits:
    """Seconds from what asked for a trace until all of it was written."""

    runs: int
    median: float
    ninth_tenth: float


@dataclass(frozen=True)
class Delay:
    """Hours from the positive result of a case until its F1 had something done, or days of cases.

    Those of `number` who are not `done` count as the longest, so that `median` and `ninth_tenth`
    are None while they fall among these. `mean` is over those done. `unknown` (the beginning is
    not told) are not counted. `figure` opens the rows: `number` and `unknown` together.
    """

    figure: Figure
    number: int
    done: int
    unknown: int
    mean: float | None
    median: float | None
    ninth_tenth: float | None


def contacts_of_cases(actor: Actor, period: Period) -> Spread:
    """How many people each case of the period met."""
    rows: Any = reported(actor, period).order_by()
    numbers = list(
        rows.annotate(met_number=Count("exposures__contact", distinct=True)).values_list(
            "met_number", flat=True
        )
    )
    if not numbers:
        return Spread(0, 0.0, 0.0, 0.0, 0.0, 0)
    # One number alone has no quartiles: it is all of them.
    several = numbers if len(numbers) > 1 else numbers * 2
    lower, middle, upper = quantiles(several, n=4, method="inclusive")
    return Spread(len(numbers), sum(numbers) / len(numbers), middle, lower, upper, max(numbers))


def waits(period: Period) -> Waits:
    """How long it took until everybody was traced, over the traces of the period."""
    rows = Run.objects.filter(
        asked_at__gte=at(period.since, 0),
        asked_at__lt=at(period.until + timedelta(days=1), 0),
    )
    seconds = sorted(
        max((finished - asked).total_seconds(), 0.0)
        for asked, finished in rows.values_list("asked_at", "finished_at")
    )
    if not seconds:
        return Waits(0, 0.0, 0.0)
    return Waits(len(seconds), median(seconds), seconds[_ninth(seconds)])


def since_positive(actor: Actor, period: Period, now: datetime) -> tuple[Delay, Delay]:
    """Hours from the positive of a case until its F1 were reached, and had a measure approved."""

    def delay(figure: Figure, done: str) -> Delay:
        rows = behind(actor, period, figure, Part.ALL, now).order_by()
        return _delay(figure, rows.values_list("case__confirmed_at", done), _hours)

    return delay(Figure.REACHED_DAY, "reached_at"), delay(Figure.DONE_DAY, "ordered_at")


def since_onset(actor: Actor, period: Period, now: datetime) -> tuple[Delay, Delay]:
    """Days from the onset of cases until they were isolated, and confirmed."""

    def delay(figure: Figure, done: str) -> Delay:
        rows = behind(actor, period, figure, Part.ALL, now).order_by()
        return _delay(figure, rows.values_list("onset_on", done), _days)

    return delay(Figure.ISOLATED, "isolated_at"), delay(Figure.WITH_CONTACT, "confirmed_at")


def _hours(since: datetime, done: datetime | None) -> float:
    # Who was reached because of an earlier case did not wait for this one.
    return max((done - since) / HOUR, 0.0) if done else inf


def _days(since: Any, done: datetime | None) -> float:
    return float((day_of(done) - since).days) if done else inf


def _delay(
    figure: Figure,
    rows: Iterable[tuple[Any, datetime | None]],
    measured: Callable[[Any, datetime | None], float],
) -> Delay:
    pairs = list(rows)
    found = sorted(measured(since, done) for since, done in pairs if since is not None)
    done = [number for number in found if number < inf]
    middle = median(found) if found else inf
    ninth = found[_ninth(found)] if found else inf
    return Delay(
        figure=figure,
        number=len(found),
        done=len(done),
        unknown=len(pairs) - len(found),
        mean=sum(done) / len(done) if done else None,
        median=middle if middle < inf else None,
        ninth_tenth=ninth if ninth < inf else None,
    )


def _ninth(found: Sequence[float]) -> int:
    """The place of the number below which nine of ten lie."""
    return min(len(found) * 9 // 10, len(found) - 1)
