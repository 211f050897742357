"""Filters of the register, the search, and what communes type when they take a step."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.arrivals.forms.fields import PhoneField, PlaceField
from lachan.arrivals.queries.arrivals import late_condition
from lachan.arrivals.queries.communes import communes_in_sight
from lachan.arrivals.queries.naming import HOME, read_place
from lachan.arrivals.rules.words import MEASURES, STATES, UNDETERMINED
from lachan.arrivals.terms import OPEN
from lachan.core.dates import day_of
from lachan.core.fields import DAY_FORMATS, SearchField
from lachan.core.scope import within
from lachan.people.rules.words import SOURCE_KINDS

NO_MEASURE = "undetermined"


class ArrivalFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which comings: by unit, from where, measure, state, day, source, and what waits."""

    unit = django_filters.ChoiceFilter(
        label=_("Commune"), method="in_unit", empty_label=_("all"), choices=()
    )
    origin = django_filters.CharFilter(label=_("From where"), method="from_where")
    measure = django_filters.ChoiceFilter(
        label=_("Measure"),
        method="with_measure",
        choices=[*MEASURES.items(), (NO_MEASURE, UNDETERMINED)],
        empty_label=_("all"),
    )
    state = django_filters.ChoiceFilter(
        label=_("Watch"),
        method="in_state",
        choices=[("open", _("not ended")), *STATES.items()],
        empty_label=_("all"),
    )
    source = django_filters.ChoiceFilter(
        label=_("Source"),
        method="told_by",
        choices=list(SOURCE_KINDS.items()),
        empty_label=_("all"),
    )
    day = django_filters.DateFilter(
        label=_("Day of arrival"),
        field_name="arrived_at",
        lookup_expr="date",
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
        ),
    )
    plate = django_filters.CharFilter(
        label=_("Number plate"),
        method="with_plate",
        widget=forms.TextInput(attrs={"class": "input-short"}),
    )
    late = django_filters.BooleanFilter(
        label=_("Late only"), method="only_late", widget=forms.CheckboxInput
    )
    missing = django_filters.BooleanFilter(
        label=_("Undetermined only"), method="only_missing", widget=forms.CheckboxInput
    )
    rerun = django_filters.NumberFilter(method="of_rerun", widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].extra["choices"] = communes_in_sight(request.actor)  # type: ignore[attr-defined]

    @property
    def now(self) -> datetime:
        """The instant of the request."""
        return self.request.now  # type: ignore[no-any-return]

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def from_where(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        words = Q(from_words__icontains=value)
        unit = read_place(value, "anywhere", day_of(self.now)).unit
        return rows.filter(words | within((unit.path,), "from_path") if unit else words)

    def with_measure(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(measure="" if value == NO_MEASURE else value)

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(state__in=OPEN) if value == "open" else rows.filter(state=value)

    def told_by(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(source_kinds__contains=[value])

    def with_plate(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(plate="".join(sign for sign in value.upper() if sign.isalnum()))

    def only_late(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(late_condition(self.now)) if value else rows

    def only_missing(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.exclude(undetermined=[]) if value else rows

    def of_rerun(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(decisions__rerun_id=int(value), decisions__is_change=True).distinct()


class SearchForm(forms.Form):
    """Somebody's name, number, plate or code; sent by POST, so that it stands in no address."""

    q = SearchField(
        label=_("Name, number, plate or code"),
        placeholder="nguyen van an, 69A-123.45, A3C 9XK",
        shortcut=_("Search for a person"),
    )


class NoteForm(forms.Form):
    """A step that may bear a note."""

    reason = forms.CharField(label=_("Note"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class PassOnForm(forms.Form):
    """Where the people are instead."""

    commune = PlaceField(where=HOME, is_strict=True, label=_("To which commune or ward?"))
    reason = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].day = day_of(now)  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    """A community team: its hamlet, its households and who is in it, the first one answering."""

    commune = PlaceField(where=HOME, is_strict=True, label=_("Commune or ward"))
    hamlet = forms.CharField(
        label=_("Hamlet"),
        max_length=120,
        required=False,
        help_text=_("As it is written on the arrivals: “Ấp 7”. Empty: the whole commune."),
    )
    households = forms.CharField(
        label=_("Which households"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "hộ số 1 đến 40"}),
    )
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "Tổ COVID-19 cộng đồng số 3"}),
    )
    first_name = forms.CharField(label=_("Who answers: full name"), max_length=120)
    first_phone = PhoneField(label=_("Telephone"))
    others = forms.CharField(
        label=_("Other members"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: name, telephone."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].day = day_of(now)  # type: ignore[attr-defined]

    def members(self) -> list[tuple[str, str]]:
        """Names and phones in order, who answers first."""
        values = self.cleaned_data
        rows = [(values["first_name"].strip(), values["first_phone"])]
        for line in values["others"].splitlines():
            name, _comma, phone = line.partition(",")
            if name.strip():
                rows.append((name.strip()[:120], phone.strip()[:20]))
        return rows


class PlaceForm(forms.Form):
    """A public place that gets a code."""

    name = forms.CharField(
        label=_("Name of the place"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Chợ Phường 7"}),
    )
    commune = PlaceField(where=HOME, is_strict=True, label=_("Commune or ward"))
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    answers = forms.CharField(label=_("Who answers for the place"), max_length=200, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].day = day_of(now)  # type: ignore[attr-defined]
