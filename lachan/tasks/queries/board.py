"""The board: its figures, its columns of cards, and its tables by unit and by document.

Bounded: however many tasks there are, a board is one query for the figures, one for the cards and
one for the express bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When, Window
from django.db.models.fields import CharField
from django.db.models.functions import RowNumber

from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.tasks.models import Task, due_condition, late_condition
from lachan.tasks.queries.tasks import (
    given_by_own_unit,
    is_mine,
    own_unit,
    supported_by_own_unit,
    visible_tasks,
)
from lachan.tasks.rules.deadlines import DueBucket
from lachan.tasks.terms import LIVING, OPEN, Permission, TaskState

CARDS_IN_COLUMN = 10
CARDS_ON_WALL = 4
GROUPS_IN_TABLE = 200
EXPRESS_SHOWN = 3
# Closed tasks stay on the board for a week.
CLOSED_FOR = timedelta(days=7)

MINE, UNIT, GIVEN, ALL = "mine", "unit", "given", "all"
NO_LEAD = "no_lead"
STATE_COLUMNS = (
    NO_LEAD,
    TaskState.REFUSED,
    TaskState.GIVEN,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.DONE,
    TaskState.ACCEPTED,
)
# Shown only when somebody must act on what is in them.
SHOWN_WHEN_FILLED = (NO_LEAD, TaskState.REFUSED)

URGENCY_RANK = Case(
    When(urgency="hỏa tốc", then=0),
    When(urgency="thượng khẩn", then=1),
    When(urgency="khẩn", then=2),
    default=3,
    output_field=IntegerField(),
)


def tasks_of(actor: Actor, whose: str) -> QuerySet[Task]:
    """The tasks of one tab: mine, my unit's, given by us, or all in sight."""
    rows = visible_tasks(actor)
    if whose == MINE:
        return rows.filter(is_mine(actor))
    if whose == UNIT:
        return rows.filter(own_unit(actor) | supported_by_own_unit(actor))
    if whose == GIVEN:
        return rows.filter(given_by_own_unit(actor))
    return rows


def usual_tab(actor: Actor) -> str:
    """Where somebody begins: those who work at their unit's, those who watch over at all."""
    if actor.may(Permission.RECEIVE, actor.workplace):
        return UNIT
    return ALL


@dataclass(frozen=True)
class Figures:
    """Counts of one tab at one instant, each with what it is a part of."""

    living: int
    open: int
    late: int
    unacknowledged: int
    given: int
    due_today: int
    undecided: int
    help_wanted: int
    accepted: int
    accepted_in_time: int
    everything: int


def figures(rows: QuerySet[Task], now: datetime) -> Figures:
    """All figures by one query."""
    living = Q(state__in=LIVING)
    late_given = Q(state=TaskState.GIVEN, receive_by__lt=now)
    in_time = Q(state=TaskState.ACCEPTED) & (Q(due_at__isnull=True) | Q(done_at__lte=F("due_at")))
    return Figures(
        **rows.aggregate(
            living=Count("pk", filter=living),
            open=Count("pk", filter=Q(state__in=OPEN)),
            late=Count("pk", filter=late_condition(now)),
            unacknowledged=Count("pk", filter=late_given),
            given=Count("pk", filter=Q(state=TaskState.GIVEN)),
            due_today=Count("pk", filter=Q(state__in=OPEN) & due_condition(DueBucket.TODAY, now)),
            undecided=Count("pk", filter=Q(state__in=(TaskState.DONE, TaskState.REFUSED))),
            help_wanted=Count("pk", filter=living & ~Q(help_wanted="")),
            accepted=Count("pk", filter=Q(state=TaskState.ACCEPTED)),
            accepted_in_time=Count("pk", filter=in_time),
            everything=Count("pk", filter=~Q(state=TaskState.WITHDRAWN)),
        )
    )


@dataclass
class Column:
    """One column of cards: how many there are, and the first of them."""

    key: str
    count: int = 0
    cards: list[Task] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def columns_by_state(
    rows: QuerySet[Task], now: datetime, cards: int = CARDS_IN_COLUMN
) -> list[Column]:
    """Columns by state; a returned task is in progress again, and marked on its card."""
    key = Case(
        When(state=TaskState.GIVEN, lead__isnull=True, then=Value(NO_LEAD)),
        When(state=TaskState.RETURNED, then=Value(str(TaskState.IN_PROGRESS))),
        default=F("state"),
        output_field=CharField(),
    )
    shown = rows.filter(
        Q(state__in=LIVING) | Q(state=TaskState.ACCEPTED, accepted_at__gte=now - CLOSED_FOR)
    )
    columns = _columns(shown, key, STATE_COLUMNS, cards)
    return [c for c in columns if c.count or c.key not in SHOWN_WHEN_FILLED]


def columns_by_deadline(
    rows: QuerySet[Task], now: datetime, cards: int = CARDS_IN_COLUMN
) -> list[Column]:
    """Columns by deadline, of what the lead must still do."""
    key = Case(
        *[
            When(due_condition(bucket, now), then=Value(bucket))
            for bucket in DueBucket.ALL
            if bucket != DueBucket.LATER
        ],
        default=Value(DueBucket.LATER),
        output_field=CharField(),
    )
    return _columns(rows.filter(state__in=OPEN), key, DueBucket.ALL, cards)


def _columns(rows: QuerySet[Task], key: Any, keys: tuple[str, ...], cards: int) -> list[Column]:
    """The first cards of each column and its count, by one query with windows."""
    ranked = (
        for_cards(rows)
        .annotate(column=key)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("column"),
                order_by=[
                    # Of what is closed the latest, of all else the most pressing.
                    F("accepted_at").desc(nulls_first=True),
                    URGENCY_RANK.asc(),
                    F("due_at").asc(nulls_last=True),
                    F("pk").asc(),
                ],
            ),
            column_count=Window(Count("pk"), partition_by=F("column")),
        )
        .filter(place__lte=cards)
        .order_by("place")
    )
    columns = {key: Column(key) for key in keys}
    for card in ranked:
        column = columns.get(card.column)
        if column is not None:
            column.cards.append(card)
            column.count = card.column_count
    return list(columns.values())


def for_cards(rows: QuerySet[Task]) -> QuerySet[Task]:
    """What a card shows, and no long texts."""
    return rows.select_related("lead", "clause__document").only(
        "title",
        "state",
        "urgency",
        "product",
        "proof_required",
        "given_at",
        "receive_by",
        "decide_by",
        "due_at",
        "due_relation",
        "due_precision",
        "due_words",
        "lead_words",
        "path",
        "assigner_path",
        "help_wanted",
        "duty_id",
        "lead__name",
        "clause__label",
        "clause__document__identifier",
        "clause__document__file_name",
    )


@dataclass(frozen=True)
class Express:
    """Urgent tasks that nobody has acknowledged: how many, and the oldest."""

    count: int
    oldest: Sequence[Task]


def express_unacknowledged(actor: Actor) -> Express:
    """The bar on top, "Hỏa tốc chưa Đã nhận": what the actor may acknowledge or must chase."""
    concerned = within(actor.paths_for(Permission.RECEIVE)) | within(
        actor.paths_for(Permission.REMIND), "assigner_path"
    )
    rows = (
        for_cards(visible_tasks(actor))
        .filter(concerned, state=TaskState.GIVEN, lead__isnull=False)
        .exclude(urgency="")
        .annotate(total=Window(Count("pk")))
        .order_by("receive_by", "pk")[:EXPRESS_SHOWN]
    )
    oldest = list(rows)
    return Express(oldest[0].total if oldest else 0, oldest)


@dataclass(frozen=True)
class Group:
    """One line of a table by unit or by document."""

    key: int | None
    name: str
    total: int
    living: int
    given: int
    late: int
    done: int
    accepted: int

    @property
    def finished(self) -> int:
        return self.done + self.accepted


def groups_by_unit(rows: QuerySet[Task], now: datetime) -> list[Group]:
    """A line for each lead, those with most lateness first."""
    return _groups(rows, "lead_id", "lead__name", now)


def groups_by_document(rows: QuerySet[Task], now: datetime) -> list[Group]:
    """A line for each document, those with most lateness first."""
    return _groups(rows, "clause__document_id", "clause__document__identifier", now)


def _groups(rows: QuerySet[Task], key: str, name: str, now: datetime) -> list[Group]:
    counted = (
        rows.exclude(state=TaskState.WITHDRAWN)
        .order_by()
        .values(key, name)
        .annotate(
            total=Count("pk"),
            living=Count("pk", filter=Q(state__in=LIVING)),
            given=Count("pk", filter=Q(state=TaskState.GIVEN)),
            late=Count("pk", filter=late_condition(now)),
            done=Count("pk", filter=Q(state=TaskState.DONE)),
            accepted=Count("pk", filter=Q(state=TaskState.ACCEPTED)),
        )
        .order_by("-late", "-living", name)[:GROUPS_IN_TABLE]
    )
    return [
        Group(
            key=line[key],
            name=line[name] or "",
            **{
                part: line[part]
                for part in ("total", "living", "given", "late", "done", "accepted")
            },
        )
        for line in counted
    ]


def living_tasks(actor: Actor, now: datetime, *, only_late: bool = False) -> QuerySet[Task]:
    """The tasks in sight that are not closed, soonest deadline first."""
    rows = visible_tasks(actor).filter(state__in=LIVING)
    if only_late:
        rows = rows.filter(late_condition(now))
    return for_cards(rows).order_by(F("due_at").asc(nulls_last=True), "pk")
