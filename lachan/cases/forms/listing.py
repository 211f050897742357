"""Filters of the line list, its search, what is kept, and its export."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.cases.queries import figures
from lachan.cases.queries.limits import limit
from lachan.cases.rules.words import CLASSIFICATIONS, ORIGINS, SOURCES
from lachan.cases.terms import LimitName, Permission
from lachan.core.dates import at, day_of
from lachan.core.fields import DAY_FORMATS, SearchField
from lachan.core.scope import within
from lachan.people.queries.persons import units_of

_DAY = forms.DateInput(
    format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
)
EPISODES = (
    ("new", _("new cases")),
    ("re_positive", _("re-positives")),
    ("later", _("second and later episodes")),
)
STATES = (
    ("open", _("open")),
    ("recovered", _("recovered")),
    ("died", _("died")),
    ("transferred", _("transferred to another province")),
    ("discarded", _("discarded")),
)
ATTENTION = (
    ("source_overdue", _("local, source not found in time")),
    ("not_isolated", _("not isolated")),
    ("in_time", _("isolated within 24 hours")),
    ("suspected", _("suspected or probable")),
)


class CaseFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which cases: what they are, from where, whose, of which days, which episode.

    `columns` is no filter: it is kept in the address beside them.
    """

    classification = django_filters.ChoiceFilter(
        label=_("Classification"), choices=list(CLASSIFICATIONS.items()), empty_label=_("all")
    )
    origin = django_filters.ChoiceFilter(
        label=_("Infected where"), choices=list(ORIGINS.items()), empty_label=_("all")
    )
    source = django_filters.ChoiceFilter(
        label=_("Source"), choices=list(SOURCES.items()), empty_label=_("all")
    )
    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    since = django_filters.DateFilter(
        label=_("Reported from"), method="from_day", input_formats=DAY_FORMATS, widget=_DAY
    )
    until = django_filters.DateFilter(
        label=_("Reported until"), method="to_day", input_formats=DAY_FORMATS, widget=_DAY
    )
    episode = django_filters.ChoiceFilter(
        label=_("Episode"), choices=EPISODES, method="of_episode", empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="in_state", empty_label=_("all")
    )
    attention = django_filters.ChoiceFilter(
        label=_("Look at"), choices=ATTENTION, method="to_look_at", empty_label=_("all")
    )
    columns = django_filters.CharFilter(method="as_it_is", widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.now: datetime = request.now  # type: ignore[attr-defined]
        actor = request.actor  # type: ignore[attr-defined]
        self.filters["unit"].extra["choices"] = units_of(actor, Permission.READ)

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def from_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(reported_at__gte=at(value, 0))

    def to_day(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(reported_at__lt=at(value + timedelta(days=1), 0))

    def of_episode(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        conditions = {
            "new": figures.NEW,
            "re_positive": figures.RE_POSITIVE,
            "later": Q(episode__gt=1),
        }
        return rows.filter(conditions[value])

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        conditions = {
            "open": figures.OPEN,
            "discarded": Q(classification="discarded"),
        }
        return rows.filter(conditions.get(value, Q(outcome=value)))

    def to_look_at(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        conditions = {
            "not_isolated": figures.NOT_ISOLATED,
            "in_time": figures.ISOLATED_IN_TIME,
            "suspected": figures.SUSPECTED,
        }
        if value == "source_overdue":
            hours = limit(LimitName.SOURCE_HOURS, day_of(self.now)).value
            return rows.filter(figures.source_overdue(self.now, hours))
        return rows.filter(conditions[value])

    def as_it_is(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows


class SearchForm(forms.Form):
    """A number of a case, a name or a number of a person; by POST, so that no address holds it."""

    q = SearchField(
        label=_("Case number, name or number"), placeholder="12/2021, nguyen van mau 1987"
    )


class SaveForm(forms.Form):
    """The name under which the filters and columns are kept."""

    name = forms.CharField(label=_("Name"), max_length=80)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """What the file is for, how much of the persons it tells, and its kind."""

    reason = forms.CharField(
        label=_("What the file is for"),
        min_length=10,
        max_length=300,
        help_text=_("It stands in the first line of the file, with your name."),
    )
    in_full = forms.ChoiceField(
        label=_("Names and numbers"),
        choices=(
            ("no", _("masked: initials, year of birth, last three digits")),
            ("yes", _("in full")),
        ),
        initial="no",
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(
        label=_("File"),
        choices=(("xlsx", _("Excel (.xlsx)")), ("csv", _("text (.csv), for other programs"))),
        initial="xlsx",
        widget=forms.RadioSelect,
    )
