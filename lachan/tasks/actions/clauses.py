"""Tasks and duties follow the clause that they serve."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.directives.terms import ClauseVerb
from lachan.tasks import events
from lachan.tasks.actions.duties import change_duty
from lachan.tasks.actions.moving import move
from lachan.tasks.actions.telling import tell_assigner, tell_lead
from lachan.tasks.models import Duty, Task
from lachan.tasks.queries.tasks import history
from lachan.tasks.rules.deadlines import receive_by
from lachan.tasks.terms import CLOSED, DutyState, TaskState, Verb


def follow_clause(
    actor: Actor,
    clause_id: int,
    verb: ClauseVerb,
    by_document_id: int,
    note: str,
    now: datetime,
) -> int:
    """Do to the tasks and duties of a clause what a later directive did to it; how many moved.

    Suspended: they stand still. Resumed: they go on. Repealed or ended: what is open is withdrawn
    and the duty ends; what is done stays done. Amended: they stay, and everybody is told.
    Run again, it finds nothing left to do.
    """
    moved = 0
    with transaction.atomic():
        for duty in Duty.objects.select_for_update().filter(clause_id=clause_id):
            moved += _follow_duty(actor, duty, verb, note, now)
        for task_id in Task.objects.filter(clause_id=clause_id).values_list("pk", flat=True):
            moved += _follow_task(actor, task_id, clause_id, verb, by_document_id, note, now)
    return moved


_DUTY_STATES = {
    ClauseVerb.SUSPENDS: (DutyState.ACTIVE, DutyState.SUSPENDED),
    ClauseVerb.RESUMES: (DutyState.SUSPENDED, DutyState.ACTIVE),
}


def _follow_duty(actor: Actor, duty: Duty, verb: ClauseVerb, note: str, now: datetime) -> bool:
    if verb in (ClauseVerb.REPEALS, ClauseVerb.ENDS):
        if duty.state == DutyState.ENDED:
            return False
        change_duty(actor, duty, DutyState.ENDED, now, note)
        return True
    if verb in _DUTY_STATES:
        before, after = _DUTY_STATES[verb]
        if duty.state == before:
            change_duty(actor, duty, after, now, note)
            return True
    return False


def _follow_task(
    actor: Actor,
    task_id: int,
    clause_id: int,
    verb: ClauseVerb,
    by_document_id: int,
    note: str,
    now: datetime,
) -> bool:
    if verb == ClauseVerb.AMENDS:
        return _note(actor, task_id, clause_id, by_document_id, note, now)
    try:
        if verb == ClauseVerb.SUSPENDS:
            task = suspend(actor, task_id, note, now)
            tell_lead(actor, task, _("Suspended: %(task)s"), note, now)
        elif verb == ClauseVerb.RESUMES:
            task = resume(actor, task_id, note, now)
            tell_lead(actor, task, _("Goes on: %(task)s"), note, now)
        else:
            _withdraw_open(actor, task_id, note, now)
    except Refused:
        # It stands where this change does not touch it: closed, or not suspended.
        return False
    return True


def suspend(actor: Actor, task_id: int, reason: str, now: datetime) -> Task:
    """The task stands still; its state is kept for when it goes on."""
    return move(
        actor,
        task_id,
        Verb.SUSPEND,
        events.Suspended,
        now,
        lambda task: {"state_before_suspension": task.state, "state": TaskState.SUSPENDED},
        reason=reason,
    )


def resume(actor: Actor, task_id: int, reason: str, now: datetime) -> Task:
    """The task goes on where it stood.

    A deadline that passed in the meantime cannot bind: it is taken away, its words are kept, and
    the assigner is asked for a new one.
    """

    def changes(task: Task) -> dict[str, Any]:
        columns: dict[str, Any] = {
            "state": task.state_before_suspension or TaskState.GIVEN,
            "state_before_suspension": "",
        }
        if task.receive_by < now:
            columns["receive_by"] = receive_by(now, task.urgency)
        if task.decide_by is not None and task.decide_by < now:
            columns["decide_by"] = receive_by(now, task.urgency)
        if task.due_at is not None and task.due_at < now:
            columns["due_at"] = None
        return columns

    with transaction.atomic():
        task = move(actor, task_id, Verb.RESUME, events.Resumed, now, changes, reason=reason)
        if task.due_at is None and task.due_words:
            tell_assigner(actor, task, _("Needs a new deadline: %(task)s"), task.due_words, now)
    return task


def _withdraw_open(actor: Actor, task_id: int, reason: str, now: datetime) -> Task:
    task = move(
        actor,
        task_id,
        Verb.WITHDRAW,
        events.Withdrawn,
        now,
        lambda task: {"state": TaskState.WITHDRAWN, "decide_by": None},
        also=lambda task: (
            [_("A result was handed in: accept it or return it.")]
            if task.state == TaskState.DONE
            else []
        ),
        reason=reason,
    )
    tell_lead(actor, task, _("Withdrawn: %(task)s"), reason, now)
    return task


def _note(
    actor: Actor, task_id: int, clause_id: int, by_document_id: int, note: str, now: datetime
) -> bool:
    """Tell the lead once that its clause was amended by this document."""
    task = Task.objects.select_for_update(of=("self",)).select_related("lead").get(pk=task_id)
    known = history(task).filter(
        event="tasks.ClauseNoted",
        payload__by_document_id=by_document_id,
        payload__clause_id=clause_id,
    )
    if task.state in CLOSED or known.exists():
        return False
    record(
        events.ClauseNoted(
            task_id=task.pk, clause_id=clause_id, by_document_id=by_document_id, note=note
        ),
        actor=actor,
        path=task.path,
        subject=task,
    )
    tell_lead(actor, task, _("The clause was amended: %(task)s"), note, now)
    return True
