"""Filters of the register."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import day_input
from lachan.directives import queries
from lachan.directives.terms import KINDS, STATE_LABELS, URGENCIES, WORLD_LABELS


class DocumentFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Search without diacritics, and by what a clerk asks for."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Number, issuer, words")}),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=list(STATE_LABELS.items()), empty_label=_("All")
    )
    urgency = django_filters.ChoiceFilter(
        label=_("Urgency"),
        choices=[(urgency, urgency.capitalize()) for urgency in URGENCIES],
        empty_label=_("All"),
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[(kind, kind.capitalize()) for kind in KINDS],
        empty_label=_("All"),
    )
    world = django_filters.ChoiceFilter(
        label=_("System"), choices=list(WORLD_LABELS.items()), empty_label=_("All")
    )
    issuer = django_filters.ChoiceFilter(label=_("Issuer"), empty_label=_("All"))
    arrived_from = django_filters.DateFilter(
        label=_("Arrived from"),
        field_name="arrived_at",
        lookup_expr="date__gte",
        widget=day_input(),
    )
    arrived_until = django_filters.DateFilter(
        label=_("Arrived until"),
        field_name="arrived_at",
        lookup_expr="date__lte",
        widget=day_input(),
    )
    questions = django_filters.ChoiceFilter(
        label=_("Questions"),
        method="by_questions",
        choices=[("open", _("with open questions")), ("none", _("without open questions"))],
        empty_label=_("All"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = queries.issuers(self.request.actor)
        self.filters["issuer"].extra["choices"] = [(issuer, issuer) for issuer in found]

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.search(rows, value)

    def by_questions(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.with_open_questions(rows, present=value == "open")
