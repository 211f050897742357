"""What people type about reports: filters of lists, reasons, and the settings of the form."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.command.models import Consolidation, DailyReport, FigureDefinition, ReportDuty
from lachan.command.queries.measures import MEASURES
from lachan.command.terms import (
    CONSOLIDATION_LABELS,
    GROUP_LABELS,
    REPORTER_LABELS,
    SOURCE_LABELS,
    STATE_LABELS,
    WORLDS,
    ReportState,
    Source,
)
from lachan.core.text import folded

LATE = "late"
WORLD_CHOICES = tuple(zip(WORLDS, (_("State layout (Decree 30)"), _("Party layout")), strict=True))


class DayInput(forms.DateInput):
    """A day, by the browser's own means."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the history of reports."""

    q = django_filters.CharFilter(
        label=_("Unit"), method="found", widget=forms.TextInput(attrs={"type": "search"})
    )
    since = django_filters.DateFilter("day", "gte", label=_("From day"), widget=DayInput)
    until = django_filters.DateFilter("day", "lte", label=_("Until day"), widget=DayInput)
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[*((str(k), v) for k, v in STATE_LABELS.items()), (LATE, _("Sent late"))],
    )

    class Meta:
        model = DailyReport
        fields: list[str] = []

    def found(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(search_text__contains=folded(value))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == LATE:
            late = Q(state=ReportState.SUBMITTED, submitted_at__gt=F("cut_off_at"))
            return rows.filter(late)
        return rows.filter(state=value)


class ConsolidationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the history of consolidations."""

    since = django_filters.DateFilter("day", "gte", label=_("From day"), widget=DayInput)
    until = django_filters.DateFilter("day", "lte", label=_("Until day"), widget=DayInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(str(k), v) for k, v in CONSOLIDATION_LABELS.items()]
    )

    class Meta:
        model = Consolidation
        fields: list[str] = []


class FigureFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the figures that units report."""

    q = django_filters.CharFilter(
        label=_("Figure"),
        field_name="label",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    group = django_filters.ChoiceFilter(
        label=_("Group"), choices=[(str(k), v) for k, v in GROUP_LABELS.items()]
    )
    source = django_filters.ChoiceFilter(
        label=_("Source"), choices=[(str(k), v) for k, v in SOURCE_LABELS.items()]
    )

    class Meta:
        model = FigureDefinition
        fields: list[str] = []


class DutyFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of the bodies that owe a report."""

    q = django_filters.CharFilter(
        label=_("Unit"), method="found", widget=forms.TextInput(attrs={"type": "search"})
    )

    class Meta:
        model = ReportDuty
        fields: list[str] = []

    def found(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(organisation__search_text__contains=folded(value))


class ReasonForm(forms.Form):
    """Why something is returned or corrected."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(forms.Form):
    """A word to the leaders, if any."""

    note = forms.CharField(
        label=_("Note to the leaders"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FigureForm(forms.Form):
    """One figure of the report."""

    code = forms.SlugField(
        label=_("Code"), max_length=60, help_text=_("Short and lasting, such as cases-new.")
    )
    label = forms.CharField(label=_("Name of the figure"), max_length=200)
    unit_of_measure = forms.CharField(label=_("Unit of measure"), max_length=40)
    group = forms.ChoiceField(
        label=_("Group"), choices=[(str(k), v) for k, v in GROUP_LABELS.items()]
    )
    reporters = forms.MultipleChoiceField(
        label=_("Who reports it"),
        choices=[(str(k), v) for k, v in REPORTER_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    source = forms.ChoiceField(
        label=_("Source"), choices=[(str(k), v) for k, v in SOURCE_LABELS.items()]
    )
    query = forms.ChoiceField(
        label=_("Query of a computed figure"),
        required=False,
        choices=[("", "–"), *((code, measure.definition) for code, measure in MEASURES.items())],
    )
    is_cumulative = forms.BooleanField(
        label=_("Cumulative since the outbreak began; it never falls without a note"),
        required=False,
    )
    total_code = forms.CharField(
        label=_("Code of the figure that it cannot exceed"), required=False, max_length=60
    )
    position = forms.IntegerField(label=_("Position in the report"), min_value=0, max_value=9999)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("source") == Source.TYPED:
            values["query"] = ""
        elif not values.get("query"):
            self.add_error("query", _("Choose the query from which the figure is computed."))
        return values


class NewDutyForm(forms.Form):
    """A body that shall owe a daily report."""

    organisation: Any = forms.ModelChoiceField(label=_("Unit"), queryset=None)
    contact_name = forms.CharField(label=_("Duty officer"), required=False, max_length=150)
    contact_phone = forms.CharField(label=_("Phone"), required=False, max_length=20)

    def __init__(self, *args: Any, bodies: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies


class ContactForm(forms.Form):
    """Whom to ring when a report is missing."""

    contact_name = forms.CharField(label=_("Duty officer"), required=False, max_length=150)
    contact_phone = forms.CharField(label=_("Phone"), required=False, max_length=20)


class LinesField(forms.CharField):
    """A list, one entry a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        lines = (super().clean(value) or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class LetterheadForm(forms.Form):
    """How a body's reports are headed and signed."""

    world = forms.ChoiceField(label=_("Layout"), choices=WORLD_CHOICES)
    superior = forms.CharField(label=_("Body above the issuer"), required=False, max_length=200)
    issuer = forms.CharField(label=_("Issuer"), max_length=200)
    body_symbol = forms.CharField(label=_("Symbol of the body"), max_length=30)
    place = forms.CharField(label=_("Place"), max_length=120)
    addressees = LinesField(label=_("Addressees, one a line"), required=False)
    recipients = LinesField(label=_("Recipients, one a line"), required=False)
    authority = forms.CharField(
        label=_("On whose authority it is signed"),
        required=False,
        max_length=200,
        help_text=_("Such as TM. ỦY BAN NHÂN DÂN; empty where the chief signs alone."),
    )
    chief_title = forms.CharField(label=_("Title of the chief"), max_length=120)
