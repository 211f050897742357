"""To whom contacts go, and the receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from lachan.contacts.forms.fields import KeyedForm
from lachan.contacts.forms.follow_up import MOMENT_FORMATS
from lachan.contacts.queries.hand_overs import home
from lachan.places.queries.units import provinces


class OutsideFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Those who live outside: handed over, or not yet."""

    handed = django_filters.ChoiceFilter(
        label=gettext_lazy("Hand-over"),
        method="of_state",
        choices=[("no", gettext_lazy("not handed over yet")), ("yes", gettext_lazy("handed over"))],
        empty_label=gettext_lazy("all"),
    )

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_handed=value == "yes")


class HandOverFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Hand-overs: which body, and whether the receipt came."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Body"), field_name="to_name", lookup_expr="icontains"
    )
    waiting = django_filters.BooleanFilter(
        label=gettext_lazy("Without receipt"), method="only_waiting", widget=forms.CheckboxInput
    )

    def only_waiting(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(received_at=None) if value else rows


class HandOverForm(KeyedForm):
    """The body and the letter; whom, is chosen on the list."""

    to_path = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    to_name = forms.CharField(
        label=gettext_lazy("Body addressed"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Trung tâm Kiểm soát bệnh tật tỉnh Bạc Liêu"}),
    )
    letter = forms.CharField(
        label=gettext_lazy("Number of the letter"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "123/SYT-NVY", "class": "input-medium"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_path"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("not known")),
            *((unit.path, unit.full_name) for unit in provinces(today) if unit.path != home()),
        ]


class ReceiptForm(forms.Form):
    """Who there received it, when, and the number of their answer."""

    by_name = forms.CharField(label=gettext_lazy("Received by"), max_length=200)
    at = forms.DateTimeField(
        label=gettext_lazy("Received at"),
        input_formats=MOMENT_FORMATS,
        widget=forms.DateTimeInput(
            format="%H:%M %d/%m/%Y",
            attrs={"class": "input-medium", "placeholder": "17:00 15/9/2021"},
        ),
    )
    answer = forms.CharField(
        label=gettext_lazy("Number of the answer"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-medium"}),
    )
