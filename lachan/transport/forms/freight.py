"""Forms of goods vehicles and transfer points."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.fields import DatedForm, MomentField
from lachan.core.scope import within
from lachan.transport.actions.freight import PointFacts, RunFacts
from lachan.transport.forms.fields import PlateField, UnitField
from lachan.transport.forms.vehicles import units_of
from lachan.transport.queries.freight import inside, open_points, overstaying, runs
from lachan.transport.rules.words import MEASURES
from lachan.transport.terms import Measure

RUN_STATES = (
    ("late", _("beyond their time")),
    ("inside", _("in the province")),
    ("expected", _("expected")),
    ("left", _("out again")),
)


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which goods vehicles: where they stand, by unit, measure and transfer point."""

    state = django_filters.ChoiceFilter(
        label=_("Where they are"), method="in_state", empty_label=_("all"), choices=RUN_STATES
    )
    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    measure = django_filters.ChoiceFilter(
        label=_("Measure"), choices=list(MEASURES.items()), empty_label=_("all")
    )
    point = django_filters.ChoiceFilter(
        label=_("Transfer point"),
        field_name="transfer_point_id",
        empty_label=_("all"),
        choices=(),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        self.now: datetime = request.now  # type: ignore[attr-defined]
        self.filters["unit"].extra["choices"] = units_of(runs(actor))
        self.filters["point"].extra["choices"] = points_to_choose(actor, day_of(self.now))

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "late":
            return overstaying(rows, self.now)
        if value == "inside":
            return inside(rows, self.now)
        if value == "expected":
            return rows.filter(entered_at__isnull=True)
        return rows.filter(left_at__lte=self.now)


def points_to_choose(actor: Actor, today: date) -> list[tuple[str, str]]:
    """Transfer points in use, to choose one."""
    return [(str(point.pk), point.name) for point in open_points(actor, today)]


class RunForm(forms.Form):
    """What is carried, where it changes hands, and how the driver is dealt with."""

    goods = forms.CharField(label=_("Goods"), max_length=200, required=False)
    origin = forms.CharField(label=_("From"), max_length=200, required=False)
    destination = forms.CharField(label=_("Delivered to"), max_length=200, required=False)
    transfer_point = forms.ChoiceField(label=_("Transfer point"), required=False, choices=())
    measure = forms.ChoiceField(
        label=_("Measure for the driver"), choices=list(MEASURES.items()), initial=Measure.NONE
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transfer_point"].choices = [  # type: ignore[attr-defined]
            ("", _("none")),
            *points_to_choose(actor, today),
        ]

    def facts(self) -> RunFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return RunFacts(
            goods=data["goods"],
            origin=data["origin"],
            destination=data["destination"],
            transfer_point_id=int(data["transfer_point"]) if data["transfer_point"] else None,
            measure=Measure(data["measure"]),
            note=data["note"],
        )


class NewRunForm(RunForm):
    """A goods vehicle that is expected, or that is here already."""

    plate = PlateField(label=_("Plate of the truck or tractor"))
    trailer = PlateField(label=_("Plate of the trailer"), required=False)
    unit = UnitField(label=_("Unit that awaits it"))
    expected_at = MomentField(label=_("Expected at"), required=False)
    entered_at = MomentField(
        label=_("Came into the province at"),
        required=False,
        help_text=_("Only when it is here already and no post has seen it."),
    )
    field_order = ("plate", "trailer", "unit", "expected_at", "entered_at")

    def __init__(self, *args: Any, actor: Actor, today: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, today=today, **kwargs)
        self.fields["unit"].day = today  # type: ignore[attr-defined]


class ProlongForm(forms.Form):
    """More time, with the reason."""

    until = MomentField(label=_("May stay until"))
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ExitForm(forms.Form):
    """An exit that no post saw."""

    left_at = MomentField(label=_("Left the province at"))


class PointForm(DatedForm):
    """A transfer point."""

    name = forms.CharField(label=_("Name of the transfer point"), max_length=200)
    unit = UnitField()
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    keeper = forms.CharField(label=_("Unit in charge"), max_length=200, required=False)
    capacity = forms.IntegerField(
        label=_("Vehicles at a time"), required=False, min_value=0, max_value=5000
    )
    source = forms.CharField(
        label=_("Document"),
        max_length=300,
        required=False,
        help_text=_("Number and day of the document that names it."),
    )

    def facts(self) -> PointFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return PointFacts(
            path=data["unit"],
            name=data["name"],
            opened_on=self.today,
            address=data["address"],
            keeper=data["keeper"],
            capacity=data["capacity"] or 0,
            source=data["source"],
        )
