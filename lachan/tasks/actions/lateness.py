"""Noticing what is late (or soon due), once, and telling the rung whose turn it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)

from lachan.audit.actions import record
from lachan.core.actor import system
from lachan.tasks import events
from lachan.tasks.actions.telling import tell_rung
from lachan.tasks.models import Alert, Task
from lachan.tasks.rules.lateness import DueAlert, due_alerts
from lachan.tasks.terms import OPEN, AlertKind, Permission, Rung, TaskState

AT_A_TIME = 50
SCHEDULE = system("deadlines", *Permission)


def notice_lateness(now: datetime) -> int:
    """Make every alert that must exist by now, and tell its rung; return how many are new.

    1. Find the tasks that may still lack an alert: late ones that the top of the ladder has not
       been told of, and those past half of their time that were not reminded.
    2. Lock them, some at a time, passing over those at which another worker is.
    3. Of the alerts due by the rules, make those that do not exist yet. A restart, a clock that
       catches up or a second worker finds them made; the unique constraint stands behind it.
    """
    # § 1
    waiting = list(_may_lack_an_alert(now).values_list("pk", flat=True))
    noticed = 0
    for first in range(0, len(waiting), AT_A_TIME):
        # § 2
        with transaction.atomic():
            tasks = list(
                Task.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("lead")
                .filter(pk__in=waiting[first : first + AT_A_TIME])
            )
            # § 3
            known = set(
                Alert.objects.filter(task__in=tasks).values_list(
                    "task_id", "kind", "rung", "deadline"
                )
            )
            for task in tasks:
                for due in due_alerts(task.snapshot(), now):
                    if (task.pk, due.kind, due.rung, due.deadline) not in known:
                        _notice(task, due, now)
                        noticed += 1
    return noticed


def _notice(task: Task, due: DueAlert, now: datetime) -> None:
    Alert.objects.create(
        task=task, kind=due.kind, rung=due.rung, deadline=due.deadline, noticed_at=now
    )
    told = tell_rung(task, due.kind, due.rung, due.deadline, now)
    record(
        events.LatenessNoticed(
            task_id=task.pk, kind=due.kind, rung=due.rung, deadline=due.deadline, told=told
        ),
        actor=SCHEDULE,
        path=task.path,
        subject=task,
    )


def _may_lack_an_alert(now: datetime) -> QuerySet[Task]:
    """Late tasks below the top of the ladder, and those to be reminded; latest deadline last."""
    at_top = {
        kind: Alert.objects.filter(
            task=OuterRef("pk"), kind=kind, rung=Rung.LEADER, deadline=OuterRef(column)
        )
        for kind, column in (
            (AlertKind.OVERDUE, "due_at"),
            (AlertKind.UNACKNOWLEDGED, "receive_by"),
            (AlertKind.UNDECIDED, "decide_by"),
        )
    }
    reminded = Alert.objects.filter(
        task=OuterRef("pk"), kind=AlertKind.REMINDER, deadline=OuterRef("due_at")
    )
    instant = Value(now, DateTimeField())
    return (
        Task.objects.annotate(
            left=ExpressionWrapper(F("due_at") - instant, DurationField()),
            gone=ExpressionWrapper(instant - F("given_at"), DurationField()),
        )
        .filter(
            (Q(state__in=OPEN, due_at__lt=now) & ~Exists(at_top[AlertKind.OVERDUE]))
            | (
                Q(state=TaskState.GIVEN, receive_by__lt=now)
                & ~Exists(at_top[AlertKind.UNACKNOWLEDGED])
            )
            | (
                Q(state__in=(TaskState.REFUSED, TaskState.DONE), decide_by__lt=now)
                & ~Exists(at_top[AlertKind.UNDECIDED])
            )
            | (
                Q(state__in=OPEN, left__gt=timedelta(0), left__lte=F("gone"), lead__isnull=False)
                & ~Exists(reminded)
            )
        )
        .order_by("due_at", "pk")
    )
