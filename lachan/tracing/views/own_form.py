"""The contact's own form: given out by the investigator, filled in without an account."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.queries.persons import person_by_key
from lachan.tracing.actions import own_forms
from lachan.tracing.forms.investigations import ReasonForm
from lachan.tracing.forms.own_form import MOST_PEOPLE, is_empty, meeting_forms
from lachan.tracing.queries.investigations import get_investigation
from lachan.tracing.queries.links import token_of
from lachan.tracing.rules.spans import days_asked
from lachan.tracing.views.shared import usual_minutes


@require_POST
def give(request: Request, key: UUID) -> HttpResponse:
    """Make a form for a person; its address is shown once, to be sent or read aloud."""
    get_investigation(request.actor, key)
    try:
        person = person_by_key(request.actor, UUID(request.POST.get("person", "")))
    except ValueError as wrong:
        raise Refused(_("Choose a person.")) from wrong
    link = own_forms.give_form(request.actor, key, person.pk, now=request.now)
    address = request.build_absolute_uri(reverse("tracing:own_form", args=[token_of(link)]))
    request.session[f"tracing.form.{key}"] = address
    messages.success(request, _("The form is ready; copy its address and send it."))
    return redirect(reverse("tracing:timeline", args=[key]) + "#forms")


@require_POST
def revoke(request: Request, key: UUID) -> HttpResponse:
    """Withdraw a form."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    link = own_forms.revoke_form(request.actor, key, reason, now=request.now)
    messages.success(request, _("The form is withdrawn."))
    return redirect(reverse("tracing:timeline", args=[link.investigation.key]) + "#forms")


@login_not_required
@require_http_methods(["GET", "POST"])
def own_form(request: Request, token: str) -> HttpResponse:
    """The form; it shows nothing about anybody, and what was sent is not shown again."""
    is_sent = request.method == "POST"
    wants_more = is_sent and "more" in request.POST
    try:
        if is_sent and not wants_more:
            link = own_forms.count_attempt(token, now=request.now)
        else:
            link = own_forms.open_form(token, now=request.now)
    except Refused as refused:
        return _private(
            render(request, "tracing/own_form.html", {"closed": refused.reasons}, status=410)
        )
    today = day_of(request.now)
    people = meeting_forms(
        request.POST if is_sent else None,
        more=wants_more,
        days=days_asked(today, link.investigation.days, today),
        today=today,
        usual_minutes=usual_minutes(today),
    )
    trouble: tuple[str, ...] = ()
    if is_sent and not wants_more and people.is_valid() and not is_empty(people):
        sheet = own_forms.Answer(_sheet(request), _lines(people))
        try:
            own_forms.answer_form(link, sheet, now=request.now)
            return _private(render(request, "tracing/own_form.html", {"is_done": True}))
        except Refused as refused:
            trouble = refused.reasons
    context = {
        "people": people,
        "sheet": _sheet(request),
        "may_add": len(people.forms) < MOST_PEOPLE,
        "days": link.investigation.days,
        "troubles": trouble,
    }
    status = 422 if is_sent and not wants_more else 200
    return _private(render(request, "tracing/own_form.html", context, status=status))


def _lines(people: Any) -> list[Any]:
    return [form.line() for form in people if form.has_changed()]


def _sheet(request: Request) -> UUID:
    """The number of the sheet on the page; sent twice, it is one sheet."""
    try:
        return UUID(request.POST.get("sheet", ""))
    except ValueError:
        return uuid.uuid4()


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
