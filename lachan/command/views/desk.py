"""Today's desk: the unit's own report, or who has sent to the office and who has not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.command.actions.day import escalate, remind_missing
from lachan.command.actions.drafting import open_report
from lachan.command.forms import NoteForm
from lachan.command.queries.consolidation import get_consolidation, standings
from lachan.command.queries.form import consolidating_path, hours_on, own_duties
from lachan.command.queries.reports import report_of
from lachan.command.terms import (
    STANDING_LABELS,
    ConsolidationState,
    Permission,
    Standing,
)
from lachan.command.views.days import around, chosen_day
from lachan.command.views.report import report_page
from lachan.core.http import Request
from lachan.core.refused import NotThere


@require_GET
def daily(request: Request) -> HttpResponse:
    """Where the day's work is: a unit's own report, or the office's table of units."""
    day = chosen_day(request)
    duties = own_duties(request.actor, day)
    office = consolidating_path(request.actor, day, Permission.READ)
    own = [(duty, report_of(duty, day)) for duty in duties]
    if len(own) == 1 and not office and own[0][1] is not None:
        return report_page(request, own[0][1])
    context: dict[str, Any] = {**around(request, day), "own": own, "office": office}
    if duties:
        context["hours"] = hours_on(duties[0].recipient_path, day)
    if office:
        context |= _office(request, office, day)
    context["may_configure"] = request.actor.may_somewhere(Permission.CONFIGURE)
    return render(request, "command/daily.html", context)


def _office(request: Request, path: str, day: date) -> dict[str, Any]:
    units = standings(path, day, request.now)
    counted: dict[str, int] = dict.fromkeys(Standing, 0)
    for unit in units:
        counted[unit.standing] += 1
    only = request.GET.get("standing", "")
    row = get_consolidation(request.actor, path, day)
    may_consolidate = request.actor.may(Permission.CONSOLIDATE, path)
    outstanding = len(units) - counted[Standing.SUBMITTED] - counted[Standing.LATE]
    return {
        "hours": hours_on(path, day),
        "units": [
            {"unit": unit, "label": STANDING_LABELS[unit.standing], "code": str(unit.standing)}
            for unit in units
            if only not in set(Standing) or unit.standing == only
        ],
        "only": STANDING_LABELS[Standing(only)] if only in set(Standing) else None,
        "owed": len(units),
        "sent": counted[Standing.SUBMITTED] + counted[Standing.LATE],
        "late": counted[Standing.LATE],
        "missing": counted[Standing.MISSING],
        "awaited": counted[Standing.AWAITED],
        "returned": counted[Standing.RETURNED],
        "outstanding": outstanding,
        "may_remind": outstanding and may_consolidate,
        "may_escalate": outstanding
        and may_consolidate
        and request.now > hours_on(path, day).cut_off_at,
        "consolidation": row,
        "is_signed": row is not None and row.state == ConsolidationState.SIGNED,
    }


@require_POST
def begin(request: Request, day: date, duty_id: int) -> HttpResponse:
    """Begin the own unit's report of the day."""
    report = open_report(request.actor, duty_id, day, request.now)
    return redirect("command:report", report.pk)


@require_POST
def remind(request: Request, day: date) -> HttpResponse:
    """Remind every unit that has not sent, by one click."""
    names = remind_missing(request.actor, day, request.now)
    messages.success(request, _("Reminded: %(units)s.") % {"units": "; ".join(names)})
    return redirect(_desk(day))


@require_http_methods(["GET", "POST"])
def escalate_missing(request: Request, day: date) -> HttpResponse:
    """Report the missing units to the leaders, with a word if need be."""
    path = consolidating_path(request.actor, day)
    if not path:
        raise NotThere
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = escalate(request.actor, day, form.cleaned_data["note"], request.now)
        messages.success(
            request, _("Reported to the leaders: %(units)s.") % {"units": "; ".join(names)}
        )
        return redirect(_desk(day))
    units = [
        unit
        for unit in standings(path, day, request.now)
        if unit.standing not in (Standing.SUBMITTED, Standing.LATE)
    ]
    context = {**around(request, day), "form": form, "units": units}
    return render(request, "command/escalate.html", context)


def _desk(day: date) -> str:
    return f"{reverse('command:daily')}?day={day.isoformat()}"
