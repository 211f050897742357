"""Filters of the lists: search words, kind, province, day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.core.dates import day_of
from lachan.core.fields import DAY_FORMATS
from lachan.core.scope import within
from lachan.places.queries import matching_words
from lachan.places.queries.search import ranked
from lachan.places.queries.units import provinces
from lachan.places.terms import ORGANISATION_LABELS, UNIT_LABELS, UnitKind

REFORM = date(2025, 7, 1)
AS_OF_DAY, BEFORE, SINCE, EVER = "day", "before", "since", "ever"
WORLDS: tuple[tuple[str, Any], ...] = (
    (AS_OF_DAY, _("Only those of the day")),
    (BEFORE, _("Until 30/6/2025: province, district, commune")),
    (SINCE, _("Since 1/7/2025: province, commune")),
    (EVER, _("All times")),
)


def _search() -> django_filters.CharFilter:
    return django_filters.CharFilter(
        label=_("Search"),
        method="by_words",
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "an xuyen, phuong 4 ca mau, 32023"}
        ),
    )


def _day() -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=_("As of"),
        method="by_day",
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
        ),
    )


class _Dated(django_filters.FilterSet):  # type: ignore[misc]
    """Rows of a day: today's unless another is asked for."""

    @property
    def day(self) -> date:
        chosen = self.form.cleaned_data.get("day") if self.form.is_valid() else None
        return chosen or day_of(self.request.now)

    @property
    def words(self) -> str:
        return (self.form.cleaned_data.get("q") or "") if self.form.is_valid() else ""

    def by_day(self, rows: QuerySet[Any], name: str, value: date) -> QuerySet[Any]:
        return rows

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return matching_words(rows, value)


class UnitFilter(_Dated):
    """Words look through all times, unless a time is chosen; without words, the day's units."""

    q = _search()
    kind = django_filters.ChoiceFilter(
        label=_("Level"),
        field_name="kind",
        choices=list(UNIT_LABELS.items()),
        empty_label=_("All levels"),
    )
    province = django_filters.ChoiceFilter(
        label=_("Province"), method="by_province", empty_label=_("The whole country")
    )
    world = django_filters.ChoiceFilter(
        label=_("Time"), method="by_day", choices=WORLDS, empty_label=_("As suits the search")
    )
    day = _day()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        day = day_of(self.request.now)
        named: dict[str, list[str]] = {}
        for when in (day, REFORM - timedelta(1), REFORM):
            for unit in provinces(when):
                names = named.setdefault(unit.path.rstrip("/"), [])
                if unit.name not in names:
                    names.append(unit.name)
        self.filters["province"].extra["choices"] = sorted(
            ((code, " / ".join(names)) for code, names in named.items()), key=lambda one: one[0]
        )

    def by_province(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((f"{value}/",)))

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> Any:
        return ranked(self.request.actor, rows, value, self.day)

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        rows = super().filter_queryset(queryset)
        world = self.form.cleaned_data.get("world") or (EVER if self.words else AS_OF_DAY)
        if world == AS_OF_DAY:
            rows = rows.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gt=self.day),
                valid_from__lte=self.day,
            )
        elif world == BEFORE:
            rows = rows.filter(valid_from__lt=REFORM)
        elif world == SINCE:
            rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=REFORM))
        return rows if self.words else rows.order_by("path", "valid_from")


class OrganisationFilter(_Dated):
    q = _search()
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        field_name="unit__kind",
        choices=[(k, v) for k, v in UNIT_LABELS.items() if k != UnitKind.HAMLET],
        empty_label=_("All levels"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("System"),
        field_name="kind",
        choices=list(ORGANISATION_LABELS.items()),
        empty_label=_("All systems"),
    )
    day = _day()

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return matching_words(rows, value)

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        return super().filter_queryset(
            queryset.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gt=self.day),
                valid_from__lte=self.day,
            )
        )


class HamletFilter(_Dated):
    q = _search()
    day = _day()

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        return super().filter_queryset(
            queryset.filter(
                Q(valid_until__isnull=True) | Q(valid_until__gt=self.day),
                valid_from__lte=self.day,
            )
        )
