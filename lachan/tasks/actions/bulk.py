"""The same verb on many tasks: what it would do, and doing it, each row for itself."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.models import Entry
from lachan.core.actor import Actor
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.tasks.actions.deciding import accept, assign, return_task, withdraw
from lachan.tasks.actions.moving import undo
from lachan.tasks.actions.talking import remind
from lachan.tasks.actions.telling import tell_leads_of_many
from lachan.tasks.actions.working import begin, receive
from lachan.tasks.models import Task
from lachan.tasks.queries.tasks import obstacles, visible_tasks
from lachan.tasks.rules.words import EVENTS
from lachan.tasks.terms import Verb

LIMIT = 5_000


@dataclass(frozen=True)
class RowRefusal:
    """A row on which the verb cannot be done, and why."""

    task_id: int
    title: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a bulk action would do: on how many rows, and on which not."""

    able: tuple[int, ...]
    refusals: tuple[RowRefusal, ...]


@dataclass(frozen=True)
class Outcome:
    """What a bulk action did, and between which entries, so that it can be taken back."""

    done: int
    refusals: tuple[RowRefusal, ...]
    batch: str
    first_entry: int
    last_entry: int


# Verbs that make sense on many rows at once; each takes (actor, task id, words, now, batch).
VERBS: dict[Verb, Callable[[Actor, int, str, datetime, str], Task]] = {
    Verb.RECEIVE: lambda actor, pk, words, now, batch: receive(actor, pk, now, batch=batch),
    Verb.BEGIN: lambda actor, pk, words, now, batch: begin(actor, pk, now, batch=batch),
    Verb.ACCEPT: lambda actor, pk, words, now, batch: accept(
        actor, pk, now, note=words, batch=batch
    ),
    Verb.RETURN: lambda actor, pk, words, now, batch: return_task(
        actor, pk, words, now, batch=batch
    ),
    Verb.WITHDRAW: lambda actor, pk, words, now, batch: withdraw(
        actor, pk, words, now, batch=batch
    ),
    Verb.REMIND: lambda actor, pk, words, now, batch: remind(actor, pk, words, now, batch=batch),
    Verb.ASSIGN: lambda actor, pk, words, now, batch: assign(
        actor, pk, int(words), now, batch=batch
    ),
}
# What the leads are told afterwards: once each, not once a row.
TOLD: dict[Verb, object] = {
    Verb.ACCEPT: EVENTS["tasks.Accepted"],
    Verb.RETURN: EVENTS["tasks.Returned"],
    Verb.WITHDRAW: EVENTS["tasks.Withdrawn"],
    Verb.REMIND: EVENTS["tasks.Reminded"],
    Verb.ASSIGN: EVENTS["tasks.Given"],
}
NEEDS_WORDS = frozenset({Verb.RETURN, Verb.WITHDRAW, Verb.REMIND})


def preview(actor: Actor, verb: Verb, task_ids: Sequence[int], now: datetime) -> Preview:
    """What the verb would do to these rows; nothing is written. Rows out of sight are left out."""
    _must_be_possible(verb, task_ids)
    able: list[int] = []
    refusals: list[RowRefusal] = []
    for task in visible_tasks(actor).filter(pk__in=task_ids).select_related("lead"):
        reasons = tuple(str(reason) for reason in obstacles(actor, task, verb, now))
        if reasons:
            refusals.append(RowRefusal(task.pk, task.title, reasons))
        else:
            able.append(task.pk)
    return Preview(tuple(able), tuple(refusals))


def perform_on_many(
    actor: Actor, verb: Verb, task_ids: Sequence[int], words: str, now: datetime
) -> Outcome:
    """Do the verb to each row that allows it; the others are named with their reasons.

    Each lead is told once of all its rows. All in one transaction, so that a failure halfway
    leaves nothing half done; locks are taken in the order of ids, so that two bulk actions cannot
    wait for each other.
    """
    _must_be_possible(verb, task_ids)
    batch = uuid.uuid4().hex
    done: list[Task] = []
    refusals: list[RowRefusal] = []
    with transaction.atomic():
        newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        titles = dict(Task.objects.filter(pk__in=task_ids).values_list("pk", "title"))
        for task_id in sorted(set(task_ids)):
            try:
                with transaction.atomic():
                    done.append(VERBS[verb](actor, task_id, words, now, batch))
            except NotThere:
                continue
            except Refused as refused:
                refusals.append(RowRefusal(task_id, titles.get(task_id, ""), refused.reasons))
        if verb in TOLD:
            text = "" if verb == Verb.ASSIGN else words
            tell_leads_of_many(actor, str(TOLD[verb]), text, done, batch, now)
        last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return Outcome(len(done), tuple(refusals), batch, newest + 1, last)


def undo_many(
    actor: Actor, batch: str, first_entry: int, last_entry: int, now: datetime
) -> Outcome:
    """Take back a bulk action row by row; rows that have moved on since stay as they are."""
    entries = Entry.objects.filter(
        pk__gte=first_entry, pk__lte=last_entry, actor_id=actor.id, payload__batch=batch
    ).order_by("pk")
    done, refusals = 0, []
    with transaction.atomic():
        for entry in entries:
            task_id = int(entry.payload["task_id"])
            try:
                with transaction.atomic():
                    undo(actor, entry.pk, now)
                done += 1
            except (NotThere, Refused) as refused:
                reasons = getattr(refused, "reasons", ())
                refusals.append(RowRefusal(task_id, "", reasons))
    return Outcome(done, tuple(refusals), batch, first_entry, last_entry)


def _must_be_possible(verb: Verb, task_ids: Sequence[int]) -> None:
    refuse_if([_("This cannot be done to many tasks at once.")] if verb not in VERBS else [])
    refuse_if([_("Choose at least one task.")] if not task_ids else [])
    refuse_if(
        [_("At most %(limit)d tasks at once.") % {"limit": LIMIT}] if len(task_ids) > LIMIT else []
    )
