"""Open a case by hand."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.cases.actions.opening import Opening, open_case, open_case_of
from lachan.cases.forms.opening import OpenForm, ReportForm
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.cases.terms import Permission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_reading
from lachan.people.queries.persons import person_by_key
from lachan.people.rules.births import birth_words
from lachan.places.queries import unit_at
from lachan.places.terms import UnitKind


@require_http_methods(["GET", "POST"])
def open_new(request: Request) -> HttpResponse:
    """The form of a case; with `?person=` of somebody on record only the illness is asked for."""
    if not request.actor.may_somewhere(Permission.OPEN):
        raise Refused(_("you may not open cases"))
    person: Any = _person(request)
    if person:
        log_reading(request.actor, [person.pk], "cases:open", request.now)
    today = day_of(request.now)
    kind = ReportForm if person else OpenForm
    typed = request.POST if request.method == "POST" else None
    own = _own_commune(request)
    unit = person.path if person else own
    initial = {"unit": unit, "reported_at": request.now}
    form = kind(typed, today=today, initial=initial)
    form_id = request.POST.get("form_id", "")
    status = 200
    if typed is not None:
        status = 422
        if form.is_valid():
            try:
                opened = _open(request, form, person, form_id)
            except Refused as refused:
                form.add_error(None, list(refused.reasons))
            else:
                return _opened(request, opened)
    definitions: list[Any] = definitions_on(today)
    context = {
        "form": form,
        "who": [form[name] for name in OpenForm.WHO] if not person else [form["unit"]],
        "tests": [form[name] for name in ReportForm.TESTS],
        "days": [form[name] for name in ReportForm.DAYS],
        "rest": [form[name] for name in ReportForm.REST],
        "person": person,
        "birth": birth_words(person.birth_on, person.birth_year) if person else "",
        "form_id": form_id or uuid.uuid4().hex,
        "definitions": [
            {"told": row, "words": CLASSIFICATIONS[row.classification]} for row in definitions
        ],
    }
    response = render(request, "cases/open.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


def _person(request: Request) -> Any:
    """The person named in the address, or None."""
    key = request.GET.get("person", "")
    if not key:
        return None
    try:
        return person_by_key(request.actor, uuid.UUID(key))
    except ValueError as wrong:
        raise NotThere from wrong


def _own_commune(request: Request) -> str:
    """The commune at which the person works; empty for who works above communes."""
    path = next(iter(request.actor.paths_for(Permission.OPEN)), "")
    unit = unit_at(path, day_of(request.now)) if path else None
    return unit.path if unit is not None and unit.kind == UnitKind.COMMUNE else ""


def _open(request: Request, form: Any, person: Any, form_id: str) -> Opening:
    path = form.cleaned_data["unit"]
    reference = f"cases.form:{form_id[:40] if form_id.isalnum() else uuid.uuid4().hex}"
    if person:
        return open_case_of(
            request.actor,
            person.pk,
            form.report(),
            path=path,
            reference=reference,
            now=request.now,
        )
    return open_case(
        request.actor,
        form.ill(),
        form.report(),
        path=path,
        reference=reference,
        now=request.now,
    )


def _opened(request: Request, opened: Opening) -> HttpResponse:
    """Say what was opened, and what is odd; then the case, if it is in sight."""
    case = opened.case
    if opened.was_brought_in:
        messages.warning(request, _brought_in(opened))
        return redirect("cases:case", case.key)
    messages.success(
        request,
        _("Case %(number)d/%(year)d was opened: %(words)s.")
        % {
            "number": case.number,
            "year": case.year,
            "words": str(CLASSIFICATIONS[case.classification]).lower(),
        },
    )
    if case.previous_id:
        messages.warning(
            request,
            _("The person recovered lately: this is a suspected re-positive, not a new case."),
        )
    for warning in opened.warnings:
        messages.warning(request, warning[:1].upper() + warning[1:])
    if request.actor.may(Permission.READ, case.path):
        return redirect("cases:case", case.key)
    return redirect("cases:line_list")


def _brought_in(opened: Opening) -> str:
    words = {"number": opened.case.number, "year": opened.case.year}
    if opened.is_news:
        return (
            _(
                "Nothing was opened: the sample is of this person's earlier illness, case "
                "%(number)d/%(year)d. The result was brought in there."
            )
            % words
        )
    return (
        _(
            "Nothing was opened: the sample is of this person's earlier illness, case "
            "%(number)d/%(year)d, which says so already."
        )
        % words
    )
