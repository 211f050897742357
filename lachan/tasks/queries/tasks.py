"""One task and the tasks in sight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.audit.models import Entry
from lachan.audit.queries import history_of
from lachan.core.actor import Actor
from lachan.core.scope import within
from lachan.tasks.models import Attachment, Duty, Task, TaskQuerySet
from lachan.tasks.rules.lateness import Lateness, lateness
from lachan.tasks.rules.transitions import RULES
from lachan.tasks.terms import OPEN, Permission, ShareRole, Side, TaskState, Verb

# What a person who slipped can take back at once.
UNDOABLE = frozenset(
    f"tasks.{name}"
    for name in (
        "Received",
        "Refused",
        "Begun",
        "Finished",
        "Accepted",
        "Returned",
        "Withdrawn",
        "Rescheduled",
        "HelpAnswered",
    )
)
# Whoever may do anything but read takes part in the work, and may comment and attach.
_TAKING_PART = frozenset(Permission) - {Permission.READ}


def visible_tasks(actor: Actor) -> TaskQuerySet:
    """The tasks that the actor may read."""
    return Task.objects.visible_to(actor, Permission.READ)


def get_task(actor: Actor, task_id: int) -> Task:
    """One task with what its page shows; NotThere when it is out of sight."""
    return (
        Task.objects.select_related(
            "lead", "clause__document", "duty", "assigned_by", "received_by", "proposal"
        )
        .prefetch_related("supporters", "attachments__attached_by", "comments__author")
        .get_visible(actor, Permission.READ, pk=task_id)
    )


def lock_task(actor: Actor, task_id: int) -> Task:
    """The task, locked until the transaction ends: of two who act at once, one waits."""
    return (
        Task.objects.select_for_update(of=("self",))
        .select_related("lead")
        .get_visible(actor, Permission.READ, pk=task_id)
    )


def history(task: Task) -> QuerySet[Entry]:
    """Everything that happened to the task, newest first."""
    return history_of(task)


def get_attachment(actor: Actor, task_id: int, attachment_id: int) -> Attachment:
    """A file of a task in sight; NotThere otherwise."""
    task = Task.objects.get_visible(actor, Permission.READ, pk=task_id)
    return _one(task.attachments.filter(pk=attachment_id))


def _one(rows: QuerySet[Attachment]) -> Attachment:
    from lachan.core.refused import NotThere

    row = rows.first()
    if row is None:
        raise NotThere
    return row


def visible_duties(actor: Actor) -> QuerySet[Duty]:
    """The repeated duties that the actor may read."""
    return Duty.objects.visible_to(actor, Permission.READ).select_related(
        "lead", "clause__document"
    )


def may_take_part(actor: Actor, task: Task) -> bool:
    """Whether the actor may comment and attach: those who work on it, support it or gave it."""
    own = any(
        actor.may(permission, path)
        for permission in _TAKING_PART
        for path in (task.path, task.assigner_path)
    )
    return own or any(
        actor.may(permission, share.path)
        for permission in _TAKING_PART
        for share in task.shares.filter(role=ShareRole.SUPPORTER)
    )


def undoable_entry(actor: Actor, task_id: int) -> int | None:
    """The entry of what the actor has just done to a task, when it can be taken back."""
    entry = (
        Entry.objects.filter(subject=f"tasks.task:{task_id}", actor_id=actor.id, event__in=UNDOABLE)
        .order_by("-pk")
        .first()
    )
    newest = (
        Entry.objects.filter(subject=f"tasks.task:{task_id}", payload__has_key="before")
        .order_by("-pk")
        .first()
    )
    return entry.pk if entry is not None and newest is not None and entry.pk == newest.pk else None


@dataclass(frozen=True)
class Choice:
    """One verb that the actor holds on a task; `reasons` say why it cannot be done now."""

    verb: Verb
    reasons: tuple[object, ...]

    @property
    def is_open(self) -> bool:
        return not self.reasons


def side_path(task: Task, side: Side) -> str:
    """The path at which a permission must be held for a verb of this side."""
    return task.path if side == Side.LEAD else task.assigner_path


def obstacles(actor: Actor, task: Task, verb: Verb, now: datetime) -> list[object]:
    """Every reason why the actor may not do this to the task now; empty when they may."""
    rule = RULES[verb]
    if not actor.may(rule.permission, side_path(task, rule.side)):
        return [
            _("Only the lead unit may do this.")
            if rule.side == Side.LEAD
            else _("Only the office that gave the task may do this.")
        ]
    return rule.obstacles(task.snapshot(), now)


def choices(actor: Actor, task: Task, now: datetime) -> list[Choice]:
    """The verbs for which the actor holds the permission on this task, open or not, in order."""
    facts = task.snapshot()
    return [
        Choice(verb, tuple(rule.obstacles(facts, now)))
        for verb, rule in RULES.items()
        if actor.may(rule.permission, side_path(task, rule.side))
    ]


def lateness_of(task: Task, now: datetime) -> Lateness | None:
    """Where the task is late, by the rules."""
    return lateness(task.snapshot(), now)


def is_mine(actor: Actor) -> Q:
    """What waits for this person: what they acknowledged and must finish, what their own unit
    must still acknowledge, and what they must decide or assign."""
    condition = Q(received_by_id=actor.id or 0, state__in=OPEN - {TaskState.REFUSED})
    if actor.may(Permission.RECEIVE, actor.workplace):
        condition |= Q(state=TaskState.GIVEN, lead__isnull=False) & own_unit(actor)
    deciding = actor.paths_for(Permission.DECIDE)
    if deciding:
        condition |= Q(state=TaskState.REFUSED) & _assigned_within(deciding)
    accepting = actor.paths_for(Permission.ACCEPT)
    if accepting:
        condition |= Q(state=TaskState.DONE) & _assigned_within(accepting)
    assigning = actor.paths_for(Permission.ASSIGN)
    if assigning:
        condition |= Q(state=TaskState.GIVEN, lead__isnull=True) & _assigned_within(assigning)
    return condition


def own_unit(actor: Actor) -> Q:
    """Led by the body at the actor's workplace, or by a body directly in that unit."""
    if not actor.workplace:
        return Q()
    return Q(path=actor.workplace) | Q(lead__unit__path=actor.workplace)


def supported_by_own_unit(actor: Actor) -> Q:
    """Supported by the actor's unit."""
    from lachan.tasks.models import TaskShare

    if not actor.workplace:
        return Q(pk__in=[])
    shares = TaskShare.objects.filter(within((actor.workplace,), "path"), role=ShareRole.SUPPORTER)
    return Q(pk__in=shares.values("task_id"))


def given_by_own_unit(actor: Actor) -> Q:
    """Given by the actor's own office."""
    return Q(assigner_path=actor.workplace)


def _assigned_within(scopes: tuple[str, ...]) -> Q:
    return within(scopes, "assigner_path")
