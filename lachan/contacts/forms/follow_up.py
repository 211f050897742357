"""Filters of the follow-up list, and what is written down of a call."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.contacts.forms.fields import LEVELS, KeyedForm
from lachan.contacts.queries.contacts import at_level
from lachan.contacts.queries.follow_up import (
    communes_followed,
    in_commune,
    is_seen_today,
    late,
    lost,
)
from lachan.contacts.queries.teams import teams
from lachan.contacts.rules.calls import CallWords
from lachan.contacts.rules.follow_up_words import OUTCOMES, RUNGS, SYMPTOMS, WAYS
from lachan.contacts.terms import Outcome, Rung, Way
from lachan.people.rules.identifiers import phone_key

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
MOMENT_FORMATS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"]
PHONE_LENGTHS = (10, 11)
NO_TEAM = "none"
OWN = "own"


class FollowUpFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Whom: by commune, team, level, rung, and what waits."""

    commune = django_filters.ChoiceFilter(
        label=gettext_lazy("Commune"), method="of_commune", empty_label=gettext_lazy("all")
    )
    team = django_filters.ChoiceFilter(
        label=gettext_lazy("Team"), method="of_team", empty_label=gettext_lazy("all")
    )
    level = django_filters.ChoiceFilter(
        label=gettext_lazy("F level"),
        method="of_level",
        choices=LEVELS,
        empty_label=gettext_lazy("all"),
    )
    rung = django_filters.ChoiceFilter(
        label=gettext_lazy("What is next"),
        field_name="next_rung",
        choices=list(RUNGS.items()),
        empty_label=gettext_lazy("all"),
    )
    late = django_filters.BooleanFilter(
        label=gettext_lazy("Late only"), method="only_late", widget=forms.CheckboxInput
    )
    not_reached = django_filters.BooleanFilter(
        label=gettext_lazy("Not reached"), method="only_not_reached", widget=forms.CheckboxInput
    )
    ill = django_filters.BooleanFilter(
        label=gettext_lazy("With symptoms"), method="only_ill", widget=forms.CheckboxInput
    )
    waiting = django_filters.BooleanFilter(
        label=gettext_lazy("Not seen today"), method="only_waiting", widget=forms.CheckboxInput
    )
    seen = django_filters.BooleanFilter(
        label=gettext_lazy("Seen today"), method="only_seen", widget=forms.CheckboxInput
    )
    lost = django_filters.BooleanFilter(
        label=gettext_lazy("Lost"), method="only_lost", widget=forms.CheckboxInput
    )
    # Whether rows are ticked to be given to a team: stays in the address when filters change.
    give = django_filters.CharFilter(method="all_of_them", widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        self.filters["commune"].extra["choices"] = communes_followed(actor)
        self.filters["team"].extra["choices"] = [
            (OWN, _("my team")),
            (NO_TEAM, _("no team yet")),
            *((str(team.key), team.name) for team in teams(actor)),
        ]

    @property
    def now(self) -> datetime:
        """The instant of the request."""
        return self.request.now  # type: ignore[no-any-return]

    def of_commune(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return in_commune(rows, value)

    def of_team(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        actor = self.request.actor
        if value == NO_TEAM:
            return rows.filter(team_id=None)
        if value == OWN:
            return rows.filter(team_id__in=teams(actor).filter(members=actor.id).values("pk"))
        return rows.filter(team_id__in=teams(actor).filter(key=value).values("pk"))

    def of_level(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return at_level(rows, int(value))

    def all_of_them(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows

    def only_late(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return late(rows, self.now) if value else rows

    def only_not_reached(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.exclude(next_rung__in=(Rung.FIRST, Rung.DAILY)) if value else rows

    def only_ill(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(ill=True) if value else rows

    def only_waiting(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(Q(seen=None) | ~is_seen_today(self.now)) if value else rows

    def only_seen(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(is_seen_today(self.now)) if value else rows

    def only_lost(self, rows: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return lost(rows, self.now) if value else rows


class CallForm(KeyedForm):
    """What one call or visit came to."""

    way = forms.ChoiceField(
        label=gettext_lazy("How"), choices=list(WAYS.items()), widget=forms.RadioSelect
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What it came to"),
        choices=list(OUTCOMES.items()),
        widget=forms.RadioSelect,
    )
    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("Which symptoms"),
        choices=list(SYMPTOMS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    symptoms_since = forms.DateField(
        label=gettext_lazy("Since when"),
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"class": "input-short", "placeholder": "15/9/2021", "inputmode": "numeric"},
        ),
    )
    second_phone = forms.CharField(
        label=gettext_lazy("Second telephone number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "class": "input-medium", "autocomplete": "off"}
        ),
    )
    next_try_at = forms.DateTimeField(
        label=gettext_lazy("Try again at"),
        required=False,
        input_formats=MOMENT_FORMATS,
        help_text=gettext_lazy("Only where an hour was agreed; else the ladder says it."),
        error_messages={"invalid": gettext_lazy("Write the hour and the day as 17:00 15/9/2021.")},
        widget=forms.DateTimeInput(
            format="%H:%M %d/%m/%Y",
            attrs={"class": "input-medium", "placeholder": "17:00 15/9/2021"},
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def blank(cls) -> CallForm:
        """A form for the next call."""
        return cls(initial={"key": uuid.uuid4(), "way": Way.TELEPHONE})

    def clean_second_phone(self) -> str:
        words: str = self.cleaned_data["second_phone"]
        digits = phone_key(words)
        if words and len(digits) not in PHONE_LENGTHS:
            raise forms.ValidationError(_("A telephone number has 10 digits."))
        return digits

    def words(self, now: datetime) -> CallWords:
        """What was typed, as the action wants it."""
        values = self.cleaned_data
        return CallWords(
            key=values["key"],
            at=now,
            way=Way(values["way"]),
            outcome=Outcome(values["outcome"]),
            symptoms=tuple(values["symptoms"]),
            symptoms_since=values["symptoms_since"],
            next_try_at=values["next_try_at"],
            second_phone=values["second_phone"],
            note=values["note"],
        )


class QuickForm(forms.Form):
    """One tap on the list: reached and well, or no answer."""

    key = forms.UUIDField()
    outcome = forms.ChoiceField(choices=[(o, o) for o in (Outcome.WELL, Outcome.NO_ANSWER)])

    def words(self, now: datetime) -> CallWords:
        """A call by telephone, just now."""
        return CallWords(
            key=self.cleaned_data["key"],
            at=now,
            way=Way.TELEPHONE,
            outcome=Outcome(self.cleaned_data["outcome"]),
        )


class ScriptForm(forms.Form):
    """What is asked and said in calls, from a day on."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=gettext_lazy("# begins a part, - a question; all else is said as it stands."),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("Holds from"),
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "input-short"}),
    )
    source = forms.CharField(label=gettext_lazy("Document that sets it"), max_length=300)
