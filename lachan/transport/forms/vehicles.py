"""Forms of carriers and vehicles."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.fields import DatedForm, DayField
from lachan.core.scope import within
from lachan.places.queries.units import unit_names
from lachan.transport.actions.carriers import CarrierFacts, VehicleFacts
from lachan.transport.forms.fields import PhoneField, PlateField, UnitField
from lachan.transport.queries.vehicles import carriers, hamlets_of, vehicles, working
from lachan.transport.rules.words import CARRIER_KINDS, VEHICLE_KINDS
from lachan.transport.terms import CarrierKind, VehicleKind


def units_of(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """The units in which rows are, with their names, for a filter."""
    found = list(rows.order_by("path").values_list("path", flat=True).distinct())
    names = unit_names(found)
    return [(path, names.get(path, path)) for path in found]


class CarrierFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which carriers: by unit, hamlet, kind, and whether they still carry."""

    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    hamlet = django_filters.ChoiceFilter(label=_("Hamlet"), empty_label=_("all"), choices=())
    kind = django_filters.ChoiceFilter(
        label=_("Kind of carrier"), choices=list(CARRIER_KINDS.items()), empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("Working"),
        method="in_state",
        empty_label=_("all"),
        choices=(("working", _("carries")), ("ended", _("carries no more"))),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        self.today = day_of(request.now)  # type: ignore[attr-defined]
        self.filters["unit"].extra["choices"] = units_of(carriers(actor))
        self.filters["hamlet"].extra["choices"] = [(name, name) for name in hamlets_of(actor)]

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "working":
            return working(rows, self.today)
        return rows.filter(ended_on__lte=self.today)


class VehicleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which vehicles: by unit, kind, and whether a carrier has registered them."""

    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind of vehicle"), choices=list(VEHICLE_KINDS.items()), empty_label=_("all")
    )
    owner = django_filters.ChoiceFilter(
        label=_("Carrier"),
        method="by_owner",
        empty_label=_("all"),
        choices=(("known", _("registered with a carrier")), ("unknown", _("no carrier known"))),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].extra["choices"] = units_of(
            vehicles(request.actor)  # type: ignore[attr-defined]
        )

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def by_owner(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(carrier__isnull=value == "unknown")


class CarrierForm(DatedForm):
    """A carrier, also a neighbour with one car."""

    name = forms.CharField(label=_("Name of the carrier"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind of carrier"),
        choices=list(CARRIER_KINDS.items()),
        initial=CarrierKind.HOUSEHOLD,
    )
    unit = UnitField()
    hamlet = forms.CharField(label=_("Hamlet"), max_length=120, required=False)
    phone = PhoneField(required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    ended_on = DayField(
        label=_("Carries no more from"),
        required=False,
        help_text=_("Left empty while the carrier works."),
    )

    def facts(self) -> CarrierFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return CarrierFacts(
            path=data["unit"],
            kind=CarrierKind(data["kind"]),
            name=data["name"],
            hamlet=data["hamlet"],
            phone=data["phone"],
            note=data["note"],
            ended_on=data["ended_on"],
        )


class VehicleForm(DatedForm):
    """A vehicle with its plate and its seats."""

    plate = PlateField()
    kind = forms.ChoiceField(label=_("Kind of vehicle"), choices=list(VEHICLE_KINDS.items()))
    carrier = forms.ChoiceField(label=_("Carrier"), required=False, choices=())
    unit = UnitField(
        required=False, help_text=_("Only where no carrier is known: the unit that enters it.")
    )
    seats = forms.IntegerField(label=_("Seats"), required=False, min_value=0, max_value=600)
    seats_a_row = forms.IntegerField(
        label=_("Seats in a row"),
        required=False,
        min_value=0,
        max_value=10,
        help_text=_(
            "Turns a seat number into a row. A coach with beds mostly has 3, with seats 4."
        ),
    )
    owner_words = forms.CharField(
        label=_("Owner, as on the papers"), max_length=200, required=False
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["carrier"].choices = [  # type: ignore[attr-defined]
            ("", _("no carrier known")),
            *((str(row.pk), row.name) for row in working(carriers(actor), today)),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("carrier") and not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("Choose the carrier, or type the unit that enters it."))
        return data

    def facts(self) -> VehicleFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return VehicleFacts(
            plate=data["plate"],
            kind=VehicleKind(data["kind"]),
            path=data["unit"],
            carrier_id=int(data["carrier"]) if data["carrier"] else None,
            seats=data["seats"] or 0,
            seats_a_row=data["seats_a_row"] or 0,
            owner_words=data["owner_words"],
            note=data["note"],
        )
