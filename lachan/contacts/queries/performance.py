"""How well tracing works: each figure defined once, counted and listed by the same condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from lachan.cases.models import Case
from lachan.cases.terms import Permission as CasePermission
from lachan.contacts.models import Contact, Exposure, ProposalLine, Run
from lachan.contacts.queries.limits import limit
from lachan.contacts.rules.performance import OF_CASES, Figure, Part
from lachan.contacts.terms import Aim, Answer, LimitName, Permission, State
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.scope import within
from lachan.tracing.models import Interview

DAY, TWO_DAYS = timedelta(days=1), timedelta(days=2)


@dataclass(frozen=True)
class Period:
    """Cases reported, or contacts named, from the first day to the last, at or below a unit."""

    since: date
    until: date
    unit: str = ""

    def of(self, column: str) -> Q:
        """The condition on the column of the instant, and on the unit."""
        condition = Q(
            **{
                f"{column}__gte": at(self.since, 0),
                f"{column}__lt": at(self.until + timedelta(days=1), 0),
            }
        )
        return condition & within((self.unit,)) if self.unit else condition


@dataclass(frozen=True)
class Share:
    """One figure: met of counted; `waiting` could still be either and are not counted."""

    figure: Figure
    met: int
    counted: int
    waiting: int

    @property
    def percent(self) -> float | None:
        """Met of counted in per cent; None where nobody is counted."""
        return 100 * self.met / self.counted if self.counted else None


@dataclass(frozen=True)
class Spread:
    """Contacts of each case who met it themselves: mean, median and most, over all cases."""

    cases: int
    mean: float
    median: float
    most: int


@dataclass(frozen=True)
class Waits:
    """Seconds from what asked for a trace until all of it was written."""

    runs: int
    median: float
    ninth_tenth: float


def shares(actor: Actor, period: Period, now: datetime) -> list[Share]:
    """All figures of the period: two queries, one over cases and one over contacts."""
    found = []
    for of_cases in (True, False):
        conditions = {f: c for f, c in _conditions(now).items() if (f in OF_CASES) == of_cases}
        counts = {}
        for figure, (counted, met, waiting) in conditions.items():
            counts[f"{figure}_met"] = Count("pk", filter=counted & met)
            counts[f"{figure}_waiting"] = Count("pk", filter=counted & ~met & waiting)
            counts[f"{figure}_all"] = Count("pk", filter=counted)
        rows = _cases(actor, period) if of_cases else _contacts(actor, period)
        told = rows.order_by().aggregate(**counts)
        for figure in conditions:
            waiting_number = told[f"{figure}_waiting"]
            counted_number = told[f"{figure}_all"] - waiting_number
            found.append(Share(figure, told[f"{figure}_met"], counted_number, waiting_number))
    return found


def behind(
    actor: Actor, period: Period, figure: Figure, part: Part, now: datetime
) -> QuerySet[Any]:
    """The rows that a figure counts: cases or contacts, those of one part."""
    counted, met, waiting = _conditions(now)[figure]
    rows = _cases(actor, period) if figure in OF_CASES else _contacts(actor, period)
    parts = {
        Part.ALL: counted & ~(~met & waiting),
        Part.MET: counted & met,
        Part.MISSED: counted & ~met & ~waiting,
        Part.WAITING: counted & ~met & waiting,
    }
    return rows.filter(parts[part])


def contacts_of_cases(actor: Actor, period: Period) -> Spread:
    """How many people each case of the period met."""
    rows = _cases(actor, period).order_by()
    numbers = list(
        rows.annotate(met_number=Count("exposures__contact", distinct=True)).values_list(
            "met_number", flat=True
        )
    )
    if not numbers:
        return Spread(0, 0.0, 0.0, 0)
    return Spread(len(numbers), sum(numbers) / len(numbers), median(numbers), max(numbers))


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
    return Waits(
        len(seconds), median(seconds), seconds[min(len(seconds) * 9 // 10, len(seconds) - 1)]
    )


def _cases(actor: Actor, period: Period) -> QuerySet[Case]:
    rows: Any = Case.objects.visible_to(actor, CasePermission.READ)
    first = Interview.objects.filter(investigation__case=OuterRef("pk")).order_by()
    named = Contact.objects.filter(person__root=OuterRef("person__root")).values("named_at")
    rows = rows.confirmed().filter(period.of("reported_at"))
    found: QuerySet[Case] = rows.annotate(
        interviewed_at=Subquery(
            first.values("investigation__case").annotate(t=Min("started_at")).values("t")
        ),
        named_at=Subquery(named[:1]),
        has_met=Exists(Exposure.objects.filter(case=OuterRef("pk"))),
    )
    return found


def _contacts(actor: Actor, period: Period) -> QuerySet[Contact]:
    rows: QuerySet[Contact] = Contact.objects.visible_to(actor, Permission.READ)
    approved = ProposalLine.objects.filter(
        contact=OuterRef("pk"), proposal__aim=Aim.MEASURE, proposal__answer=Answer.APPROVED
    ).order_by()
    return rows.filter(period.of("named_at")).annotate(
        ordered_at=Subquery(
            approved.values("contact").annotate(t=Min("proposal__answered_at")).values("t")
        )
    )


def _conditions(now: datetime) -> dict[Figure, tuple[Q, Q, Q]]:
    """figure -> (who is counted, who meets it, who could still meet it)."""
    minutes = timedelta(minutes=limit(LimitName.FIRST_CALL_MINUTES, day_of(now)).value)
    everybody = Q(pk__isnull=False)
    nobody = Q(pk__isnull=True)
    close = Q(level=1) & ~Q(state=State.FREED)

    def within_of(column: str, since: str, wait: timedelta) -> Q:
        return Q(**{f"{column}__isnull": False, f"{column}__lte": F(since) + wait})

    def open_until(since: str, wait: timedelta) -> Q:
        return Q(**{f"{since}__gt": now - wait})

    return {
        Figure.INTERVIEWED: (
            everybody,
            within_of("interviewed_at", "reported_at", DAY),
            open_until("reported_at", DAY),
        ),
        Figure.ISOLATED: (
            everybody,
            within_of("isolated_at", "reported_at", DAY),
            open_until("reported_at", DAY),
        ),
        Figure.WITH_CONTACT: (everybody, Q(has_met=True), nobody),
        Figure.KNOWN_BEFORE: (
            everybody,
            Q(named_at__isnull=False, named_at__lt=F("reported_at")),
            nobody,
        ),
        Figure.REACHED_FIRST: (
            close,
            within_of("reached_at", "named_at", minutes),
            open_until("named_at", minutes),
        ),
        Figure.REACHED_DAY: (
            close,
            within_of("reached_at", "named_at", DAY),
            open_until("named_at", DAY),
        ),
        Figure.ORDERED: (
            close,
            within_of("ordered_at", "case__reported_at", TWO_DAYS),
            open_until("case__reported_at", TWO_DAYS),
        ),
        Figure.BECAME_CASE: (~Q(state=State.FREED), Q(state=State.CASE), nobody),
        Figure.ENDED: (
            Q(state__in=[State.ENDED, State.FOLLOWED]),
            Q(state=State.ENDED),
            Q(state=State.FOLLOWED),
        ),
    }
