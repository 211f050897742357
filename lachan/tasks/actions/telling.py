"""Whom a task concerns, and telling them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lachan.accounts.models import User
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency
from lachan.tasks.models import Task
from lachan.tasks.queries.people import people_of_rung
from lachan.tasks.queries.tasks import history
from lachan.tasks.rules.deadlines import at_once, is_express
from lachan.tasks.rules.words import ALERTS, DEADLINES, RUNGS
from lachan.tasks.terms import AlertKind, Rung

MOST_URGENT = timedelta(minutes=30)
TITLES_IN_MESSAGE = 10
LOUDNESS = (Urgency.ORDINARY, Urgency.URGENT, Urgency.EXPRESS)


def tell_lead(
    actor: Actor, task: Task, title: str, text: str, now: datetime, *, urgent: bool = False
) -> None:
    """Tell those at the lead who can act, except whoever did it themselves."""
    _tell_side(actor, task, Rung.LEAD, title, text, now, urgent=urgent)


def tell_assigner(
    actor: Actor, task: Task, title: str, text: str, now: datetime, *, urgent: bool = False
) -> None:
    """Tell those at the assigner who can decide, except whoever did it themselves."""
    _tell_side(actor, task, Rung.ASSIGNER, title, text, now, urgent=urgent)


def tell_leads_of_many(
    actor: Actor, what: str, text: str, tasks: Iterable[Task], batch: str, now: datetime
) -> None:
    """Tell each lead once of all that was done to its tasks by one bulk action."""
    by_path: dict[str, list[Task]] = {}
    for task in tasks:
        if task.lead_id is not None:
            by_path.setdefault(task.path, []).append(task)
    for path, those in by_path.items():
        people = people_of_rung(those[0], Rung.LEAD, day_of(now)).exclude(pk=actor.id or 0)
        titles = [task.title for task in those[:TITLES_IN_MESSAGE]]
        notify(
            people,
            title=_("%(what)s: %(count)d tasks") % {"what": what, "count": len(those)},
            body="\n".join([text, *titles]).strip(),
            link=f"/tasks/{those[0].pk}/" if len(those) == 1 else "/tasks/?whose=unit",
            urgency=max((_urgency(task, urgent=False) for task in those), key=LOUDNESS.index),
            key=f"tasks-{batch}-{path}",
            path=path,
            now=now,
        )


def _tell_side(
    actor: Actor, task: Task, rung: Rung, title: str, text: str, now: datetime, *, urgent: bool
) -> None:
    people = people_of_rung(task, rung, day_of(now)).exclude(pk=actor.id or 0)
    _send(
        task,
        people,
        title % {"task": task.title},
        text,
        key=f"task-{task.pk}-{rung}-{task.state}-{now.isoformat()}-{title}",
        now=now,
        urgent=urgent,
    )


def tell_rung(
    task: Task, kind: AlertKind, rung: Rung, deadline: datetime, now: datetime
) -> tuple[str, ...]:
    """Tell one rung of the ladder of a lateness; the names of those told, for the record."""
    people = people_of_rung(task, rung, day_of(now))
    local = deadline.astimezone(VIETNAM)
    lead = task.lead.name if task.lead else task.lead_words
    text = _("%(lead)s; %(deadline)s %(moment)s. Told: %(rung)s.") % {
        "lead": lead or _("no lead unit chosen"),
        "deadline": DEADLINES[kind],
        "moment": f"{local:%H:%M} {local.day}/{local.month}/{local.year}",
        "rung": RUNGS[rung],
    }
    _send(
        task,
        people,
        f"{ALERTS[kind]}: {task.title}",
        text,
        key=f"task-{task.pk}-{kind}-{rung}-{deadline.isoformat()}",
        now=now,
        urgent=kind != AlertKind.REMINDER,
    )
    return tuple(person.full_name for person in people)


def _send(
    task: Task,
    people: Iterable[User],
    title: str,
    text: str,
    *,
    key: str,
    now: datetime,
    urgent: bool,
) -> None:
    notify(
        people,
        title=title,
        body=text,
        link=f"/tasks/{task.pk}/",
        urgency=_urgency(task, urgent=urgent),
        key=key[:200],
        path=task.path,
        # What has just been recorded of the task is why they are told.
        entry=history(task).first(),
        now=now,
    )


def _urgency(task: Task, *, urgent: bool) -> Urgency:
    """Only the most urgent tasks pierce the night."""
    limit = at_once(task.urgency)
    if limit is not None and limit <= MOST_URGENT:
        return Urgency.EXPRESS
    if urgent or is_express(task.urgency):
        return Urgency.URGENT
    return Urgency.ORDINARY
