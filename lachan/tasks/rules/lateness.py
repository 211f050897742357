"""Who is late, at which stage, what is missing, and who must decide: the red card's four facts.

The ladder is ours, after the rule "1-1-1-1-3" of Party offices (one lead, one product, one
deadline, one proof, three levels of warning); its hours are to be confirmed by the province.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from lachan.tasks.rules.deadlines import is_express, remind_at
from lachan.tasks.rules.transitions import TaskFacts
from lachan.tasks.terms import OPEN, AlertKind, Rung, Side, Stage, TaskState


@dataclass(frozen=True, slots=True)
class Lateness:
    """One late task in four facts.

    `side` must act next and is the one that is late; `deadline` is the one that passed; `rung` is
    how far the warning has climbed, and says whose decision is needed now.
    """

    stage: Stage
    kind: AlertKind
    side: Side
    deadline: datetime
    rung: Rung


# How long after the deadline each rung is told: (ordinary, urgent).
LADDER: dict[AlertKind, tuple[tuple[Rung, timedelta, timedelta], ...]] = {
    AlertKind.REMINDER: ((Rung.LEAD, timedelta(0), timedelta(0)),),
    AlertKind.UNACKNOWLEDGED: (
        (Rung.LEAD, timedelta(0), timedelta(0)),
        (Rung.ASSIGNER, timedelta(hours=4), timedelta(minutes=15)),
        (Rung.LEADER, timedelta(hours=24), timedelta(minutes=60)),
    ),
    AlertKind.OVERDUE: (
        (Rung.LEAD, timedelta(0), timedelta(0)),
        (Rung.ASSIGNER, timedelta(hours=2), timedelta(minutes=30)),
        (Rung.LEADER, timedelta(hours=24), timedelta(hours=2)),
    ),
    AlertKind.UNDECIDED: (
        (Rung.ASSIGNER, timedelta(0), timedelta(0)),
        (Rung.LEADER, timedelta(hours=24), timedelta(hours=2)),
    ),
}

_STAGE_OF_WORK = {
    TaskState.GIVEN: Stage.NOT_RECEIVED,
    TaskState.RECEIVED: Stage.NOT_BEGUN,
    TaskState.IN_PROGRESS: Stage.NOT_FINISHED,
    TaskState.RETURNED: Stage.NOT_CORRECTED,
}


def lateness(task: TaskFacts, now: datetime) -> Lateness | None:
    """Where the task is late, or None.

    1. A refusal or a result that the superior has not decided in time: the assigner is late.
    2. The deadline of the task itself: the lead is late at the stage it has reached, or the
       assigner when no lead was chosen or the lead has refused.
    3. An acknowledgement that has not come in time.
    """
    # 1.
    if task.state in (TaskState.REFUSED, TaskState.DONE):
        stage = (
            Stage.REFUSAL_UNDECIDED if task.state == TaskState.REFUSED else Stage.RESULT_UNDECIDED
        )
        if task.decide_by is not None and task.decide_by < now:
            return _late(task, stage, AlertKind.UNDECIDED, Side.ASSIGNER, task.decide_by, now)
    # 2.
    if task.state in OPEN and task.due_at is not None and task.due_at < now:
        if not task.has_lead:
            return _late(task, Stage.NO_LEAD, AlertKind.OVERDUE, Side.ASSIGNER, task.due_at, now)
        if task.state == TaskState.REFUSED:
            return _late(
                task,
                Stage.REFUSAL_UNDECIDED,
                AlertKind.OVERDUE,
                Side.ASSIGNER,
                task.due_at,
                now,
            )
        stage = _STAGE_OF_WORK[task.state]
        return _late(task, stage, AlertKind.OVERDUE, Side.LEAD, task.due_at, now)
    # 3.
    if task.state == TaskState.GIVEN and task.receive_by < now:
        stage, side = (
            (Stage.NOT_RECEIVED, Side.LEAD) if task.has_lead else (Stage.NO_LEAD, Side.ASSIGNER)
        )
        return _late(task, stage, AlertKind.UNACKNOWLEDGED, side, task.receive_by, now)
    return None


def _late(
    task: TaskFacts,
    stage: Stage,
    kind: AlertKind,
    side: Side,
    deadline: datetime,
    now: datetime,
) -> Lateness:
    return Lateness(
        stage=stage,
        kind=kind,
        side=side,
        deadline=deadline,
        rung=rungs_reached(kind, deadline, task.urgency, now)[-1],
    )


def rungs_reached(kind: AlertKind, deadline: datetime, urgency: str, now: datetime) -> list[Rung]:
    """The rungs that must have been told by now, lowest first."""
    express = is_express(urgency)
    return [
        rung
        for rung, ordinary, urgent in LADDER[kind]
        if deadline + (urgent if express else ordinary) <= now
    ]


def next_rung_at(late: Lateness, urgency: str) -> datetime | None:
    """When the warning climbs to the next rung, or None at the top."""
    express = is_express(urgency)
    steps = LADDER[late.kind]
    reached = [rung for rung, _, _ in steps].index(late.rung)
    if reached + 1 == len(steps):
        return None
    _, ordinary, urgent = steps[reached + 1]
    return late.deadline + (urgent if express else ordinary)


@dataclass(frozen=True, slots=True)
class DueAlert:
    """An alert that must exist by now; `deadline` keeps it from being made twice."""

    kind: AlertKind
    rung: Rung
    deadline: datetime


def due_alerts(task: TaskFacts, now: datetime) -> list[DueAlert]:
    """All alerts that the task must have had by now; the past is not told again by reminders."""
    alerts: list[DueAlert] = []
    for kind, deadline in _deadlines_passed(task, now):
        alerts += [
            DueAlert(kind, rung, deadline)
            for rung in rungs_reached(kind, deadline, task.urgency, now)
        ]
    if (
        task.has_lead
        and task.due_at is not None
        and task.state in OPEN - {TaskState.REFUSED}
        and remind_at(task.given_at, task.due_at, task.urgency) <= now < task.due_at
    ):
        alerts.append(DueAlert(AlertKind.REMINDER, Rung.LEAD, task.due_at))
    return alerts


def _deadlines_passed(task: TaskFacts, now: datetime) -> list[tuple[AlertKind, datetime]]:
    passed = []
    if task.state == TaskState.GIVEN and task.receive_by < now:
        passed.append((AlertKind.UNACKNOWLEDGED, task.receive_by))
    if task.state in OPEN and task.due_at is not None and task.due_at < now:
        passed.append((AlertKind.OVERDUE, task.due_at))
    awaits = task.state in (TaskState.REFUSED, TaskState.DONE)
    if awaits and task.decide_by is not None and task.decide_by < now:
        passed.append((AlertKind.UNDECIDED, task.decide_by))
    return passed
