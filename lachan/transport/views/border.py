"""The border: who came in, and who keeps watch."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import Column
from lachan.people.actions.reading import log_reading
from lachan.people.rules.births import birth_words
from lachan.people.terms import Permission as PeoplePermission
from lachan.transport.actions import border as actions
from lachan.transport.forms.border import (
    DutyForm,
    EntryFilter,
    EntryForm,
    EntryMoveForm,
    WeekForm,
)
from lachan.transport.forms.trips import ReasonForm
from lachan.transport.queries import border as queries
from lachan.transport.rules.words import ENTRY_KINDS, ENTRY_STATUSES, ENTRY_TONES, FORCES
from lachan.transport.terms import EntryKind, EntryStatus, Permission
from lachan.transport.views.listing import (
    Search,
    list_page,
    name_units,
    own_unit,
    require_edit,
    require_read,
)

COLUMNS = (
    Column(
        "name",
        gettext_lazy("Full name"),
        lambda row: row.shown.full_name,
        order_by="person__folded_name",
        link=lambda row: reverse("transport:entry", args=[row.pk]),
    ),
    Column(
        "kind",
        gettext_lazy("Kind of entry"),
        lambda row: str(ENTRY_KINDS[row.kind]),
        order_by="kind",
    ),
    Column("at", gettext_lazy("When"), lambda row: row.at, order_by="at"),
    Column("place", gettext_lazy("Place of entry"), lambda row: row.place, order_by="place"),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column("found", gettext_lazy("Found or received by"), lambda row: row.found_words),
    Column(
        "status",
        gettext_lazy("State"),
        lambda row: str(ENTRY_STATUSES[row.status]),
        order_by="status",
        template="transport/_entry_cell.html",
    ),
)
SEARCH = Search(
    gettext_lazy("Name, number or telephone"),
    "nguyen van bien 1990",
    queries.entries_found,
    "transport:border",
)


def dress(rows: Iterable[Any]) -> None:
    """Give entries the words that lists and pages show."""
    rows = list(rows)
    name_units(rows)
    for row in rows:
        row.shown = row.person.root or row.person
        force = str(FORCES[row.force]) if row.force else ""
        row.found_words = ", ".join(filter(None, [row.found_by, force])) or "–"
        row.tone, row.shape = ENTRY_TONES[row.status]


@require_http_methods(["GET", "POST"])
def border(request: Request) -> HttpResponse:
    """People who came over the border, and who is on watch now."""
    require_read(request)
    rows = queries.entries(request.actor)
    on_watch: list[Any] = list(queries.on_duty(request.actor, request.now))
    for duty in on_watch:
        duty.force_words = FORCES[duty.force]

    def prepare(shown: list[Any]) -> None:
        dress(shown)
        ids = [row.person_id for row in shown]
        log_reading(request.actor, ids, "transport:border", request.now)

    response = list_page(
        request,
        rows,
        "transport/border.html",
        search=SEARCH,
        context={
            "on_watch": on_watch,
            "unlawful_open": rows.filter(kind=EntryKind.UNLAWFUL)
            .exclude(status__in=[EntryStatus.RETURNED, EntryStatus.CLOSED])
            .count(),
        },
        prepare=prepare,
        columns=COLUMNS,
        filters=EntryFilter,
        title=_("People who came over the border"),
        order="-at",
    )
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def entry(request: Request, pk: int) -> HttpResponse:
    """One entrant and what became of them."""
    found: Any = queries.get_entry(request.actor, pk)
    dress([found])
    following = actions.NEXT[EntryStatus(found.status)]
    form = EntryMoveForm(request.POST or None, statuses=following)
    if request.method == "POST" and form.is_valid():
        actions.move_entry(
            request.actor,
            pk,
            EntryStatus(form.cleaned_data["status"]),
            handed_to=form.cleaned_data["handed_to"],
            now=request.now,
        )
        messages.success(request, _("Saved."))
        return redirect("transport:entry", pk)
    log_reading(request.actor, [found.person_id], "transport:entry", request.now)
    context = {
        "entry": found,
        "kind": ENTRY_KINDS[found.kind],
        "status": ENTRY_STATUSES[found.status],
        "birth": birth_words(found.shown.birth_on, found.shown.birth_year),
        "form": form if following else None,
        "may_edit": request.actor.may(Permission.EDIT, found.path),
        "is_in_sight": request.actor.may(PeoplePermission.READ, found.shown.path),
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "transport/entry.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def entry_new(request: Request) -> HttpResponse:
    """Record somebody who came over the border."""
    require_edit(request)
    form = EntryForm(
        request.POST or None,
        today=day_of(request.now),
        initial={"unit": own_unit(request), "at": request.now},
    )
    form_id = request.POST.get("form_id", "")
    if request.method == "POST" and form.is_valid():
        made = actions.record_entry(
            request.actor,
            form.entrant(),
            form.facts(),
            form_id=form_id if form_id.isalnum() else uuid.uuid4().hex,
            now=request.now,
        )
        messages.success(request, _("Entry saved."))
        return redirect("transport:entry", made.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "form_id": form_id or uuid.uuid4().hex}
    return render(request, "transport/entry_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def roster(request: Request) -> HttpResponse:
    """The roster of a week, and putting a shift on it."""
    require_read(request)
    form = DutyForm(
        request.POST or None, today=day_of(request.now), initial={"unit": own_unit(request)}
    )
    if request.method == "POST":
        require_edit(request)
        if form.is_valid():
            made = actions.roster_duty(request.actor, form.facts(), now=request.now)
            messages.success(request, _("The shift is on the roster."))
            day = day_of(made.begins_at)
            return redirect(f"{reverse('transport:roster')}?day={day:%d/%m/%Y}")
    status = 422 if request.method == "POST" else 200
    context = _week(request) | {"form": form}
    return render(request, "transport/roster.html", context, status=status)


@require_GET
def roster_print(request: Request) -> HttpResponse:
    """The roster of a week on paper."""
    require_read(request)
    return render(request, "transport/roster_print.html", _week(request))


def _week(request: Request) -> dict[str, Any]:
    form = WeekForm(request.GET or None)
    asked = form.cleaned_data["day"] if form.is_valid() else None
    monday, rows = queries.duties_of_week(request.actor, asked or day_of(request.now))
    duties: list[Any] = list(rows)
    name_units(duties)
    for duty in duties:
        duty.force_words = FORCES[duty.force]
        duty.day = day_of(duty.begins_at)
        duty.hours = (
            f"{duty.begins_at.astimezone(VIETNAM):%H:%M}–{duty.ends_at.astimezone(VIETNAM):%H:%M}"
        )
        duty.may_edit = request.actor.may(Permission.EDIT, duty.path)
    return {
        "week": WeekForm(initial={"day": monday}),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7),
        "duties": duties,
    }


@require_POST
def duty_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a shift off the roster."""
    queries.get_duty(request.actor, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        actions.withdraw_duty(request.actor, pk, form.cleaned_data["reason"], now=request.now)
        messages.success(request, _("The shift is off the roster."))
    else:
        messages.error(request, _("Say why the shift is taken off the roster."))
    return redirect("transport:roster")
