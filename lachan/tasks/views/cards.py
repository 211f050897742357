"""How a task is shown: its deadline in words, its tone, and where it is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from lachan.tasks.queries.tasks import lateness_of
from lachan.tasks.rules.deadlines import due_text, remaining_text
from lachan.tasks.rules.lateness import Lateness
from lachan.tasks.rules.words import ALERTS, EVENTS, RUNGS, STAGES, STATES
from lachan.tasks.terms import LIVING, OPEN, AlertKind, Stage, TaskState


@dataclass(frozen=True)
class Card:
    """One task as a board or a list shows it."""

    task: Any
    state: object
    late: Lateness | None
    stage: object
    alert: object
    tone: str
    due: str
    left: str
    is_settled: bool


def card_of(task: Any, now: datetime) -> Card:
    """The card of a task at an instant; no query."""
    late = lateness_of(task, now)
    settled = task.state not in OPEN
    return Card(
        task=task,
        state=STATES[task.state],
        late=late,
        stage=STAGES[late.stage] if late else "",
        alert=_alert(late),
        tone=_tone(task, late),
        due=due_text(task.due_at, task.due_relation, task.due_precision, now)
        if task.due_at
        else "",
        left=remaining_text(task.due_at, now) if task.due_at and not settled else "",
        is_settled=settled,
    )


def _alert(late: Lateness | None) -> object:
    """What the deadline on the card does not say by itself."""
    if late is None or late.kind == AlertKind.OVERDUE:
        return ""
    if late.stage == Stage.NO_LEAD:
        return _("Not assigned in time")
    return ALERTS[late.kind]


def _tone(task: Any, late: Lateness | None) -> str:
    if late is not None:
        return "danger"
    if task.state == TaskState.RETURNED or task.help_wanted:
        return "warn"
    return ""


# The way of a task, as steps; a refusal, a return or a suspension stands beside it.
STEPS = (
    TaskState.GIVEN,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.DONE,
    TaskState.ACCEPTED,
)
_STEP_OF = {TaskState.RETURNED: TaskState.IN_PROGRESS, TaskState.REFUSED: TaskState.GIVEN}


def steps_of(task: Any) -> list[dict[str, object]]:
    """The steps with what is past, present and to come; none for what was withdrawn."""
    if task.state not in LIVING | {TaskState.ACCEPTED}:
        return []
    present = STEPS.index(_STEP_OF.get(task.state, TaskState(task.state)))
    names = (EVENTS["tasks.Given"], *(STATES[state] for state in STEPS[1:]))
    times = (task.given_at, task.received_at, task.begun_at, task.done_at, task.accepted_at)
    return [
        {
            "name": names[place],
            "at": times[place] if place <= present else None,
            "position": "past" if place < present else "present" if place == present else "future",
        }
        for place in range(len(STEPS))
    ]


_WORDS_OF_ENTRY = ("reason", "note", "text", "reference", "file_name")
_TONES = {
    "tasks.Refused": "danger",
    "tasks.Returned": "warn",
    "tasks.LatenessNoticed": "danger",
    "tasks.HelpAsked": "warn",
    "tasks.Accepted": "ok",
    "tasks.Finished": "ok",
}


def history_lines(entries: Iterable[Any]) -> list[dict[str, object]]:
    """The record of a task as lines for `_history.html`, newest first."""
    return [
        {
            "at": entry.recorded_at,
            "by": _who(entry),
            "text": _text_of(entry),
            "note": next(
                (entry.payload[key] for key in _WORDS_OF_ENTRY if entry.payload.get(key)), ""
            ),
            "tone": _TONES.get(entry.event, ""),
        }
        for entry in entries
    ]


def _who(entry: Any) -> str:
    if entry.actor_id is None:
        return _("the system")
    if entry.on_behalf_of:
        return _("%(name)s for %(leader)s") % {
            "name": entry.actor_name,
            "leader": entry.on_behalf_of,
        }
    name: str = entry.actor_name
    return name


def _text_of(entry: Any) -> str:
    payload = entry.payload
    if entry.event == "tasks.LatenessNoticed":
        told = ", ".join(payload.get("told", ()))
        return f"{ALERTS[payload['kind']]} → {told or RUNGS[payload['rung']]}"
    if entry.event == "tasks.Undone":
        return f"{EVENTS[entry.event]}: {EVENTS.get(payload['undone'], payload['undone'])}"
    name = str(EVENTS.get(entry.event, entry.event))
    lead = payload.get("lead") or payload.get("new_lead")
    return f"{name}: {lead}" if lead else name
