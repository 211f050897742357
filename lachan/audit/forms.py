"""What is asked of the record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.audit.queries import known_events, paths_found
from lachan.audit.rules import domain_name, event_name
from lachan.core.dates import at, day_of
from lachan.core.scope import within


def _day() -> forms.DateInput:
    return forms.DateInput(
        format="%d/%m/%Y",
        attrs={"class": "input-short", "placeholder": "15/9/2021", "autocomplete": "off"},
    )


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By event, person, place, days, and by the row that something happened to."""

    who = django_filters.CharFilter(
        label=_("Done by"),
        field_name="actor_name",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    event = django_filters.ChoiceFilter(label=_("What"), empty_label=_("All"))
    place = django_filters.CharFilter(label=_("Place or body"), method="by_place")
    since = django_filters.DateFilter(
        label=_("From"),
        method="by_first_day",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=_day(),
    )
    until = django_filters.DateFilter(
        label=_("Until"),
        method="by_last_day",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=_day(),
    )
    subject = django_filters.CharFilter(label=_("Concerns"), widget=forms.HiddenInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.filters["event"].extra["choices"] = [
            (event, f"{domain_name(event.partition('.')[0])}: {event_name(event)}")
            for event in known_events()
        ]

    def by_place(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        found = paths_found(self.request.actor, value, day_of(self.request.now))
        condition = Q(pk__in=[])
        for path in found:
            condition |= within((path,))
        return rows.filter(condition)

    def by_first_day(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        return rows.filter(recorded_at__gte=at(value, 0))

    def by_last_day(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        end: datetime = at(value + timedelta(days=1), 0)
        return rows.filter(recorded_at__lt=end)
