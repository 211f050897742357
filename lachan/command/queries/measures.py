"""Figures that the system itself knows: one definition, one query, one list behind it.

Adding a measure is adding one entry to `MEASURES`; a `FigureDefinition` names it in `query`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, at, day_of, end_of_day
from lachan.core.scope import within
from lachan.directives import queries as directives
from lachan.directives.terms import DocumentState
from lachan.directives.terms import Permission as DirectivesPermission
from lachan.tasks.queries.tasks import visible_tasks
from lachan.tasks.terms import LIVING, OPEN, TaskState
from lachan.tasks.terms import Permission as TasksPermission


@dataclass(frozen=True)
class Scope:
    """Of whom, for which day, as of which instant."""

    path: str
    day: date
    now: datetime

    @property
    def begins(self) -> datetime:
        return at(self.day, 0)

    @property
    def ends(self) -> datetime:
        """The end of the day, or now while the day lasts."""
        return min(self.now, end_of_day(self.day))

    @property
    def reader(self) -> Actor:
        """A reader of this place alone: a figure never counts what lies outside."""
        permissions = (TasksPermission.READ, DirectivesPermission.READ)
        return Actor(None, "figures", frozenset((str(p), self.path) for p in permissions))


@dataclass(frozen=True)
class Measure:
    """One query: what it counts in words, and the page that lists what it counted."""

    code: str
    definition: Any
    rows: Callable[[Scope], QuerySet[Any]]
    url_name: str
    parameters: dict[str, str] = field(default_factory=dict)


def _tasks(scope: Scope) -> Any:
    """The tasks led within the place; those it merely supports are counted at their lead."""
    return visible_tasks(scope.reader).filter(within((scope.path,)))


def _done(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = _tasks(scope).filter(
        state__in=(TaskState.DONE, TaskState.ACCEPTED), done_at__range=(scope.begins, scope.ends)
    )
    return rows


def _late(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = _tasks(scope).late(scope.now)
    return rows


def _open(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = _tasks(scope).filter(state__in=OPEN)
    return rows


def _unacknowledged(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = _tasks(scope).filter(state=TaskState.GIVEN)
    return rows


def _help_wanted(scope: Scope) -> QuerySet[Any]:
    rows: QuerySet[Any] = _tasks(scope).filter(state__in=LIVING).exclude(help_wanted="")
    return rows


def _documents(scope: Scope) -> QuerySet[Any]:
    return directives.documents(scope.reader).filter(within((scope.path,)))


def _received(scope: Scope) -> QuerySet[Any]:
    return _documents(scope).filter(arrived_at__range=(scope.begins, scope.ends))


def _approved(scope: Scope) -> QuerySet[Any]:
    return _documents(scope).filter(
        state=DocumentState.APPROVED, approved_at__range=(scope.begins, scope.ends)
    )


MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        Measure(
            "tasks.done",
            _("tasks led by the unit that it finished on this day"),
            _done,
            "tasks:list",
            {"state": TaskState.DONE},
        ),
        Measure(
            "tasks.open",
            _("tasks led by the unit that it has not finished"),
            _open,
            "tasks:list",
            {"state": "open"},
        ),
        Measure(
            "tasks.late",
            _("tasks led by the unit on which somebody is late"),
            _late,
            "tasks:late",
        ),
        Measure(
            "tasks.unacknowledged",
            _("tasks given to the unit that it has not acknowledged"),
            _unacknowledged,
            "tasks:list",
            {"state": TaskState.GIVEN},
        ),
        Measure(
            "tasks.help_wanted",
            _("unfinished tasks of the unit for which it asks for help"),
            _help_wanted,
            "tasks:list",
            {"help": "on"},
        ),
        Measure(
            "documents.received",
            _("documents registered as received on this day"),
            _received,
            "directives:register",
        ),
        Measure(
            "documents.approved",
            _("documents whose tasks were approved on this day"),
            _approved,
            "directives:register",
            {"state": DocumentState.APPROVED},
        ),
    )
}


def measured(codes: Iterable[str], scope: Scope) -> dict[str, int]:
    """The counts of these queries at the scope's instant; unknown codes are left out."""
    return {code: MEASURES[code].rows(scope).count() for code in codes if code in MEASURES}


def documents_by_hour(scope: Scope) -> list[tuple[int, str, bool]]:
    """Hour of arrival, state and whether a copy, of each document of the day."""
    rows = _received(scope).values_list("arrived_at", "state", "duplicate_of_id")
    return [(_hour(arrived), state, copy is not None) for arrived, state, copy in rows]


def _hour(instant: datetime) -> int:
    return instant.astimezone(VIETNAM).hour


def scope_until(path: str, day: date, now: datetime) -> Scope:
    """The scope of a day: as of now today, as of its end for a day that has passed."""
    return Scope(path, day, now if day >= day_of(now) else min(now, end_of_day(day)))
