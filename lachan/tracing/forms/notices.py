"""Forms of notices: drafting, words, a place with hours, filters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.dates import at
from lachan.tracing.actions.notices import NoticeWords, PlaceAdded
from lachan.tracing.forms.investigations import InvestigationFilter
from lachan.tracing.forms.places import PlaceFields
from lachan.tracing.rules.notice_words import STATES
from lachan.tracing.rules.spans import clock


class SeenField(forms.DateTimeField):
    """`changed_at` of the notice that was shown: nobody settles what they have not read."""

    widget = forms.HiddenInput

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else value


class DraftForm(forms.Form):
    """Of which cases a notice is drafted, by their numbers, and the telephone to ring."""

    cases = forms.CharField(
        label=gettext_lazy("Case numbers"),
        help_text=gettext_lazy("Such as 12/2021 Xã An Xuyên; several with commas."),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "12/2021 Xã An Xuyên", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone to ring"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "placeholder": "0290 3831 009"}),
    )

    def numbers(self) -> list[str]:
        return [one.strip() for one in self.cleaned_data["cases"].split(",") if one.strip()]


class WordsForm(forms.Form):
    """The words of a notice."""

    title = forms.CharField(label=gettext_lazy("Title of the notice"), max_length=200)
    guidance = forms.CharField(
        label=gettext_lazy("What people should do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone to ring"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    seen = SeenField()

    def words(self) -> NoticeWords:
        return NoticeWords(
            **{name: self.cleaned_data[name] for name in ("title", "guidance", "phone")}
        )


class ApprovalForm(forms.Form):
    """Which state of the notice was read."""

    seen = SeenField()


class PlaceForm(PlaceFields):
    """A place and hours that are added by hand."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.TextInput(attrs={"placeholder": "15/9/2021", "class": "input-short"}),
    )
    since = forms.CharField(
        label=gettext_lazy("From (hour)"),
        max_length=12,
        widget=forms.TextInput(attrs={"placeholder": "7h30", "class": "input-short"}),
    )
    until = forms.CharField(
        label=gettext_lazy("Until (hour)"),
        help_text=gettext_lazy("Earlier than the beginning: on the next day."),
        max_length=12,
        widget=forms.TextInput(attrs={"placeholder": "9h", "class": "input-short"}),
    )
    reason = forms.CharField(label=gettext_lazy("Why it is added"), max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].day = today  # type: ignore[attr-defined]
        self.fields["place"].required = True

    @property
    def others(self) -> list[Any]:
        """The fields beside those of the place."""
        return [self[name] for name in ("day", "since", "until", "reason")]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not values.get("place_key") and values.get("unit") == "":
            self.add_error(
                "unit", _("Choose a known place, or say in which unit the new one lies.")
            )
        for name in ("since", "until"):
            try:
                values[name] = clock(values.get(name, ""))
            except ValueError:
                self.add_error(name, _("Write the hour as 7:30 or 7h30."))
        return values

    def added(self) -> PlaceAdded:
        values = self.cleaned_data
        since, until = (self._at(values["day"], values[name]) for name in ("since", "until"))
        if until <= since:
            until += timedelta(days=1)
        return PlaceAdded(self.place_meant(values["unit"]), since, until)

    def _at(self, day: date, hour: Any) -> datetime:
        return at(day, hour.hour, hour.minute)


class NoticeFilter(InvestigationFilter):
    """Which notices: by words, unit, state, and whether they are to be corrected."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Words of the notice or a place"), method="with_words"
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="in_state",
        empty_label=gettext_lazy("all"),
        choices=[*STATES.items(), ("doubted", gettext_lazy("to be corrected"))],
    )

    def with_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        named = rows.model.objects.filter(places__name__icontains=value)
        return rows.filter(Q(title__icontains=value) | Q(pk__in=named.values("pk")))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_doubted=True) if value == "doubted" else rows.filter(state=value)
