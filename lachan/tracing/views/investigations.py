"""The list of investigations; open one; its days, its interviews, its end."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lachan.cases.queries.cases import get_case
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many
from lachan.tracing.actions import investigating
from lachan.tracing.forms.investigations import (
    DaysForm,
    InterviewForm,
    InvestigationFilter,
    SearchForm,
)
from lachan.tracing.queries import investigations as queries
from lachan.tracing.terms import Way
from lachan.tracing.views.shared import name_units, require_read, rows_of_page

COLUMNS = (
    Column(
        "case",
        gettext_lazy("The case"),
        lambda row: row.person.full_name or _("name not known"),
        link=lambda row: reverse("tracing:timeline", args=[row.key]),
    ),
    Column(
        "number",
        gettext_lazy("Case number"),
        lambda row: f"{row.case.number}/{row.case.year}",
        order_by="case__number",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("team", gettext_lazy("Team"), lambda row: row.team or "–", order_by="team"),
    Column("opened", gettext_lazy("Opened"), lambda row: row.opened_at, order_by="opened_at"),
    Column("days", gettext_lazy("Days asked"), lambda row: row.days, order_by="days", numeric=True),
    Column(
        "lines",
        gettext_lazy("Lines"),
        lambda row: row.lines_number,
        order_by="lines_number",
        numeric=True,
    ),
    Column(
        "last", gettext_lazy("Last line"), lambda row: row.last_line_at, order_by="last_line_at"
    ),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: _("ended") if row.closed_at else _("still asked about"),
        order_by="closed_at",
        template="tracing/_state_cell.html",
    ),
)


@require_http_methods(["GET", "POST"])
def investigations(request: Request) -> HttpResponse:
    """Investigations in sight; searched by POST.

    As a file they leave by the export of cases, with its right, reason and masking.
    """
    require_read(request)
    if "export" in request.GET:
        unit = request.GET.get("unit", "")
        kept = f"?{urlencode({'unit': unit})}" if unit else ""
        return redirect(f"{reverse('cases:export')}{kept}")
    form = SearchForm(request.POST or None)
    is_search = request.method == "POST" and form.is_valid()
    rows = (
        queries.investigations_found(request.actor, form.cleaned_data["q"])
        if is_search
        else queries.investigations(request.actor)
    )
    listing = Listing(
        request,
        rows,
        columns=COLUMNS,
        filters=InvestigationFilter,
        title=_("Investigations"),
        order="-opened",
    )
    shown = rows_of_page(listing)
    name_units(shown)
    listing.page.object_list = shown
    log_many(request.actor, len(shown), "tracing:investigations", request.now)
    context = {"search": form, "is_search": is_search}
    return respond(request, listing, "tracing/investigations.html", context)


@require_POST
def open_one(request: Request, case: UUID) -> HttpResponse:
    """Look into a case that nobody looks into yet; else show what is there."""
    made = investigating.open_investigation(
        request.actor, get_case(request.actor, case), now=request.now
    )
    return redirect("tracing:timeline", made.key)


@require_POST
def interview(request: Request, key: UUID) -> HttpResponse:
    """Begin an interview; the lines told from now on name it."""
    queries.get_investigation(request.actor, key)
    form = InterviewForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Say how you ask."))
    values = form.cleaned_data
    made = investigating.begin_interview(
        request.actor,
        key,
        Way(values["way"]),
        interview_key=values["key"],
        answered_by=values["answered_by"],
        now=request.now,
    )
    messages.success(request, _("The interview has begun."))
    return _back(key, {"interview": made.key})


@require_POST
def days(request: Request, key: UUID) -> HttpResponse:
    """Set how many days this investigation looks back."""
    queries.get_investigation(request.actor, key)
    form = DaysForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Type a whole number of days and the document."))
    values = form.cleaned_data
    investigating.set_days(request.actor, key, values["days"], values["source"])
    messages.success(request, _("The number of days was saved."))
    return _back(key)


@require_POST
def close(request: Request, key: UUID) -> HttpResponse:
    """Close the investigation, or open it again."""
    if "again" in request.POST:
        investigating.reopen_investigation(request.actor, key)
        messages.success(request, _("The investigation is open again."))
    else:
        investigating.close_investigation(request.actor, key, now=request.now)
        messages.success(request, _("The investigation is closed."))
    return _back(key)


def _back(key: UUID, query: dict[str, Any] | None = None) -> HttpResponse:
    address = reverse("tracing:timeline", args=[key])
    return redirect(f"{address}?{urlencode(query)}" if query else address)
