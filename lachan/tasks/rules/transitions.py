"""What may be done to a task now, and every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lachan.tasks.terms import CLOSED, OPEN, Permission, Side, TaskState, Verb

Reasons = list[object]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules need to know of a task.

    `decide_by` is set while the superior's decision is awaited (a refusal, a result handed in);
    `has_product` tells whether the clause names something to hand in.
    """

    state: TaskState
    given_at: datetime
    receive_by: datetime
    due_at: datetime | None = None
    decide_by: datetime | None = None
    urgency: str = ""
    has_lead: bool = True
    proof_required: bool = True
    product: str = ""
    help_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What is handed in: what was done, and a document's number and date, or files."""

    text: str = ""
    reference: str = ""
    files: int = 0


def _closed(task: TaskFacts) -> Reasons:
    if task.state == TaskState.ACCEPTED:
        return [_("The task is accepted and closed.")]
    if task.state == TaskState.WITHDRAWN:
        return [_("The task was withdrawn.")]
    if task.state == TaskState.SUSPENDED:
        return [_("The task is suspended with its clause.")]
    return []


def obstacles_to_receive(task: TaskFacts, now: datetime) -> Reasons:
    """Why the lead may not acknowledge."""
    if blocked := _closed(task):
        return blocked
    if not task.has_lead:
        return [_("The task has no lead unit yet.")]
    if task.state != TaskState.GIVEN:
        return [_("The task was already acknowledged.")]
    return []


def obstacles_to_refuse(task: TaskFacts, now: datetime) -> Reasons:
    """Why the lead may not refuse: once work has begun, one asks for help instead."""
    if blocked := _closed(task):
        return blocked
    if not task.has_lead:
        return [_("The task has no lead unit yet.")]
    if task.state == TaskState.REFUSED:
        return [_("The task is already refused; the superior must decide.")]
    if task.state not in (TaskState.GIVEN, TaskState.RECEIVED):
        return [_("Work has begun: ask for help instead of refusing.")]
    return []


def obstacles_to_decide_refusal(task: TaskFacts, now: datetime) -> Reasons:
    """Why the superior may neither uphold nor overrule a refusal."""
    if blocked := _closed(task):
        return blocked
    if task.state != TaskState.REFUSED:
        return [_("The task is not refused: there is nothing to decide.")]
    return []


def obstacles_to_begin(task: TaskFacts, now: datetime) -> Reasons:
    """Why the lead may not begin."""
    if blocked := _closed(task):
        return blocked
    if task.state == TaskState.GIVEN:
        return [_("Acknowledge the task first.")]
    if task.state == TaskState.IN_PROGRESS:
        return [_("Work has already begun.")]
    if task.state not in (TaskState.RECEIVED, TaskState.RETURNED):
        return [_("The task awaits the superior's decision.")]
    return []


def obstacles_to_finish(task: TaskFacts, now: datetime, proof: Proof | None = None) -> Reasons:
    """Why the lead may not hand in the result; with `proof`, what is missing from it too."""
    if blocked := _closed(task):
        return blocked
    if task.state == TaskState.GIVEN:
        return [_("Acknowledge the task first.")]
    if task.state == TaskState.DONE:
        return [_("The result was already handed in.")]
    if task.state == TaskState.REFUSED:
        return [_("The task awaits the superior's decision.")]
    return [] if proof is None else missing_proof(task, proof)


def missing_proof(task: TaskFacts, proof: Proof) -> Reasons:
    """What a result lacks: words always, and a document's number and date or a file as proof."""
    missing: Reasons = []
    if not proof.text.strip():
        missing.append(_("Say in a sentence what was done."))
    if task.proof_required and not proof.reference.strip() and not proof.files:
        missing.append(_("Give the number and date of the document, or attach a file, as proof."))
    return missing


def obstacles_to_accept(task: TaskFacts, now: datetime) -> Reasons:
    """Why the assigner may not accept."""
    if blocked := _closed(task):
        return blocked
    if task.state != TaskState.DONE:
        return [_("No result has been handed in yet.")]
    return []


def obstacles_to_assign(task: TaskFacts, now: datetime) -> Reasons:
    """Why the assigner may not give the task to a (different) lead."""
    if blocked := _closed(task):
        return blocked
    if task.state == TaskState.DONE:
        return [_("A result was handed in: accept it or return it.")]
    return []


def obstacles_to_withdraw(task: TaskFacts, now: datetime) -> Reasons:
    """Why the assigner may not withdraw: only what is closed stays as it is."""
    if task.state in CLOSED:
        return _closed(task)
    return []


def obstacles_to_suspend(task: TaskFacts, now: datetime) -> Reasons:
    """Why the task may not be suspended with its clause."""
    return _closed(task)


def obstacles_to_resume(task: TaskFacts, now: datetime) -> Reasons:
    """Why the task may not go on."""
    return [] if task.state == TaskState.SUSPENDED else [_("The task is not suspended.")]


def obstacles_to_reschedule(task: TaskFacts, now: datetime) -> Reasons:
    """Why the assigner may not set another deadline."""
    if blocked := _closed(task):
        return blocked
    if task.state not in OPEN:
        return [_("A result was handed in: accept it or return it.")]
    return []


def obstacles_to_remind(task: TaskFacts, now: datetime) -> Reasons:
    """Why the lead may not be reminded: only when there is nothing that it could do."""
    if blocked := _closed(task):
        return blocked
    if not task.has_lead:
        return [_("The task has no lead unit yet.")]
    if task.state in (TaskState.DONE, TaskState.REFUSED):
        return [_("The task awaits the superior's decision.")]
    return []


def obstacles_to_ask_for_help(task: TaskFacts, now: datetime) -> Reasons:
    """Why the lead may not ask for help."""
    if blocked := _closed(task):
        return blocked
    if task.state == TaskState.GIVEN:
        return [_("Acknowledge the task first.")]
    if task.state == TaskState.DONE:
        return [_("The result was already handed in.")]
    return []


def obstacles_to_answer_help(task: TaskFacts, now: datetime) -> Reasons:
    """Why there is no call for help to answer."""
    return [] if task.help_wanted else [_("Nobody has asked for help.")]


@dataclass(frozen=True, slots=True)
class VerbRule:
    """Who may do it (a permission, on one side of the task), and what stands in the way."""

    permission: Permission
    side: Side
    obstacles: Callable[[TaskFacts, datetime], Reasons]


RULES: dict[Verb, VerbRule] = {
    Verb.RECEIVE: VerbRule(Permission.RECEIVE, Side.LEAD, obstacles_to_receive),
    Verb.REFUSE: VerbRule(Permission.REFUSE, Side.LEAD, obstacles_to_refuse),
    Verb.UPHOLD: VerbRule(Permission.DECIDE, Side.ASSIGNER, obstacles_to_decide_refusal),
    Verb.INSIST: VerbRule(Permission.DECIDE, Side.ASSIGNER, obstacles_to_decide_refusal),
    Verb.BEGIN: VerbRule(Permission.WORK, Side.LEAD, obstacles_to_begin),
    Verb.FINISH: VerbRule(Permission.WORK, Side.LEAD, obstacles_to_finish),
    Verb.ACCEPT: VerbRule(Permission.ACCEPT, Side.ASSIGNER, obstacles_to_accept),
    Verb.RETURN: VerbRule(Permission.ACCEPT, Side.ASSIGNER, obstacles_to_accept),
    Verb.ASSIGN: VerbRule(Permission.ASSIGN, Side.ASSIGNER, obstacles_to_assign),
    Verb.WITHDRAW: VerbRule(Permission.ASSIGN, Side.ASSIGNER, obstacles_to_withdraw),
    Verb.SUSPEND: VerbRule(Permission.ASSIGN, Side.ASSIGNER, obstacles_to_suspend),
    Verb.RESUME: VerbRule(Permission.ASSIGN, Side.ASSIGNER, obstacles_to_resume),
    Verb.RESCHEDULE: VerbRule(Permission.ASSIGN, Side.ASSIGNER, obstacles_to_reschedule),
    Verb.REMIND: VerbRule(Permission.REMIND, Side.ASSIGNER, obstacles_to_remind),
    Verb.ASK_FOR_HELP: VerbRule(Permission.WORK, Side.LEAD, obstacles_to_ask_for_help),
    Verb.ANSWER_HELP: VerbRule(Permission.ACCEPT, Side.ASSIGNER, obstacles_to_answer_help),
}
