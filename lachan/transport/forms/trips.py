"""Forms of trips and of who is on board."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import DAY_FORMATS, DatedForm, MomentField
from lachan.core.scope import within
from lachan.transport.actions.trips import StopFacts, TripFacts
from lachan.transport.forms.fields import PlateField, UnitField
from lachan.transport.forms.vehicles import units_of
from lachan.transport.queries.trips import departed_undeclared, trips
from lachan.transport.rules.manifest import MOST_LINES, Manifest, manifest_of
from lachan.transport.rules.words import ROLES, TRIP_STATES
from lachan.transport.terms import Role, TripState

_DAY = forms.DateInput(
    format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
)


class TripFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which trips: by unit, state, whether they were declared, and day of departure."""

    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(TRIP_STATES.items()), empty_label=_("all")
    )
    declared = django_filters.ChoiceFilter(
        label=_("Declaration"),
        method="by_declaration",
        empty_label=_("all"),
        choices=(("no", _("departed undeclared or late")), ("yes", _("declared in time"))),
    )
    since = django_filters.DateFilter(
        label=_("From day"),
        field_name="departs_at",
        lookup_expr="date__gte",
        input_formats=DAY_FORMATS,
        widget=_DAY,
    )
    until = django_filters.DateFilter(
        label=_("Until day"),
        field_name="departs_at",
        lookup_expr="date__lte",
        input_formats=DAY_FORMATS,
        widget=_DAY,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.now: datetime = request.now  # type: ignore[attr-defined]
        self.filters["unit"].extra["choices"] = units_of(
            trips(request.actor)  # type: ignore[attr-defined]
        )

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def by_declaration(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        late = departed_undeclared(rows, self.now)
        return late if value == "no" else rows.exclude(pk__in=late.values("pk"))


class JourneyForm(DatedForm):
    """From where to where and when; the part that a carrier fills in as well."""

    origin = forms.CharField(label=_("From"), max_length=200)
    destination = forms.CharField(label=_("To"), max_length=200)
    departs_at = MomentField(label=_("Departs at"))
    arrives_at = MomentField(label=_("Arrives at"), required=False)
    stops = forms.CharField(
        label=_("Stops on the way"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Bạc Liêu\nCần Thơ"}),
        help_text=_("One a line, in the order of the way."),
    )
    number = forms.CharField(
        label=_("Number of the trip, flight or boat"), max_length=40, required=False
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        departs, arrives = data.get("departs_at"), data.get("arrives_at")
        if departs and arrives and arrives < departs:
            self.add_error("arrives_at", _("The arrival must come after the departure."))
        return data

    def stop_facts(self) -> tuple[StopFacts, ...]:
        """The stops typed, one a line."""
        lines = self.cleaned_data["stops"].splitlines()
        return tuple(StopFacts(line.strip()) for line in lines if line.strip())


class TripForm(JourneyForm):
    """A trip as an office enters it."""

    plate = PlateField(
        required=False,
        help_text=_("Of a vehicle that is registered already; left empty for a flight."),
    )
    trailer = PlateField(label=_("Plate of the trailer"), required=False)
    unit = UnitField(
        required=False,
        help_text=_("Only where the vehicle has no carrier: the unit that enters it."),
    )
    is_declared = forms.BooleanField(
        label=_("The carrier has declared this trip"), required=False, initial=True
    )
    declared_words = forms.CharField(
        label=_("Who declared, and how"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "chủ xe, qua điện thoại"}),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    field_order = (
        "plate",
        "trailer",
        "number",
        "unit",
        "origin",
        "destination",
        "departs_at",
        "arrives_at",
        "stops",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("plate") and not data.get("number") and "plate" not in self.errors:
            self.add_error("plate", _("Type the plate, or the number of the flight or boat trip."))
        return data

    def facts(self, vehicle: Any, own_path: str) -> TripFacts:
        """What was typed, once it is valid; `own_path` where no unit was typed."""
        data = self.cleaned_data
        return TripFacts(
            path=data["unit"] or (vehicle.path if vehicle else own_path),
            origin=data["origin"],
            destination=data["destination"],
            departs_at=data["departs_at"],
            vehicle_id=vehicle.pk if vehicle else None,
            number=data["number"],
            trailer_plate=data["trailer"],
            arrives_at=data["arrives_at"],
            stops=self.stop_facts(),
            note=data["note"],
        )


class ManifestForm(forms.Form):
    """Rows of passengers, pasted from a sheet or typed."""

    rows = forms.CharField(
        label=_("Passengers, one a line"),
        max_length=60_000,
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "spellcheck": "false",
                "placeholder": "A1; Nguyễn Văn Mẫu; 1987; 096087000123; ; Cà Mau; Cần Thơ",
            }
        ),
        help_text=_(
            "Paste from Excel, with or without its heading. Without one: seat; full name; year of "
            "birth; number of a paper; telephone; got on at; got off at."
        ),
    )
    role = forms.ChoiceField(
        label=_("They are"), choices=list(ROLES.items()), initial=Role.PASSENGER
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.read = Manifest()

    def clean_rows(self) -> str:
        text: str = self.cleaned_data["rows"]
        self.read = manifest_of(text, today=self.today)
        if not self.read.lines:
            raise forms.ValidationError(
                _("No name was found. Type one passenger a line: A1; Nguyễn Văn Mẫu; 1987")
            )
        if len(text.splitlines()) > MOST_LINES:
            raise forms.ValidationError(
                _("At most %(most)d lines at a time; import longer lists under “Lists”."),
                params={"most": MOST_LINES},
            )
        return text


class SeatsForm(forms.Form):
    """How many seats a row has, so that numbers become rows."""

    seats_a_row = forms.IntegerField(label=_("Seats in a row"), min_value=1, max_value=10)


class MoveForm(forms.Form):
    """How the trip goes on."""

    state = forms.ChoiceField(
        choices=[(s, s) for s in (TripState.UNDER_WAY, TripState.ARRIVED, TripState.CANCELLED)]
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
