"""Filters of the list of contacts, its search, and its export."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.contacts.forms.fields import LEVELS
from lachan.contacts.queries import contacts as queries
from lachan.contacts.queries.runs import runs
from lachan.contacts.rules.telling import moment_words
from lachan.contacts.rules.words import CAUSES, RISKS, STATES
from lachan.contacts.terms import CURRENT, LET_BE, Permission
from lachan.core.fields import SearchField
from lachan.core.scope import within
from lachan.people.queries.persons import units_of
from lachan.tracing.rules.words import SETTINGS

ANY = "any"
_RUNS_OFFERED = 20


class ContactFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which contacts: of which commune, level, state, setting, case, risk, trace.

    Without a state those who are contacts now, followed up or let be; all that a trace changed
    where one is asked.
    """

    commune = django_filters.ChoiceFilter(
        label=_("Commune or ward"), method="in_commune", empty_label=_("all"), choices=()
    )
    level = django_filters.ChoiceFilter(
        label=_("F level"), method="at_level", choices=LEVELS, empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        choices=[
            *STATES.items(),
            (LET_BE, _("not to be followed by the rules in force")),
            (ANY, _("any state")),
        ],
        empty_label=_("contact now"),
    )
    setting = django_filters.ChoiceFilter(
        label=_("Setting"), choices=list(SETTINGS.items()), empty_label=_("all")
    )
    case = django_filters.CharFilter(
        label=_("Of the case"),
        method="of_case",
        widget=forms.TextInput(
            attrs={"class": "input-medium", "placeholder": "12/2021 Xã An Xuyên"}
        ),
    )
    risk = django_filters.ChoiceFilter(
        label=_("Risk from"),
        field_name="risk",
        lookup_expr="gte",
        choices=list(RISKS.items())[:-1],
        empty_label=_("all"),
    )
    proposal = django_filters.ChoiceFilter(
        label=_("Proposal"),
        method="with_proposal",
        choices=(("with", _("one waits for a decision")), ("without", _("none waits"))),
        empty_label=_("all"),
    )
    run = django_filters.ChoiceFilter(
        label=_("Changed by the trace"), method="by_run", empty_label=_("any"), choices=()
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.actor = request.actor  # type: ignore[attr-defined]
        self.filters["commune"].extra["choices"] = units_of(self.actor, Permission.READ)
        self.filters["run"].extra["choices"] = self._runs()

    def _runs(self) -> list[tuple[str, str]]:
        """The last traces, and the one that is asked for if it is an older one."""
        known = runs(self.actor)
        found = list(known[:_RUNS_OFFERED])
        asked = self.data.get("run", "")
        if asked and asked not in {str(run.key) for run in found}:
            with suppress(ValueError):
                found += list(known.filter(key=UUID(asked)))
        return [
            (str(run.key), f"{moment_words(run.finished_at)} · {CAUSES[run.cause]}")
            for run in found
        ]

    def filter_queryset(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """As the fields say; without a state, those who are contacts now."""
        values = self.form.cleaned_data
        if not values.get("state") and not values.get("run"):
            rows = queries.in_state(rows, CURRENT, self.request.now)
        narrowed: QuerySet[Any] = super().filter_queryset(rows)
        return narrowed

    def in_commune(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def at_level(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.at_level(rows, int(value))

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows if value == ANY else queries.in_state(rows, value, self.request.now)

    def of_case(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.of_case(self.actor, rows, value)

    def with_proposal(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.with_open_proposal(rows, is_there=value == "with")

    def by_run(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queries.changed_by(rows, value)


class SearchForm(forms.Form):
    """A name or number of a person, or of a case; by POST, so that no address holds it."""

    q = SearchField(
        label=_("Name, number, or case number"), placeholder="nguyen van mau 1987, 12/2021"
    )


class ExportForm(forms.Form):
    """What the file is for, how much of the persons it tells, and its kind."""

    reason = forms.CharField(
        label=_("What the file is for"),
        min_length=10,
        max_length=300,
        help_text=_("It stands in the first line of the file, with your name."),
    )
    in_full = forms.ChoiceField(
        label=_("Names"),
        choices=(("no", _("masked: initials, year of birth")), ("yes", _("in full"))),
        initial="no",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("File"),
        choices=(("xlsx", _("Excel (.xlsx)")), ("csv", _("text (.csv), for other programs"))),
        initial="xlsx",
        widget=forms.RadioSelect,
    )
