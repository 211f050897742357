"""Vehicles: the list, one vehicle with where it was seen, and keying one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column
from lachan.transport.actions.carriers import change_vehicle, register_vehicle
from lachan.transport.forms.vehicles import VehicleFilter, VehicleForm
from lachan.transport.queries import vehicles as queries
from lachan.transport.queries.freight import passages_of, runs
from lachan.transport.queries.trips import trips
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.rules.words import DIRECTIONS, VEHICLE_KINDS
from lachan.transport.terms import Permission
from lachan.transport.views.listing import Search, list_page, name_units, require_edit

MOST_SHOWN = 20
COLUMNS = (
    Column(
        "plate",
        gettext_lazy("Plate or number"),
        lambda row: plate_words(row.plate),
        order_by="plate",
        link=lambda row: reverse("transport:vehicle", args=[row.pk]),
    ),
    Column(
        "kind",
        gettext_lazy("Kind of vehicle"),
        lambda row: str(VEHICLE_KINDS[row.kind]),
        order_by="kind",
    ),
    Column(
        "carrier",
        gettext_lazy("Carrier"),
        lambda row: row.carrier.name if row.carrier else "–",
        order_by="carrier__name",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column(
        "seats",
        gettext_lazy("Seats"),
        lambda row: row.seats or "–",
        order_by="seats",
        numeric=True,
    ),
)
SEARCH = Search(
    gettext_lazy("Plate of the vehicle"),
    "69A-123.45",
    queries.vehicles_named,
    "transport:vehicles",
)


@require_http_methods(["GET", "POST"])
def vehicles(request: Request) -> HttpResponse:
    """Vehicles in sight."""
    return list_page(
        request,
        queries.vehicles(request.actor),
        "transport/vehicles.html",
        search=SEARCH,
        columns=COLUMNS,
        filters=VehicleFilter,
        title=_("Vehicles"),
        order="plate",
    )


@require_GET
def vehicle(request: Request, pk: int) -> HttpResponse:
    """One vehicle: its carrier, its trips, its runs with goods, where it was seen."""
    found: Any = queries.get_vehicle(request.actor, pk)
    name_units([found])
    seen: list[Any] = list(passages_of(request.actor, found)[:MOST_SHOWN])
    name_units(seen)
    for passage in seen:
        passage.direction_words = DIRECTIONS[passage.direction]
    context = {
        "vehicle": found,
        "plate": plate_words(found.plate),
        "kind": VEHICLE_KINDS[found.kind],
        "trips": trips(request.actor).filter(vehicle=found)[:MOST_SHOWN],
        "runs": runs(request.actor).filter(vehicle=found).order_by("-entered_at")[:MOST_SHOWN],
        "passages": seen,
        "may_edit": request.actor.may(Permission.EDIT, found.path),
    }
    return render(request, "transport/vehicle.html", context)


@require_http_methods(["GET", "POST"])
def vehicle_new(request: Request) -> HttpResponse:
    """Enter a vehicle; one that a post has seen before is completed."""
    require_edit(request)
    form = VehicleForm(
        request.POST or None,
        actor=request.actor,
        today=day_of(request.now),
        initial={"carrier": request.GET.get("carrier", "")},
    )
    if request.method == "POST" and form.is_valid():
        made = register_vehicle(request.actor, form.facts(), now=request.now)
        messages.success(request, _("Vehicle saved."))
        return redirect("transport:vehicle", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def vehicle_change(request: Request, pk: int) -> HttpResponse:
    """Correct a vehicle; the plate stays."""
    found = queries.get_vehicle(request.actor, pk)
    form = VehicleForm(
        request.POST or None,
        actor=request.actor,
        today=day_of(request.now),
        initial={
            "plate": plate_words(found.plate),
            "kind": found.kind,
            "carrier": found.carrier_id or "",
            "unit": found.path,
            "seats": found.seats or None,
            "seats_a_row": found.seats_a_row or None,
            "owner_words": found.owner_words,
            "note": found.note,
        },
    )
    form.fields["plate"].disabled = True
    if request.method == "POST" and form.is_valid():
        change_vehicle(request.actor, pk, form.facts())
        messages.success(request, _("Vehicle saved."))
        return redirect("transport:vehicle", pk)
    return _form_page(request, form, found)


def _form_page(request: Request, form: VehicleForm, found: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "vehicle": found, "plate": plate_words(found.plate) if found else ""}
    return render(request, "transport/vehicle_form.html", context, status=status)
