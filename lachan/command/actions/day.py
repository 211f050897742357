"""The reporting day by itself: opened, reminded and closed at its hours, each once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.command import events
from lachan.command.actions.drafting import begin
from lachan.command.actions.telling import tell
from lachan.command.models import StepLog
from lachan.command.queries.consolidation import UnitStanding, standings
from lachan.command.queries.form import (
    Hours,
    consolidating_path,
    duties_on,
    hours_on,
    recipients_on,
)
from lachan.command.terms import Permission, Standing, Step
from lachan.core.actor import Actor, system
from lachan.core.dates import VIETNAM, day_of
from lachan.core.refused import NotThere, Refused

SCHEDULE = system("daily reports", *Permission)
OUTSTANDING = (Standing.AWAITED, Standing.MISSING, Standing.RETURNED)


def take_due_steps(now: datetime) -> list[tuple[str, Step]]:
    """Take, for each office, every step of today that is due and was not taken; return them.

    1. A step is taken by inserting its row: of two workers, or before and after a restart, one
       inserts it. Row, reports, messages and record are one transaction.
    2. A reminder that comes after the cut-off (the system stood still) is passed over: the closing
       says the same, and more.
    """
    day = day_of(now)
    taken = []
    for path in recipients_on(day):
        hours = hours_on(path, day)
        is_past = now >= hours.cut_off_at
        steps = (
            (Step.OPENED, hours.opens_at),
            *(() if is_past else ((Step.REMINDED, hours.reminds_at),)),
            (Step.CLOSED, hours.cut_off_at),
        )
        for step, due_at in steps:
            if now >= due_at and _take(path, hours, step, due_at, now):
                taken.append((path, step))
    return taken


@transaction.atomic
def _take(path: str, hours: Hours, step: Step, due_at: datetime, now: datetime) -> bool:
    """Take one step unless it was taken; whether it was taken now."""
    # The first worker to insert the row goes on; a second one waits for it here, then finds it.
    _row, is_new = StepLog.objects.get_or_create(
        path=path, day=hours.day, step=step, defaults={"taken_at": now}
    )
    if not is_new:
        return False
    units = {Step.OPENED: _open, Step.REMINDED: _remind, Step.CLOSED: _close}[step](
        path, hours, now
    )
    record(
        events.StepTaken(day=hours.day, step=step, due_at=due_at, units=tuple(units)),
        actor=SCHEDULE,
        path=path,
    )
    return True


def _open(path: str, hours: Hours, now: datetime) -> list[str]:
    """Begin every owed report, so that its computed figures stand there, and say so."""
    duties = duties_on(path, hours.day)
    for duty in duties:
        begin(duty, hours.day, now)
    tell(
        [duty.path for duty in duties],
        permission=Permission.REPORT,
        title=_("The daily report is open"),
        text=_("Send it by %(hour)s.") % {"hour": _hour(hours.cut_off_at)},
        key=f"command.opened.{path}.{hours.day}",
        now=now,
    )
    return [duty.organisation.name for duty in duties]


def _remind(path: str, hours: Hours, now: datetime) -> list[str]:
    return _tell_outstanding(path, hours, now, f"command.reminded.{path}.{hours.day}")


def _close(path: str, hours: Hours, now: datetime) -> list[str]:
    """Name to the synthesists who has not sent, and to those units that they are late."""
    outstanding = _outstanding(path, hours.day, now)
    names = [unit.duty.organisation.name for unit in outstanding]
    if outstanding:
        _tell_outstanding(path, hours, now, f"command.missing.{path}.{hours.day}")
    tell(
        [path],
        permission=Permission.CONSOLIDATE,
        title=_("%(count)d units have not sent the daily report") % {"count": len(names)}
        if names
        else _("All units have sent the daily report"),
        text="; ".join(names),
        key=f"command.closed.{path}.{hours.day}",
        now=now,
        urgent=bool(names),
    )
    return names


def _tell_outstanding(path: str, hours: Hours, now: datetime, key: str) -> list[str]:
    outstanding = _outstanding(path, hours.day, now)
    left = int((hours.cut_off_at - now).total_seconds() // 60)
    tell(
        [unit.duty.path for unit in outstanding],
        permission=Permission.REPORT,
        title=_("The daily report is due at %(hour)s") % {"hour": _hour(hours.cut_off_at)}
        if left >= 0
        else _("The daily report is overdue since %(hour)s") % {"hour": _hour(hours.cut_off_at)},
        text=_("It has not been sent. Send it now, or ring the synthesis team."),
        key=key,
        now=now,
        urgent=True,
    )
    return [unit.duty.organisation.name for unit in outstanding]


def _outstanding(path: str, day: date, now: datetime) -> list[UnitStanding]:
    return [unit for unit in standings(path, day, now) if unit.standing in OUTSTANDING]


def _hour(instant: datetime) -> str:
    return f"{instant.astimezone(VIETNAM):%H:%M}"


@transaction.atomic
def remind_missing(actor: Actor, day: date, now: datetime) -> list[str]:
    """Remind, at once, every unit that has not sent; return their names."""
    path = _consolidated_by(actor, day)
    hours = hours_on(path, day)
    moment = f"{now.astimezone(VIETNAM):%Y%m%d%H%M}"
    names = _tell_outstanding(path, hours, now, f"command.asked.{path}.{day}.{moment}")
    if not names:
        raise Refused(_("Every unit has sent its report."))
    record(events.Reminded(day=day, units=tuple(names)), actor=actor, path=path)
    return names


@transaction.atomic
def escalate(actor: Actor, day: date, note: str, now: datetime) -> list[str]:
    """Report to the leaders, by name, the units that have not sent; return the units' names."""
    path = _consolidated_by(actor, day)
    if now <= hours_on(path, day).cut_off_at:
        raise Refused(_("The cut-off has not passed: remind the units first."))
    names = [unit.duty.organisation.name for unit in _outstanding(path, day, now)]
    if not names:
        raise Refused(_("Every unit has sent its report."))
    tell(
        [path],
        permission=Permission.SIGN,
        title=_("%(count)d units have not sent the daily report") % {"count": len(names)},
        text="\n".join([*_sequence(note), "; ".join(names)]),
        key=f"command.escalated.{path}.{day}.{now.astimezone(VIETNAM):%Y%m%d%H%M}",
        now=now,
        urgent=True,
    )
    record(events.Escalated(day=day, units=tuple(names), note=note.strip()), actor=actor, path=path)
    return names


def _sequence(note: str) -> Sequence[str]:
    return [note.strip()] if note.strip() else []


def _consolidated_by(actor: Actor, day: date) -> str:
    path = consolidating_path(actor, day)
    if not path:
        raise NotThere
    return path
