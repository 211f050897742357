"""Filters of the protocols' figures."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.policies.forms.rules import DAYS
from lachan.policies.queries.protocols import figures_on


class ProtocolFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By words, and by the day on which a figure holds."""

    q = django_filters.CharFilter(label=_("Words"), method="by_words")
    on = django_filters.DateFilter(
        label=_("Holds on"),
        method="by_day",
        input_formats=list(DAYS),
        widget=forms.TextInput(attrs={"placeholder": "15/9/2021"}),
    )
    unconfirmed = django_filters.BooleanFilter(
        label=_("To be confirmed"), method="by_confirmation", widget=forms.CheckboxInput
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        for word in value.split():
            rows = rows.filter(words__icontains=word) | rows.filter(source__icontains=word)
        return rows

    def by_day(self, rows: Any, name: str, value: date) -> Any:
        return figures_on(rows, value)

    def by_confirmation(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(is_confirmed=False) if value else rows
