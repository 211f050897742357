"""Forms around an investigation: searching, its days, interviews, striking, pictures, filters."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from lachan.core.fields import SearchField
from lachan.core.scope import within
from lachan.people.queries.persons import units_of
from lachan.tracing.queries.venues import named
from lachan.tracing.rules.words import SETTINGS, WAYS
from lachan.tracing.terms import Permission


class SearchForm(forms.Form):
    """A name or a number; sent by POST, so that it stands in no address and no log."""

    q = SearchField(
        label=gettext_lazy("Name, number or telephone of the case"),
        placeholder="nguyen van an 1987, 0912 345 678",
        shortcut=gettext_lazy("Search for a case"),
    )


class _InUnits(django_filters.FilterSet):  # type: ignore[misc]
    """A list that can be narrowed to a unit."""

    unit = django_filters.ChoiceFilter(
        label=gettext_lazy("Unit"),
        method="in_unit",
        empty_label=gettext_lazy("all"),
        choices=(),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        found = units_of(request.actor, Permission.READ)  # type: ignore[attr-defined]
        self.filters["unit"].extra["choices"] = found

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))


class InvestigationFilter(_InUnits):
    """Which investigations: by unit, and whether they are open."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="in_state",
        empty_label=gettext_lazy("all"),
        choices=(("open", gettext_lazy("still asked about")), ("closed", gettext_lazy("ended"))),
    )

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_at__isnull=value == "open")


class VenueFilter(_InUnits):
    """Which places: by words of the name, unit and kind."""

    q = django_filters.CharFilter(label=gettext_lazy("Name of the place"), method="with_words")
    setting = django_filters.ChoiceFilter(
        label=gettext_lazy("What kind of place"),
        choices=list(SETTINGS.items()),
        empty_label=gettext_lazy("all"),
    )

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return named(rows, value)


class HandOffFilter(_InUnits):
    """What was sent to communes: by unit, and whether it was received."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="in_state",
        empty_label=gettext_lazy("all"),
        choices=(
            ("waiting", gettext_lazy("not yet received")),
            ("received", gettext_lazy("received")),
        ),
    )

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(received_at__isnull=value == "waiting")


class InterviewForm(forms.Form):
    """Who answers, and by which way."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    way = forms.ChoiceField(label=gettext_lazy("How you ask"), choices=list(WAYS.items()))
    answered_by = forms.CharField(
        label=gettext_lazy("Who answers, if not the case"), max_length=200, required=False
    )


class DaysForm(forms.Form):
    """How many days back, and by which document."""

    days = forms.IntegerField(
        label=gettext_lazy("Days looked back"),
        widget=forms.TextInput(
            attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Document or order"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Công văn 308-CV/TU ngày 10/7/2021"}),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PhotoForm(forms.Form):
    """A picture of a hand-written list; the camera of a telephone opens by itself."""

    photo = forms.FileField(
        label=gettext_lazy("Picture of the list"),
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
