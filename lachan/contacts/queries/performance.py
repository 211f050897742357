"""How well tracing works: each figure defined once, counted and listed by the same condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case as DbCase
from django.db.models import (
    Count,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from lachan.cases.models import Case
from lachan.cases.terms import Permission as CasePermission
from lachan.contacts.models import Call, Contact, Exposure, ProposalLine
from lachan.contacts.queries.follow_up import followed, is_lost, is_seen_today
from lachan.contacts.queries.limits import limit
from lachan.contacts.rules.performance import OF_CASES, OF_FOLLOWED, OF_MEASURED, Figure, Part
from lachan.contacts.terms import SEEN, Aim, Answer, LimitName, Permission, State
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, at, day_of
from lachan.core.scope import within
from lachan.tracing.models import Interview

DAY, TWO_DAYS = timedelta(days=1), timedelta(days=2)
# What was approved: a measure, or its end.
_DECIDED = ProposalLine.objects.filter(
    proposal__answer=Answer.APPROVED, proposal__aim__in=(Aim.MEASURE, Aim.LIFT)
)


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


def shares(actor: Actor, period: Period, now: datetime) -> list[Share]:
    """All figures of the period: one query over those rows that several figures count."""
    found: dict[Figure, Share] = {}
    everything = _conditions(now)
    alike: dict[Any, list[Figure]] = {}
    for figure in Figure:
        alike.setdefault((_kind(figure), everything[figure][0]), []).append(figure)
    for (_kind_of_rows, counted), figures in alike.items():
        counts = {"all": Count("pk")}
        for figure in figures:
            _counted, met, waiting = everything[figure]
            counts[f"{figure}_met"] = Count("pk", filter=met)
            counts[f"{figure}_waiting"] = Count("pk", filter=waiting & ~met)
        rows = _rows(actor, period, figures[0], now).filter(counted).order_by()
        told = rows.aggregate(**counts)
        for figure in figures:
            open_yet = told[f"{figure}_waiting"]
            found[figure] = Share(figure, told[f"{figure}_met"], told["all"] - open_yet, open_yet)
    return [found[figure] for figure in Figure]


def behind(
    actor: Actor, period: Period, figure: Figure, part: Part, now: datetime
) -> QuerySet[Any]:
    """The rows that a figure counts: cases or contacts, those of one part."""
    counted, met, waiting = _conditions(now)[figure]
    rows = _rows(actor, period, figure, now)
    parts = {
        Part.ALL: counted & ~(~met & waiting),
        Part.MET: counted & met,
        Part.MISSED: counted & ~met & ~waiting,
        Part.WAITING: counted & ~met & waiting,
    }
    return rows.filter(parts[part])


def _kind(figure: Figure) -> frozenset[Figure]:
    """The figures that are counted over the same kind of rows."""
    return next(
        (kind for kind in (OF_CASES, OF_FOLLOWED, OF_MEASURED) if figure in kind), frozenset()
    )


def _rows(actor: Actor, period: Period, figure: Figure, now: datetime) -> QuerySet[Any]:
    if figure in OF_CASES:
        return reported(actor, period)
    if figure in OF_FOLLOWED:
        return followed(_of_unit(actor, period), now)
    if figure in OF_MEASURED:
        return _measured(_of_unit(actor, period))
    return named(actor, period)


def reported(actor: Actor, period: Period) -> QuerySet[Case]:
    """The confirmed cases of the period, with when they were interviewed, named and so on."""
    rows: Any = Case.objects.visible_to(actor, CasePermission.READ)
    first = Interview.objects.filter(investigation__case=OuterRef("pk")).order_by()
    own = Contact.objects.filter(person__root=OuterRef("person__root")).values("named_at")
    rows = rows.confirmed().filter(period.of("reported_at"))
    found: QuerySet[Case] = rows.annotate(
        interviewed_at=Subquery(
            first.values("investigation__case").annotate(t=Min("started_at")).values("t")
        ),
        named_at=Subquery(own[:1]),
        has_met=Exists(Exposure.objects.filter(case=OuterRef("pk"))),
        positive_at=Coalesce("confirmed_at", "reported_at"),
        measured_until=_until_then(OuterRef("positive_at")),
        measured_until_at_onset=_until_then(OuterRef("onset_on"), "__date"),
        positive_on=TruncDate("positive_at", tzinfo=VIETNAM),
    )
    return found


def _until_then(instant: Any, of: str = "") -> Subquery:
    """The last day of the measure under which the case's person was then; null where none.

    One without an end lasts for ever. What was lifted before does not count.
    """
    lines = _DECIDED.filter(
        **{
            "contact__person__root": OuterRef("person__root"),
            f"proposal__answered_at{of}__lte": instant,
        }
    ).order_by("-proposal__answered_at", "-pk")
    return Subquery(
        lines.annotate(
            last=DbCase(
                When(proposal__aim=Aim.MEASURE, then=Coalesce("until", Value(date.max))),
                default=None,
                output_field=DateField(),
            )
        ).values("last")[:1]
    )


def _of_unit(actor: Actor, period: Period) -> QuerySet[Contact]:
    rows: QuerySet[Contact] = Contact.objects.visible_to(actor, Permission.READ)
    return rows.filter(within((period.unit,))) if period.unit else rows


def _measured(rows: QuerySet[Contact]) -> QuerySet[Any]:
    """Contacts for whom a measure was ever approved, with the last decision about it."""
    decided = _DECIDED.filter(contact=OuterRef("pk")).order_by("-proposal__answered_at", "-pk")
    approved = _DECIDED.filter(proposal__aim=Aim.MEASURE).values("contact")
    found: QuerySet[Any] = rows.filter(pk__in=approved).annotate(
        last_aim=Subquery(decided.values("proposal__aim")[:1]),
        last_until=Subquery(decided.values("until")[:1]),
        last_at=Subquery(decided.values("proposal__answered_at")[:1]),
    )
    return found


def named(actor: Actor, period: Period) -> QuerySet[Contact]:
    """The contacts named in the period, with when a measure was approved since, and days seen."""
    approved = ProposalLine.objects.filter(
        contact=OuterRef("pk"),
        proposal__aim=Aim.MEASURE,
        proposal__answer=Answer.APPROVED,
        proposal__answered_at__gte=OuterRef("named_at"),
    ).order_by()
    seen = (
        Call.objects.filter(contact=OuterRef("pk"), outcome__in=SEEN)
        .order_by()
        .annotate(day=TruncDate("at", tzinfo=VIETNAM))
        .filter(day__gt=OuterRef("named_on"), day__lte=OuterRef("follow_until"))
        .values("contact")
    )
    rows: QuerySet[Contact] = Contact.objects.visible_to(actor, Permission.READ)
    return rows.filter(period.of("named_at")).annotate(
        ordered_at=Subquery(
            approved.values("contact").annotate(t=Min("proposal__answered_at")).values("t")
        ),
        named_on=TruncDate("named_at", tzinfo=VIETNAM),
        seen_for=ExpressionWrapper(
            Coalesce(Subquery(seen.annotate(n=Count("day", distinct=True)).values("n")), 0)
            * Value(DAY),
            output_field=DurationField(),
        ),
        followed_for=ExpressionWrapper(
            F("follow_until") - F("named_on"), output_field=DurationField()
        ),
    )


def _conditions(now: datetime) -> dict[Figure, tuple[Q, Q, Q]]:
    """figure -> (who is counted, who meets it, who could still meet it).

    What a row tells itself stands first, so that its calls and lines are read only where it
    matters: PostgreSQL goes from left to right, and stops at what is false.
    """
    minutes = timedelta(minutes=limit(LimitName.FIRST_CALL_MINUTES, day_of(now)).value)
    everybody = Q(pk__isnull=False)
    nobody = Q(pk__isnull=True)
    close = Q(counted=1) & ~Q(state=State.FREED)
    today = day_of(now)
    is_measured = Q(last_aim=Aim.MEASURE) & (Q(last_until=None) | Q(last_until__gte=today))
    is_released = Q(last_aim=Aim.LIFT, last_at__gt=now - DAY) | Q(
        last_aim=Aim.MEASURE, last_until__isnull=False, last_until=today - DAY
    )

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
        Figure.MEASURED_BEFORE: (
            everybody,
            Q(measured_until__isnull=False, measured_until__gte=F("positive_on"))
            | Q(
                onset_on__isnull=False,
                measured_until_at_onset__isnull=False,
                measured_until_at_onset__gte=F("onset_on"),
            ),
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
        Figure.DONE_DAY: (
            close,
            within_of("reached_at", "named_at", DAY) & within_of("ordered_at", "named_at", DAY),
            open_until("named_at", DAY),
        ),
        Figure.ORDERED: (
            close,
            within_of("ordered_at", "case__reported_at", TWO_DAYS),
            open_until("case__reported_at", TWO_DAYS),
        ),
        Figure.BECAME_CASE: (~Q(state=State.FREED), Q(state=State.CASE), nobody),
        Figure.ENDED: (
            Q(state__in=[State.ENDED, State.FOLLOWED], follow_until__isnull=False)
            & Q(followed_for__gt=timedelta(0)),
            Q(state=State.ENDED) & Q(seen_for__gte=F("followed_for")),
            Q(state=State.FOLLOWED),
        ),
        Figure.SEEN_TODAY: (
            is_seen_today(now) | Q(next_due__lt=at(today + DAY, 0)),
            Q(seen__isnull=False) & is_seen_today(now),
            Q(next_due__gte=now),
        ),
        Figure.NEVER_SEEN: (everybody, Q(seen__isnull=True), nobody),
        Figure.LOST: (everybody, is_lost(now), nobody),
        Figure.MEASURED: (everybody, is_measured, nobody),
        Figure.MEASURED_SINCE: (is_measured, Q(last_at__gt=now - DAY), nobody),
        Figure.RELEASED: (is_measured | is_released, is_released, nobody),
    }
