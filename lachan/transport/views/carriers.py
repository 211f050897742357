"""Carriers by hamlet: the list, one carrier, keying one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column
from lachan.transport.actions.carriers import change_carrier, register_carrier, renew_code
from lachan.transport.forms.vehicles import CarrierFilter, CarrierForm
from lachan.transport.queries import vehicles as queries
from lachan.transport.queries.trips import departed_undeclared, trips
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.rules.words import CARRIER_KINDS, VEHICLE_KINDS
from lachan.transport.terms import Permission
from lachan.transport.views.listing import (
    Search,
    list_page,
    name_units,
    own_unit,
    require_edit,
)
from lachan.transport.views.trips import dress

MOST_SHOWN = 20
COLUMNS = (
    Column(
        "name",
        gettext_lazy("Carrier"),
        lambda row: row.name,
        order_by="search_text",
        link=lambda row: reverse("transport:carrier", args=[row.pk]),
    ),
    Column(
        "kind",
        gettext_lazy("Kind of carrier"),
        lambda row: str(CARRIER_KINDS[row.kind]),
        order_by="kind",
    ),
    Column("hamlet", gettext_lazy("Hamlet"), lambda row: row.hamlet or "–", order_by="hamlet"),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column(
        "vehicles",
        gettext_lazy("Vehicles"),
        lambda row: row.vehicle_count,
        order_by="vehicle_count",
        numeric=True,
    ),
    Column("ended", gettext_lazy("Carries no more from"), lambda row: row.ended_on or "–"),
)
SEARCH = Search(
    gettext_lazy("Name, hamlet or telephone"),
    "nha xe thu nghiem",
    queries.carriers_named,
    "transport:carriers",
)


@require_http_methods(["GET", "POST"])
def carriers(request: Request) -> HttpResponse:
    """Carriers in sight, by unit and hamlet."""
    return list_page(
        request,
        queries.carriers(request.actor),
        "transport/carriers.html",
        search=SEARCH,
        columns=COLUMNS,
        filters=CarrierFilter,
        title=_("Carriers"),
        order="unit",
    )


@require_GET
def carrier(request: Request, pk: int) -> HttpResponse:
    """One carrier: vehicles, trips, those that departed undeclared, the address of its own page."""
    found: Any = queries.get_carrier(request.actor, pk)
    name_units([found])
    own: list[Any] = list(found.vehicles.all())
    for row in own:
        row.plate_words, row.kind_words = plate_words(row.plate), VEHICLE_KINDS[row.kind]
    rows = trips(request.actor).filter(carrier=found)
    latest = list(rows[:MOST_SHOWN])
    dress(latest, request.now)
    context = {
        "carrier": found,
        "kind": CARRIER_KINDS[found.kind],
        "vehicles": own,
        "trips": latest,
        "undeclared": departed_undeclared(rows, request.now).count(),
        "trip_count": rows.count(),
        "may_edit": request.actor.may(Permission.EDIT, found.path),
        "own_page": request.build_absolute_uri(
            reverse("transport:own_page", args=[found.access_code])
        ),
    }
    return render(request, "transport/carrier.html", context)


@require_http_methods(["GET", "POST"])
def carrier_new(request: Request) -> HttpResponse:
    """Enter a carrier."""
    require_edit(request)
    form = CarrierForm(
        request.POST or None, today=day_of(request.now), initial={"unit": own_unit(request)}
    )
    if request.method == "POST" and form.is_valid():
        made = register_carrier(request.actor, form.facts(), now=request.now)
        messages.success(request, _("Carrier saved. Enter its vehicles now."))
        return redirect("transport:carrier", made.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
def carrier_change(request: Request, pk: int) -> HttpResponse:
    """Correct a carrier."""
    found = queries.get_carrier(request.actor, pk)
    form = CarrierForm(
        request.POST or None,
        today=day_of(request.now),
        initial={
            "name": found.name,
            "kind": found.kind,
            "unit": found.path,
            "hamlet": found.hamlet,
            "phone": found.phone,
            "note": found.note,
            "ended_on": found.ended_on,
        },
    )
    if request.method == "POST" and form.is_valid():
        change_carrier(request.actor, pk, form.facts(), now=request.now)
        messages.success(request, _("Carrier saved."))
        return redirect("transport:carrier", pk)
    return _form_page(request, form, found)


@require_POST
def carrier_code(request: Request, pk: int) -> HttpResponse:
    """Give the carrier a new address of its own page."""
    queries.get_carrier(request.actor, pk)
    renew_code(request.actor, pk)
    messages.success(request, _("The carrier has a new address; the old one opens nothing."))
    return redirect("transport:carrier", pk)


def _form_page(request: Request, form: CarrierForm, found: Any) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "carrier": found}
    return render(request, "transport/carrier_form.html", context, status=status)
