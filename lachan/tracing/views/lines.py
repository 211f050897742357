"""Add, correct and strike one line."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused, ToldOtherwise
from lachan.people.actions.reading import log_reading
from lachan.tracing.actions.lines import (
    REPLACED,
    LineWords,
    add_line,
    strike_line,
)
from lachan.tracing.forms.investigations import ReasonForm
from lachan.tracing.forms.lines import LineForm, initial_of
from lachan.tracing.queries.investigations import (
    days_of,
    get_investigation,
    get_line,
    may_investigate,
    persons_shown,
    told_instead,
)
from lachan.tracing.rules.words import ICONS, KINDS
from lachan.tracing.terms import LineKind
from lachan.tracing.views.shared import dress_lines, usual_minutes


@never_cache
@require_http_methods(["GET", "POST"])
def add(request: Request, key: UUID) -> HttpResponse:
    """One line; saved, it begins the next one of the same day and kind."""
    found = get_investigation(request.actor, key)
    _require_write(request, found)
    log_reading(request.actor, [found.person.pk], "tracing:add", request.now)
    kind = _kind(request)
    form = line_form(
        request,
        found,
        kind,
        initial={
            "key": uuid.uuid4(),
            "day": request.GET.get("day", ""),
            "interview": request.GET.get("interview", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        saved = saved_line(request, found, form, form.line())
        if saved is not None:
            return _after(request, found, kind, saved)
    context = {
        "investigation": found,
        "form": form,
        "kind": kind,
        "kinds": [(one, words, ICONS[one]) for one, words in KINDS.items()],
        "kept": urlencode(
            {name: request.GET[name] for name in ("day", "interview") if name in request.GET}
        ),
    }
    return render(request, "tracing/line.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: Request, key: UUID) -> HttpResponse:
    """The line told anew: the old one is struck, the new one stands in its place."""
    line = get_line(request.actor, key)
    found = get_investigation(request.actor, line.investigation.key)
    # The way back names the case, also where the line is a contact's.
    shown = [found.person.pk, *persons_shown([line])]
    log_reading(request.actor, shown, "tracing:line", request.now)
    kind = LineKind(line.kind)
    may_write = may_investigate(request.actor, found) and found.closed_at is None
    form = line_form(request, found, kind, initial={**initial_of(line), "key": uuid.uuid4()})
    if request.method == "POST":
        _require_write(request, found)
        if form.is_valid():
            saved = saved_line(request, found, form, form.line())
            if saved is not None:
                return _after(request, found, kind, saved)
    dress_lines(request, [line])
    context = {
        "investigation": found,
        "line": line,
        "form": form,
        "kind": kind,
        "strike_form": ReasonForm(),
        "may_write": may_write,
        "instead": told_instead(line) if line.struck_at else None,
    }
    return render(request, "tracing/line.html", context, status=422 if form.errors else 200)


@require_POST
def strike(request: Request, key: UUID) -> HttpResponse:
    """Strike a line, with its reason."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    line = strike_line(request.actor, key, reason, now=request.now)
    instead = told_instead(line) if line.struck_because == REPLACED else None
    if instead is not None:
        words = _(
            "%(name)s corrected this line before you struck it. The new version stands: "
            "strike that one if it is wrong."
        )
        messages.warning(request, words % {"name": instead.recorded_by_name or "–"})
    else:
        messages.success(request, _("The line is struck; it stays readable."))
    return redirect(_day_address(line.investigation.key, day_of(line.started_at)))


def line_form(request: Request, found: Any, kind: LineKind, *, initial: dict[str, Any]) -> LineForm:
    """The form of a kind for the days of an investigation; a day outside them stays possible."""
    today = day_of(request.now)
    days = days_of(found, today)
    wanted = initial.get("day", "")
    if wanted and wanted not in {day.isoformat() for day in days}:
        try:
            days.append(date.fromisoformat(wanted))
        except ValueError:
            initial = {**initial, "day": ""}
    return LineForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        days=days,
        home=found.path,
        today=today,
        usual_minutes=usual_minutes(today),
        initial=initial,
    )


def _kind(request: Request) -> LineKind:
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    return LineKind(asked) if asked in set(LineKind) else LineKind.STAY


def _require_write(request: Request, found: Any) -> None:
    if not may_investigate(request.actor, found):
        raise Refused(_("you may not investigate at this unit"))


def saved_line(request: Request, found: Any, form: LineForm, words: LineWords) -> Any:
    """The line of a valid form; None, with the reasons in the form, where it is refused."""
    try:
        return add_line(request.actor, found.key, words, now=request.now)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        if isinstance(refused, ToldOtherwise):
            form.renew_key()
            form.add_error(None, _("Save again to save them as a line of their own."))
        return None


def _after(request: Request, found: Any, kind: LineKind, line: Any) -> HttpResponse:
    """Back to the day, or on to the next line of the same day."""
    day = day_of(line.started_at)
    late = _overtaken(line)
    if late:
        messages.warning(request, late)
    else:
        messages.success(request, _("The line is saved."))
    if "next" not in request.POST:
        return redirect(_day_address(found.key, day))
    asked = {"kind": str(kind), "day": day.isoformat(), "interview": request.POST.get("interview")}
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{reverse('tracing:add', args=[found.key])}?{query}")


def _overtaken(line: Any) -> str:
    """What somebody did to the line that was corrected while it was open here; empty: nothing."""
    old = line.replaces
    if old is None:
        return ""
    if old.struck_because != REPLACED:
        words = _(
            "%(name)s struck this line while you were writing: “%(reason)s”. "
            "Your version stands: strike it if they are right."
        )
        return words % {"name": old.struck_by or "–", "reason": old.struck_because}
    other = told_instead(old)
    if other is None or other == line:
        return ""
    words = _(
        "%(name)s corrected this line while you were writing. Both versions are kept: "
        "strike the wrong one."
    )
    return words % {"name": other.recorded_by_name or "–"}


def _day_address(key: UUID, day: date) -> str:
    return f"{reverse('tracing:timeline', args=[key])}#day-{day.isoformat()}"
