"""Forms of the border: entrants and rosters."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import DAY_FORMATS, DatedForm, DayField, MomentField
from lachan.core.scope import within
from lachan.people.rules.numbers import other_number
from lachan.people.rules.words import SEXES
from lachan.people.terms import IdentifierKind, Sex
from lachan.transport.actions.border import DutyFacts, Entrant, EntryFacts
from lachan.transport.forms.fields import BirthField, PhoneField, UnitField
from lachan.transport.forms.vehicles import units_of
from lachan.transport.queries.border import entries
from lachan.transport.rules.words import ENTRY_KINDS, ENTRY_STATUSES, FORCES
from lachan.transport.terms import EntryKind, EntryStatus, Force

_DAY = forms.DateInput(
    format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
)


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which entrants: lawful or not, where they stand, by force, unit and day."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind of entry"), choices=list(ENTRY_KINDS.items()), empty_label=_("all")
    )
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=list(ENTRY_STATUSES.items()), empty_label=_("all")
    )
    force = django_filters.ChoiceFilter(
        label=_("Force"), choices=list(FORCES.items()), empty_label=_("all")
    )
    unit = django_filters.ChoiceFilter(
        label=_("Unit"), method="in_unit", empty_label=_("all"), choices=()
    )
    since = django_filters.DateFilter(
        label=_("From day"),
        field_name="at",
        lookup_expr="date__gte",
        input_formats=DAY_FORMATS,
        widget=_DAY,
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].extra["choices"] = units_of(
            entries(request.actor)  # type: ignore[attr-defined]
        )

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))


class EntryForm(DatedForm):
    """Somebody who came over the border."""

    kind = forms.ChoiceField(
        label=_("Kind of entry"),
        choices=list(ENTRY_KINDS.items()),
        widget=forms.RadioSelect,
        initial=EntryKind.UNLAWFUL,
    )
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=list(SEXES.items()))
    birth = BirthField(label=_("Year or day of birth"), required=False)
    nationality = forms.CharField(
        label=_("Nationality"),
        max_length=2,
        initial="VN",
        help_text=_("Two letters, such as VN, KH, TH."),
        widget=forms.TextInput(attrs={"class": "input-short"}),
    )
    number = forms.CharField(label=_("Passport or card number"), max_length=30, required=False)
    phone = PhoneField(required=False)
    unit = UnitField(label=_("Unit at which it happened"))
    place = forms.CharField(
        label=_("Place of entry"),
        max_length=200,
        help_text=_("Crossing, landing place or section: words that somebody else finds."),
    )
    at = MomentField(label=_("When"))
    from_country = forms.CharField(label=_("Coming from"), max_length=60, required=False)
    found_by = forms.CharField(label=_("Found or received by"), max_length=200, required=False)
    force = forms.ChoiceField(
        label=_("Force"), required=False, choices=[("", _("not told")), *FORCES.items()]
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def entrant(self) -> Entrant:
        """The person as typed, once the form is valid."""
        data = self.cleaned_data
        numbers = []
        if data["number"]:
            numbers.append(other_number(data["number"]))
        if data["phone"]:
            numbers.append((IdentifierKind.PHONE, data["phone"]))
        birth_on, birth_year = data["birth"]
        return Entrant(
            full_name=data["full_name"],
            sex=Sex(data["sex"]),
            birth_on=birth_on,
            birth_year=birth_year,
            nationality=data["nationality"].upper(),
            identifiers=tuple(numbers),
        )

    def facts(self) -> EntryFacts:
        """The entry as typed, once the form is valid."""
        data = self.cleaned_data
        return EntryFacts(
            path=data["unit"],
            kind=EntryKind(data["kind"]),
            place=data["place"],
            at=data["at"],
            from_country=data["from_country"],
            found_by=data["found_by"],
            force=Force(data["force"]) if data["force"] else "",
            note=data["note"],
        )


class EntryMoveForm(forms.Form):
    """What became of an entrant."""

    status = forms.ChoiceField(label=_("State"), choices=list(ENTRY_STATUSES.items()))
    handed_to = forms.CharField(label=_("Handed over to"), max_length=200, required=False)

    def __init__(self, *args: Any, statuses: tuple[EntryStatus, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]
            (status, ENTRY_STATUSES[status]) for status in statuses
        ]


class WeekForm(forms.Form):
    """Which week of the roster."""

    day = DayField(label=_("Week of"), required=False)

    def clean_day(self) -> date | None:
        """The day; one whose week has no neighbours in the calendar is none."""
        day: date | None = self.cleaned_data["day"]
        return day if day is None or 1900 <= day.year < 9999 else None


class DutyForm(DatedForm):
    """A shift at the border."""

    unit = UnitField()
    section = forms.CharField(label=_("Post or section"), max_length=200)
    force = forms.ChoiceField(label=_("Force"), choices=list(FORCES.items()))
    begins_at = MomentField(label=_("Shift begins"))
    ends_at = MomentField(label=_("Shift ends"))
    people = forms.CharField(
        label=_("Who is on duty"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line, the head of the shift first."),
    )
    phone = PhoneField(label=_("Telephone of the shift"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def facts(self) -> DutyFacts:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return DutyFacts(
            path=data["unit"],
            section=data["section"],
            force=Force(data["force"]),
            begins_at=data["begins_at"],
            ends_at=data["ends_at"],
            people=tuple(line.strip() for line in data["people"].splitlines() if line.strip()),
            phone=data["phone"],
            note=data["note"],
        )
