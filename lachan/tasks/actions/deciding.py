"""What the assigner does: decide a refusal, accept or return, choose the lead, set the deadline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import refuse_if
from lachan.places.models import Organisation
from lachan.tasks import events
from lachan.tasks.actions.moving import move
from lachan.tasks.actions.telling import tell_lead
from lachan.tasks.models import Duty, Task
from lachan.tasks.queries.organisations import get_assignable
from lachan.tasks.queries.tasks import lock_task
from lachan.tasks.rules.deadlines import receive_by
from lachan.tasks.terms import TaskState, Verb


def uphold_refusal(
    actor: Actor, task_id: int, note: str, now: datetime, *, new_lead_id: int | None = None
) -> Task:
    """The superior agrees with a refusal: the task goes to another lead, or is withdrawn."""
    lead = get_assignable(actor, new_lead_id) if new_lead_id is not None else None

    def changes(task: Task) -> dict[str, Any]:
        if lead is None:
            return {"state": TaskState.WITHDRAWN, "decide_by": None}
        return _given_to(lead, task, now)

    with transaction.atomic():
        before = lock_task(actor, task_id)
        old_lead = before.lead
        task = move(
            actor,
            task_id,
            Verb.UPHOLD,
            events.RefusalUpheld,
            now,
            changes,
            also=lambda task: _obstacles_to_new_lead(task, lead),
            note=note.strip(),
            new_lead=lead.name if lead else "",
        )
        if lead is not None:
            tell_lead(actor, task, _("New task: %(task)s"), task.text, now)
        if old_lead is not None:
            tell_lead(actor, before, _("Your refusal was accepted: %(task)s"), note, now)
    return task


def insist(actor: Actor, task_id: int, note: str, now: datetime) -> Task:
    """The superior overrules a refusal: the same lead is given the task again."""
    note = _required(note, _("Say why the task must be done."))

    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.INSIST,
            events.RefusalOverruled,
            now,
            lambda task: {
                "state": TaskState.GIVEN,
                "given_at": now,
                "receive_by": receive_by(now, task.urgency),
                "received_at": None,
                "received_by_id": None,
                "decide_by": None,
            },
            note=note,
        )
        tell_lead(actor, task, _("The task stands: %(task)s"), note, now, urgent=True)
    return task


def accept(actor: Actor, task_id: int, now: datetime, *, note: str = "", batch: str = "") -> Task:
    """The assigner accepts the result: the task is closed."""
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.ACCEPT,
            events.Accepted,
            now,
            lambda task: {
                "state": TaskState.ACCEPTED,
                "accepted_at": now,
                "decide_by": None,
                "help_wanted": "",
            },
            batch=batch,
            note=note.strip(),
        )
        if not batch:
            tell_lead(actor, task, _("Accepted: %(task)s"), note, now)
    return task


def return_task(actor: Actor, task_id: int, reason: str, now: datetime, *, batch: str = "") -> Task:
    """The assigner returns the result, saying what is missing."""
    reason = _required(reason, _("Say what is missing."))
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.RETURN,
            events.Returned,
            now,
            lambda task: {
                "state": TaskState.RETURNED,
                "return_reason": reason,
                "decide_by": None,
            },
            batch=batch,
            reason=reason,
        )
        if not batch:
            tell_lead(actor, task, _("Returned: %(task)s"), reason, now, urgent=True)
    return task


def assign(
    actor: Actor, task_id: int, lead_id: int, now: datetime, *, note: str = "", batch: str = ""
) -> Task:
    """Give the task to a (different) lead; a duty without a lead takes the same."""
    lead = get_assignable(actor, lead_id)
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.ASSIGN,
            events.Assigned,
            now,
            lambda task: _given_to(lead, task, now),
            also=lambda task: _obstacles_to_new_lead(task, lead),
            batch=batch,
            lead=lead.name,
            note=note.strip(),
        )
        if task.duty_id is not None:
            # Days that passed while nobody was to do it are not made up.
            Duty.objects.filter(pk=task.duty_id, lead__isnull=True).update(
                lead=lead, path=lead.path, next_day=Greatest(F("next_day"), Value(day_of(now)))
            )
        if not batch:
            tell_lead(actor, task, _("New task: %(task)s"), task.text, now)
    return task


def withdraw(actor: Actor, task_id: int, reason: str, now: datetime, *, batch: str = "") -> Task:
    """The assigner withdraws the task."""
    reason = _required(reason, _("Say why the task is withdrawn."))
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.WITHDRAW,
            events.Withdrawn,
            now,
            lambda task: {"state": TaskState.WITHDRAWN, "decide_by": None},
            batch=batch,
            reason=reason,
        )
        if not batch:
            tell_lead(actor, task, _("Withdrawn: %(task)s"), reason, now)
    return task


def reschedule(
    actor: Actor, task_id: int, due_at: datetime, reason: str, now: datetime, *, batch: str = ""
) -> Task:
    """The assigner sets another deadline, with the reason; the old words stay in the history."""
    reason = _required(reason, _("Say why the deadline changes."))

    def too_early(task: Task) -> list[object]:
        return [_("The new deadline has already passed.")] if due_at <= now else []

    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.RESCHEDULE,
            events.Rescheduled,
            now,
            lambda task: {
                "due_at": due_at,
                "opens_at": None,
                "due_relation": "by",
                "due_precision": "minute",
                "due_words": "",
            },
            also=too_early,
            batch=batch,
            due_at=due_at,
            reason=reason,
        )
        tell_lead(actor, task, _("New deadline: %(task)s"), reason, now)
    return task


def answer_help(actor: Actor, task_id: int, text: str, now: datetime) -> Task:
    """The assigner answers a call for help: the call is closed, the answer stays."""
    text = _required(text, _("Say what help is given."))
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.ANSWER_HELP,
            events.HelpAnswered,
            now,
            lambda task: {"help_wanted": ""},
            text=text,
        )
        tell_lead(actor, task, _("Answer to your call for help: %(task)s"), text, now)
    return task


def _given_to(lead: Organisation, task: Task, now: datetime) -> dict[str, Any]:
    return {
        "state": TaskState.GIVEN,
        "lead_id": lead.pk,
        "path": lead.path,
        "given_at": now,
        "receive_by": receive_by(now, task.urgency),
        "received_at": None,
        "received_by_id": None,
        "decide_by": None,
    }


def _obstacles_to_new_lead(task: Task, lead: Organisation | None) -> list[object]:
    if lead is not None and lead.pk == task.lead_id:
        return [_("%(name)s leads this task already.") % {"name": lead.name}]
    return []


def _required(text: str, otherwise: str) -> str:
    text = text.strip()
    refuse_if([otherwise] if not text else [])
    return text
