"""Durations and definitions of cases: what holds, held and will hold; setting the next value."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.cases.actions.limits import NUMBERS, set_definition
from lachan.cases.forms.definitions import DefinitionForm, initial_of
from lachan.cases.queries.definitions import definitions, definitions_on
from lachan.cases.rules.definitions import criteria_words
from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.cases.views.listing import require_read
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limit_page import numbers_page
from lachan.core.refused import Refused


@require_http_methods(["GET", "POST"])
def limits_page(request: Request) -> HttpResponse:
    """Every number with its source and the days on which it holds; set its next value.

    Definitions in force stand first, then those to come, then those of the past, newest first.
    """
    require_read(request)
    today = day_of(request.now)
    holding = definitions_on(today)
    told = [
        {
            "told": row,
            "words": CLASSIFICATIONS[row.classification],
            "criteria": criteria_words(row.criteria),
            "holds": row in holding,
            "is_to_come": row.valid_from > today,
        }
        for row in sorted(definitions(), key=lambda row: row.valid_from, reverse=True)
    ]
    told.sort(key=lambda one: (not one["holds"], not one["is_to_come"]))
    return numbers_page(request, NUMBERS, "cases", {"definitions": told})


@require_http_methods(["GET", "POST"])
def define(request: Request) -> HttpResponse:
    """Set the next version of a definition, after one has read what it asks in words."""
    require_read(request)
    if not NUMBERS.may_set(request.actor):
        raise Refused(str(NUMBERS.forbidden))
    newest = {row.code: row for row in definitions()}
    # The form begins with what holds, not with what a later document has set already.
    asked = next(
        (row for row in definitions_on(day_of(request.now)) if row.code == "confirmed"), None
    )
    initial = {**(initial_of(asked) if asked else {}), "valid_from": day_of(request.now)}
    form = DefinitionForm(request.POST or None, definitions=list(newest.values()), initial=initial)
    is_posted = request.method == "POST"
    is_preview = "preview" in request.POST
    if is_posted and form.is_valid() and not is_preview and _is_set(request, form):
        messages.success(request, _("The new version was saved."))
        return redirect("cases:limits")
    context = {"form": form, "asked": _asked(form, is_posted)}
    return render(
        request, "cases/define.html", context, status=422 if is_posted and form.errors else 200
    )


def _asked(form: Any, is_posted: bool) -> str:
    """What the ticked conditions ask, in words; empty while nothing was looked at."""
    return criteria_words(form.criteria()) if is_posted and form.is_bound else ""


def _is_set(request: Request, form: DefinitionForm) -> bool:
    values = form.cleaned_data
    try:
        set_definition(
            request.actor,
            values["code"],
            form.classifications[values["code"]],
            form.criteria(),
            values["words"],
            valid_from=values["valid_from"],
            source=values["source"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True
