"""The carrier's own page: it declares its trips there without an account, by its secret address."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.transport.actions.own_page import declare_own_trip
from lachan.transport.forms.own_page import OwnTripForm
from lachan.transport.queries.trips import trips_of_carrier
from lachan.transport.queries.vehicles import carrier_by_code
from lachan.transport.views.trips import dress


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def own_page(request: Request, code: str) -> HttpResponse:
    """Declare a trip with its passengers, and see what was declared; no passenger is shown."""
    carrier = carrier_by_code(code, day_of(request.now))
    form = OwnTripForm(request.POST or None, carrier=carrier, today=day_of(request.now))
    form_id = request.POST.get("form_id", "")
    if request.method == "POST" and form.is_valid():
        declare_own_trip(
            carrier,
            form.facts(),
            form.read.lines,
            form_id=form_id if form_id.isalnum() else uuid.uuid4().hex,
            now=request.now,
        )
        messages.success(request, _("The trip is declared. Thank you."))
        return redirect("transport:own_page", code)
    rows: list[Any] = trips_of_carrier(carrier, request.now)
    dress(rows, request.now)
    status = 422 if request.method == "POST" else 200
    context = {
        "carrier": carrier,
        "form": form,
        "form_id": form_id or uuid.uuid4().hex,
        "trips": rows,
    }
    response = render(request, "transport/own_page.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
