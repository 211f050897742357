"""Trips: the list, one trip with its seats, declaring, and who sat near whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column
from lachan.people.actions.reading import log_reading
from lachan.people.rules.births import birth_words
from lachan.people.terms import Permission as PeoplePermission
from lachan.transport.actions import passengers as aboard
from lachan.transport.actions.trips import declare_trip, move_trip, plan_trip
from lachan.transport.forms.trips import (
    ManifestForm,
    MoveForm,
    ReasonForm,
    SeatsForm,
    TripFilter,
    TripForm,
)
from lachan.transport.queries import trips as queries
from lachan.transport.queries.limits import limit
from lachan.transport.queries.vehicles import vehicle_of_plate
from lachan.transport.rules.declaring import declared
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.rules.words import (
    DECLARED,
    DECLARED_TONES,
    ROLES,
    TRIP_STATES,
    TRIP_TONES,
)
from lachan.transport.terms import LimitName, Permission, Role, TripState
from lachan.transport.views.drawing import seats_drawn
from lachan.transport.views.listing import (
    Search,
    list_page,
    name_units,
    own_unit,
    require_edit,
)

COLUMNS = (
    Column(
        "vehicle",
        gettext_lazy("Vehicle, trip"),
        lambda row: row.title,
        order_by="vehicle__plate",
        link=lambda row: reverse("transport:trip", args=[row.pk]),
    ),
    Column("route", gettext_lazy("Route"), lambda row: f"{row.origin} – {row.destination}"),
    Column("departs", gettext_lazy("Departs"), lambda row: row.departs_at, order_by="departs_at"),
    Column(
        "carrier",
        gettext_lazy("Carrier"),
        lambda row: row.carrier.name if row.carrier else "–",
        order_by="carrier__name",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit_name, order_by="path"),
    Column(
        "people", gettext_lazy("On board"), lambda row: row.people, order_by="people", numeric=True
    ),
    Column(
        "declared",
        gettext_lazy("Declaration"),
        lambda row: row.declaration,
        template="transport/_declared_cell.html",
    ),
)
SEARCH = Search(
    gettext_lazy("Plate, flight number, name or card number"),
    "69B-012.34, nguyen van mau 1987",
    queries.trips_found,
    "transport:trips",
)


def dress(rows: Iterable[Any], now: datetime) -> None:
    """Give trips the words that lists and pages show."""
    rows = list(rows)
    name_units(rows)
    for row in rows:
        plate = plate_words(row.vehicle.plate) if row.vehicle else ""
        row.title = " · ".join(filter(None, [plate, row.number])) or f"#{row.pk}"
        stands = declared(row.departs_at, row.declared_at, now)
        row.declaration = str(DECLARED[stands])
        row.declared_tone, row.declared_shape = DECLARED_TONES[stands]
        row.state_words = TRIP_STATES[row.state]
        row.state_tone, row.state_shape = TRIP_TONES[row.state]


@require_http_methods(["GET", "POST"])
def trips(request: Request) -> HttpResponse:
    """Trips in sight, the latest first."""
    rows = queries.trips(request.actor)
    return list_page(
        request,
        rows,
        "transport/trips.html",
        search=SEARCH,
        context={"undeclared": queries.departed_undeclared(rows, request.now).count()},
        prepare=lambda shown: dress(shown, request.now),
        columns=COLUMNS,
        filters=TripFilter,
        title=_("Trips"),
        order="-departs",
    )


@require_GET
def trip(request: Request, pk: int) -> HttpResponse:
    """One trip: how it was declared, stops, seats, who is on board."""
    return _trip_page(request, pk)


def _trip_page(
    request: Request, pk: int, manifest: ManifestForm | None = None, status: int = 200
) -> HttpResponse:
    found: Any = queries.get_trip(request.actor, pk)
    dress([found], request.now)
    people = queries.passengers_of(found)
    show_people(request, people)
    log_reading(request.actor, [row.person_id for row in people], "transport:trip", request.now)
    state = TripState(found.state)
    context = {
        "trip": found,
        "stops": queries.stops_of(found),
        "people": people,
        "without_row": sum(row.row is None for row in people),
        "drawing": seats_drawn(queries.seat_rows(people), {}),
        "may_edit": request.actor.may(Permission.EDIT, found.path),
        "manifest": manifest or ManifestForm(today=day_of(request.now)),
        "form_id": request.POST.get("form_id") or uuid.uuid4().hex,
        "seats": SeatsForm(initial={"seats_a_row": found.seats_a_row or None}),
        "is_closed": state in (TripState.ARRIVED, TripState.CANCELLED),
        "trailer": plate_words(found.trailer_plate),
    }
    return _private(render(request, "transport/trip.html", context, status=status))


def show_people(request: Request, people: Iterable[Any]) -> None:
    """Give people on board the words that are shown; a link only to those in sight."""
    for row in people:
        person = row.person.root or row.person
        row.shown = person
        row.role_words = ROLES[row.role]
        row.birth_words = birth_words(person.birth_on, person.birth_year)
        row.is_in_sight = request.actor.may(PeoplePermission.READ, person.path)


@require_GET
def near(request: Request, pk: int, passenger_id: int) -> HttpResponse:
    """Who shared the trip with one passenger, those within so many rows first; can be printed."""
    found: Any = queries.get_trip(request.actor, pk)
    dress([found], request.now)
    held = limit(LimitName.ROWS_APART, day_of(request.now))
    told = queries.sharing(found, passenger_id, held.value)
    show_people(request, told.people)
    log_reading(
        request.actor,
        [row.person_id for row in told.people],
        "transport:near",
        request.now,
    )
    aboard.note_asked(request.actor, found, told)
    tones = {told.who.pk: "who"} | {one.passenger.pk: "near" for one in told.near}
    drawing = seats_drawn(queries.seat_rows(told.people), tones)
    context = {"trip": found, "told": told, "limit": held, "drawing": drawing}
    return _private(render(request, "transport/near.html", context))


@require_http_methods(["GET", "POST"])
def trip_new(request: Request) -> HttpResponse:
    """Enter and declare a trip."""
    require_edit(request)
    form = TripForm(
        request.POST or None,
        today=day_of(request.now),
        initial={"unit": own_unit(request)},
    )
    if request.method == "POST" and form.is_valid():
        plate = form.cleaned_data["plate"]
        vehicle = vehicle_of_plate(plate) if plate else None
        if plate and vehicle is None:
            form.add_error(
                "plate", _("No vehicle with this plate is registered; enter the vehicle first.")
            )
        else:
            made = plan_trip(
                request.actor,
                form.facts(vehicle, own_unit(request)),
                is_declared=form.cleaned_data["is_declared"],
                declared_words=form.cleaned_data["declared_words"],
                reference=_form_reference(request),
                now=request.now,
            )
            messages.success(request, _("Trip saved. Enter who is on board now."))
            return redirect("transport:trip", made.pk)
    status = 422 if request.method == "POST" else 200
    form_id = request.POST.get("form_id") or uuid.uuid4().hex
    return render(
        request, "transport/trip_form.html", {"form": form, "form_id": form_id}, status=status
    )


def _form_reference(request: Request) -> str | None:
    """The same form sent twice is one trip."""
    form_id = request.POST.get("form_id", "")
    return f"transport.form:{form_id[:40]}" if form_id.isalnum() else None


@require_POST
def declare(request: Request, pk: int) -> HttpResponse:
    """Note that the carrier has declared the trip now."""
    declare_trip(request.actor, pk, request.POST.get("words", ""), now=request.now)
    messages.success(request, _("The declaration was noted."))
    return redirect("transport:trip", pk)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """The trip departed, arrived, or was cancelled."""
    queries.get_trip(request.actor, pk)
    form = MoveForm(request.POST)
    if form.is_valid():
        state = TripState(form.cleaned_data["state"])
        move_trip(request.actor, pk, state, reason=form.cleaned_data["reason"], now=request.now)
        messages.success(request, _("Saved: %s.") % TRIP_STATES[state])
    return redirect("transport:trip", pk)


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """Put pasted rows of passengers on the trip."""
    queries.get_trip(request.actor, pk)
    form = ManifestForm(request.POST, today=day_of(request.now))
    if not form.is_valid():
        return _trip_page(request, pk, form, status=422)
    form_id = request.POST.get("form_id", "")
    taken = aboard.take_manifest(
        request.actor,
        pk,
        form.read.lines,
        role=Role(form.cleaned_data["role"]),
        form_id=form_id if form_id.isalnum() else uuid.uuid4().hex,
        now=request.now,
    )
    _say_taken(request, form, taken)
    return redirect("transport:trip", pk)


def _say_taken(request: Request, form: ManifestForm, taken: aboard.Taken) -> None:
    messages.success(
        request,
        ngettext("%d person is on the trip now.", "%d persons are on the trip now.", taken.taken)
        % taken.taken,
    )
    if taken.repeated:
        messages.info(request, _("%d rows had been taken before.") % taken.repeated)
    if taken.without_row:
        messages.warning(
            request,
            _("Of %d persons the row is not known: give the seats in a row, or their seats.")
            % taken.without_row,
        )
    if form.read.without_name:
        lines = ", ".join(str(number) for number in form.read.without_name[:20])
        messages.warning(request, _("Lines without a name were left out: %s.") % lines)
    for warning in taken.warnings[:10]:
        messages.warning(request, warning[:1].upper() + warning[1:])


@require_POST
def seats(request: Request, pk: int) -> HttpResponse:
    """Say how many seats a row has; all seats are read anew."""
    queries.get_trip(request.actor, pk)
    form = SeatsForm(request.POST)
    if form.is_valid():
        known = aboard.reseat(request.actor, pk, form.cleaned_data["seats_a_row"])
        messages.success(request, _("The row of %d persons is known now.") % known)
    return redirect("transport:trip", pk)


@require_http_methods(["GET", "POST"])
def remove(request: Request, pk: int, passenger_id: int) -> HttpResponse:
    """Take somebody off the trip, with the reason."""
    found: Any = queries.get_trip(request.actor, pk)
    dress([found], request.now)
    row = next((one for one in queries.passengers_of(found) if one.pk == passenger_id), None)
    form = ReasonForm(request.POST or None)
    if row is not None and request.method == "POST" and form.is_valid():
        aboard.remove_passenger(request.actor, pk, passenger_id, form.cleaned_data["reason"])
        messages.success(request, _("The person is not on this trip any more."))
        return redirect("transport:trip", pk)
    if row is None:
        return redirect("transport:trip", pk)
    show_people(request, [row])
    log_reading(request.actor, [row.person_id], "transport:trip", request.now)
    status = 422 if request.method == "POST" else 200
    context = {"trip": found, "row": row, "form": form}
    return _private(render(request, "transport/remove.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    return response
