"""The frame of every transition: lock, check, change, record; and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, refuse_if
from lachan.tasks import events
from lachan.tasks.models import Task
from lachan.tasks.queries.tasks import UNDOABLE, lock_task, obstacles
from lachan.tasks.terms import TaskState, Verb

# For how long what was done can be taken back.
UNDO_WITHIN = timedelta(minutes=10)


def move(
    actor: Actor,
    task_id: int,
    verb: Verb,
    event: type[events.Moved],
    now: datetime,
    changes: Callable[[Task], dict[str, Any]],
    *,
    also: Callable[[Task], Iterable[object]] = lambda task: (),
    batch: str = "",
    **said: Any,
) -> Task:
    """Do one verb to one task.

    `changes` gives the columns to set, from the locked task; `also` gives further reasons against
    it, asked only when the rules have none; `said` goes into the event. With a `batch`, the bulk
    action tells the people of all its rows together.

    Raises NotThere when the task is out of sight, Refused with every reason otherwise.
    """
    with transaction.atomic():
        task = lock_task(actor, task_id)
        refuse_if(str(reason) for reason in obstacles(actor, task, verb, now))
        refuse_if(str(reason) for reason in also(task))
        change(task, event, changes(task), actor=actor, batch=batch, **said)
    return task


def change(
    task: Task,
    event: type[events.Moved],
    columns: dict[str, Any],
    *,
    actor: Actor,
    batch: str = "",
    **said: Any,
) -> Entry:
    """Set the columns of a locked task and record what they were before."""
    before = {name: getattr(task, name) for name in columns}
    for name, value in columns.items():
        setattr(task, name, value)
    task.save(update_fields=list(columns))
    return record(
        event(task_id=task.pk, state=TaskState(task.state), before=before, batch=batch, **said),
        actor=actor,
        path=task.path,
        subject=task,
    )


def undo(actor: Actor, entry_id: int, now: datetime) -> Task:
    """Take back what the actor did just now, as long as nothing else has happened since.

    Raises Refused when it was too long ago, or when the task has moved on; NotThere when somebody
    else did it, or when the entry is none of a task in sight.
    """
    entry = Entry.objects.filter(pk=entry_id, actor_id=actor.id).first()
    if entry is None or actor.id is None:
        raise NotThere
    with transaction.atomic():
        task = lock_task(actor, int(entry.payload["task_id"]))
        refuse_if(_obstacles_to_undo(entry, task, now))
        columns = {
            name: _restored(Task._meta.get_field(name), value)
            for name, value in entry.payload["before"].items()
        }
        for name, value in columns.items():
            setattr(task, name, value)
        task.save(update_fields=list(columns))
        record(
            events.Undone(task_id=task.pk, entry_id=entry.pk, undone=entry.event),
            actor=actor,
            path=task.path,
            subject=task,
        )
    return task


def _obstacles_to_undo(entry: Entry, task: Task, now: datetime) -> list[str]:
    reasons = []
    if entry.event not in UNDOABLE:
        reasons.append(_("This cannot be taken back."))
    if now - entry.recorded_at > UNDO_WITHIN:
        reasons.append(_("It was done more than ten minutes ago."))
    later = Entry.objects.filter(subject=entry.subject, pk__gt=entry.pk)
    if (
        later.filter(payload__has_key="before").exists()
        or later.filter(event="tasks.Undone", payload__entry_id=entry.pk).exists()
    ):
        reasons.append(_("The task has moved on since."))
    return reasons


def _restored(field: Any, value: Any) -> Any:
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return parse_datetime(value)
    return value
