"""Goods vehicles in the province, those beyond their time at the top, and transfer points."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column
from lachan.people.actions.reading import log_reading
from lachan.people.terms import Permission as PeoplePermission
from lachan.transport.actions import freight as actions
from lachan.transport.forms.freight import (
    ExitForm,
    NewRunForm,
    PointForm,
    ProlongForm,
    RunFilter,
    RunForm,
)
from lachan.transport.queries import freight as queries
from lachan.transport.queries.limits import limit
from lachan.transport.rules.staying import beyond, is_overstay
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.rules.words import MEASURES
from lachan.transport.terms import LimitName, Measure, Permission
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
        "plate",
        gettext_lazy("Truck or tractor, trailer"),
        lambda row: row.title,
        order_by="vehicle__plate",
        link=lambda row: reverse("transport:run", args=[row.pk]),
    ),
    Column(
        "stay",
        gettext_lazy("Time in the province"),
        lambda row: row.stay_words,
        template="transport/_stay_cell.html",
    ),
    Column("entered", gettext_lazy("Came in"), lambda row: row.entered_at, order_by="entered_at"),
    Column(
        "allowed",
        gettext_lazy("May stay until"),
        lambda row: row.allowed_until,
        order_by="allowed_until",
    ),
    Column("goods", gettext_lazy("Goods"), lambda row: row.goods or "–", order_by="goods"),
    Column(
        "point",
        gettext_lazy("Transfer point"),
        lambda row: row.transfer_point.name if row.transfer_point else "–",
        order_by="transfer_point__name",
    ),
    Column(
        "measure",
        gettext_lazy("Measure for the driver"),
        lambda row: str(MEASURES[row.measure]),
        order_by="measure",
    ),
)
SEARCH = Search(
    gettext_lazy("Plate of truck, tractor or trailer"),
    "51C-678.90",
    queries.runs_found,
    "transport:freight",
)


def dress(rows: Iterable[Any], now: datetime) -> None:
    """Give runs the words that lists and pages show."""
    rows = list(rows)
    name_units(rows)
    for row in rows:
        trailer = plate_words(row.trailer.plate) if row.trailer else ""
        row.title = " + ".join(filter(None, [plate_words(row.vehicle.plate), trailer]))
        row.is_late = not row.exit_unseen and is_overstay(
            row.entered_at, row.allowed_until, row.left_at, now
        )
        row.stay_words, row.stay_tone, row.stay_shape = _stay(row, now)


def _stay(row: Any, now: datetime) -> tuple[str, str, str]:
    if row.entered_at is None:
        return _("expected"), "neutral", "empty"
    if row.left_at is not None and row.left_at <= now:
        return _("out again"), "ok", "check"
    if row.exit_unseen:
        return _("exit not seen"), "neutral", "cross"
    if row.is_late:
        hours = int(beyond(row.allowed_until, row.left_at, now).total_seconds() // 3600)
        if hours == 0:
            return _("less than an hour beyond"), "danger", "square"
        words = ngettext("%d hour beyond", "%d hours beyond", hours) % hours
        return words, "danger", "square"
    return _("in the province"), "info", "half"


@require_http_methods(["GET", "POST"])
def freight(request: Request) -> HttpResponse:
    """Goods vehicles: beyond their time first, then in the province, expected, out again."""
    require_read(request)
    rows = queries.with_lateness(queries.runs(request.actor), request.now)

    def find(actor: Any, words: str) -> Any:
        return queries.with_lateness(queries.runs_found(actor, words), request.now)

    everything = queries.runs(request.actor)
    return list_page(
        request,
        rows,
        "transport/freight.html",
        search=Search(SEARCH.label, SEARCH.placeholder, find, SEARCH.page),
        context={
            "inside": queries.inside(everything, request.now).count(),
            "late": queries.overstaying(everything, request.now).count(),
            "expected": everything.filter(entered_at__isnull=True).count(),
            "limit": limit(LimitName.STAY_HOURS, day_of(request.now)),
        },
        prepare=lambda shown: dress(shown, request.now),
        columns=COLUMNS,
        filters=RunFilter,
        title=_("Goods vehicles"),
        order="",
    )


@require_http_methods(["GET", "POST"])
def run(request: Request, pk: int) -> HttpResponse:
    """One goods vehicle's run: its time, goods, transfer point, measure."""
    found: Any = queries.get_run(request.actor, pk)
    dress([found], request.now)
    form = RunForm(
        request.POST or None,
        actor=request.actor,
        today=day_of(request.now),
        initial={
            "goods": found.goods,
            "origin": found.origin,
            "destination": found.destination,
            "transfer_point": found.transfer_point_id or "",
            "measure": found.measure,
            "note": found.note,
        },
    )
    if request.method == "POST" and form.is_valid():
        actions.change_run(request.actor, pk, form.facts())
        messages.success(request, _("Saved."))
        return redirect("transport:run", pk)
    if found.driver_id:
        log_reading(request.actor, [found.driver_id], "transport:run", request.now)
    driver = found.driver.root if found.driver else None
    context = {
        "run": found,
        "form": form,
        "driver": driver,
        "driver_in_sight": driver and request.actor.may(PeoplePermission.READ, driver.path),
        "measure": MEASURES[Measure(found.measure)],
        "may_edit": request.actor.may(Permission.EDIT, found.path),
        "prolong": ProlongForm(),
        "leave": ExitForm(initial={"left_at": request.now}),
    }
    status = 422 if request.method == "POST" else 200
    response = render(request, "transport/run.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "POST"])
def run_new(request: Request) -> HttpResponse:
    """Announce a goods vehicle, or note one that is here."""
    require_edit(request)
    form = NewRunForm(
        request.POST or None,
        actor=request.actor,
        today=day_of(request.now),
        initial={"unit": own_unit(request)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = actions.expect_run(
            request.actor,
            data["unit"],
            data["plate"],
            form.facts(),
            trailer=data["trailer"],
            expected_at=data["expected_at"],
            entered_at=data["entered_at"],
            now=request.now,
        )
        messages.success(request, _("Goods vehicle saved."))
        return redirect("transport:run", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "transport/run_form.html", {"form": form}, status=status)


@require_POST
def prolong(request: Request, pk: int) -> HttpResponse:
    """Give a vehicle more time."""
    queries.get_run(request.actor, pk)
    form = ProlongForm(request.POST)
    if form.is_valid():
        actions.prolong(request.actor, pk, form.cleaned_data["until"], form.cleaned_data["reason"])
        messages.success(request, _("The vehicle has more time."))
    else:
        _say_errors(request, form)
    return redirect("transport:run", pk)


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """Note an exit that no post saw."""
    queries.get_run(request.actor, pk)
    form = ExitForm(request.POST)
    if form.is_valid():
        actions.note_exit(request.actor, pk, form.cleaned_data["left_at"], now=request.now)
        messages.success(request, _("The exit was noted."))
    else:
        _say_errors(request, form)
    return redirect("transport:run", pk)


def _say_errors(request: Request, form: Any) -> None:
    for name, errors in form.errors.items():
        messages.error(request, f"{form.fields[name].label}: {errors[0]}")


@require_http_methods(["GET", "POST"])
def points(request: Request) -> HttpResponse:
    """Transfer points, and naming one."""
    require_read(request)
    form = PointForm(
        request.POST or None, today=day_of(request.now), initial={"unit": own_unit(request)}
    )
    if request.method == "POST":
        require_edit(request)
        if form.is_valid():
            actions.open_point(request.actor, form.facts())
            messages.success(request, _("Transfer point saved."))
            return redirect("transport:points")
    rows = list(queries.points(request.actor))
    name_units(rows)
    status = 422 if request.method == "POST" else 200
    return render(request, "transport/points.html", {"rows": rows, "form": form}, status=status)


@require_POST
def point_close(request: Request, pk: int) -> HttpResponse:
    """Use a transfer point no more, from today."""
    queries.get_point(request.actor, pk)
    actions.close_point(request.actor, pk, day_of(request.now))
    messages.success(request, _("The transfer point is closed."))
    return redirect("transport:points")
