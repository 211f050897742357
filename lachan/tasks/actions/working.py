"""What the lead does: acknowledge, refuse, begin, hand in, ask for help."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.refused import refuse_if
from lachan.core.text import normal
from lachan.tasks import events
from lachan.tasks.actions.moving import move
from lachan.tasks.actions.talking import Upload, add_attachment
from lachan.tasks.actions.telling import tell_assigner
from lachan.tasks.models import Duty, Task
from lachan.tasks.rules.deadlines import decide_by
from lachan.tasks.rules.transitions import Proof, missing_proof
from lachan.tasks.terms import TaskState, Verb


def receive(actor: Actor, task_id: int, now: datetime, *, batch: str = "") -> Task:
    """The lead acknowledges; who acknowledges is the one responsible from then on.

    Acknowledging one instance of a duty acknowledges the duty: the next ones come acknowledged.
    """
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.RECEIVE,
            events.Received,
            now,
            lambda task: {
                "state": TaskState.RECEIVED,
                "received_at": now,
                "received_by_id": actor.id,
            },
            batch=batch,
        )
        if task.duty_id is not None:
            Duty.objects.filter(pk=task.duty_id, received_at__isnull=True).update(received_at=now)
    return task


def refuse(actor: Actor, task_id: int, reason: str, now: datetime, *, batch: str = "") -> Task:
    """The lead refuses with a reason; the superior must decide."""
    reason = _required(reason, _("Say why the task is refused."))

    def changes(task: Task) -> dict[str, Any]:
        return {
            "state": TaskState.REFUSED,
            "refused_at": now,
            "refusal_reason": reason,
            "decide_by": decide_by(now, task.urgency),
        }

    with transaction.atomic():
        task = move(
            actor, task_id, Verb.REFUSE, events.Refused, now, changes, batch=batch, reason=reason
        )
        tell_assigner(actor, task, _("Refused: %(task)s"), reason, now)
    return task


def begin(actor: Actor, task_id: int, now: datetime, *, batch: str = "") -> Task:
    """Work begins."""
    return move(
        actor,
        task_id,
        Verb.BEGIN,
        events.Begun,
        now,
        lambda task: {"state": TaskState.IN_PROGRESS, "begun_at": task.begun_at or now},
        batch=batch,
    )


def finish(
    actor: Actor,
    task_id: int,
    result: str,
    now: datetime,
    *,
    reference: str = "",
    files: Sequence[Upload] = (),
    batch: str = "",
) -> Task:
    """The lead hands in what was done, with its proof: a document's number and date, or files.

    Files attached earlier as proof count too. Raises Refused with all that is missing.
    """
    result, reference = result.strip(), normal(reference)

    def lacking(task: Task) -> list[object]:
        attached = task.attachments.filter(is_proof=True).count()
        proof = Proof(text=result, reference=reference, files=len(files) + attached)
        return missing_proof(task.snapshot(), proof)

    def changes(task: Task) -> dict[str, Any]:
        return {
            "state": TaskState.DONE,
            "begun_at": task.begun_at or now,
            "done_at": now,
            "result": result,
            "proof_reference": reference,
            "decide_by": decide_by(now, task.urgency),
        }

    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.FINISH,
            events.Finished,
            now,
            changes,
            also=lacking,
            batch=batch,
            reference=reference,
            files=len(files),
        )
        for file in files:
            add_attachment(actor, task, file, now, is_proof=True)
        tell_assigner(actor, task, _("Handed in: %(task)s"), result, now)
    return task


def ask_for_help(actor: Actor, task_id: int, text: str, now: datetime) -> Task:
    """The lead asks the assigner for help, saying what is needed."""
    text = _required(text, _("Say what help is needed."))
    with transaction.atomic():
        task = move(
            actor,
            task_id,
            Verb.ASK_FOR_HELP,
            events.HelpAsked,
            now,
            lambda task: {"help_wanted": text},
            text=text,
        )
        tell_assigner(actor, task, _("Help wanted: %(task)s"), text, now, urgent=True)
    return task


def _required(text: str, otherwise: str) -> str:
    text = text.strip()
    refuse_if([otherwise] if not text else [])
    return text
