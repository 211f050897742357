"""Forms of persons: searching, filtering, keying in, correcting, revealing, exporting."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from lachan.core import fields
from lachan.core.fields import SearchField
from lachan.core.scope import within
from lachan.core.text import normal
from lachan.people.actions.keying import Address, Member
from lachan.people.queries.persons import communes_of, perhaps_twice
from lachan.people.rules.births import birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.people.rules.numbers import other_number, packed
from lachan.people.rules.words import IDENTIFIER_KINDS, PAGES, RESIDENCES, SEXES
from lachan.people.terms import IdentifierKind, ResidenceKind, Sex
from lachan.places.queries import unit_meant, unit_words

ROWS = 5
MOST_ROWS = 30


class SearchForm(forms.Form):
    """Somebody's name or number; sent by POST, so that it stands in no address and no log."""

    q = SearchField(
        label=gettext_lazy("Name, number or telephone"),
        placeholder="nguyen van an 1987, 0912 345 678",
        shortcut=gettext_lazy("Search for a person"),
    )


class PersonFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which persons: by unit, sex, year of birth and what is to be looked into."""

    unit = django_filters.ChoiceFilter(
        label=gettext_lazy("Unit"),
        method="in_unit",
        empty_label=gettext_lazy("all"),
        choices=(),
    )
    sex = django_filters.ChoiceFilter(
        label=gettext_lazy("Sex"),
        choices=[(value, words) for value, words in SEXES.items() if value],
        empty_label=gettext_lazy("all"),
    )
    born_from = django_filters.NumberFilter(
        label=gettext_lazy("Born from"),
        field_name="birth_year",
        lookup_expr="gte",
        widget=forms.NumberInput(attrs={"class": "input-short", "placeholder": "1940"}),
    )
    born_until = django_filters.NumberFilter(
        label=gettext_lazy("Born until"),
        field_name="birth_year",
        lookup_expr="lte",
        widget=forms.NumberInput(attrs={"class": "input-short", "placeholder": "1961"}),
    )
    flag = django_filters.ChoiceFilter(
        label=gettext_lazy("To be looked into"),
        method="flagged",
        empty_label=gettext_lazy("all"),
        choices=(
            ("twice", gettext_lazy("maybe duplicate")),
            ("differs", gettext_lazy("sources differ")),
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.filters["unit"].extra["choices"] = communes_of(request.actor)  # type: ignore[attr-defined]

    def in_unit(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(within((value,)))

    def flagged(self, rows: Any, name: str, value: str) -> Any:
        return perhaps_twice(rows) if value == "twice" else rows.exclude(contradictions=[])


class ReadingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Which readings: by who looked, on which page, in which days."""

    who = django_filters.CharFilter(
        label=gettext_lazy("Who looked"), field_name="reader_name", lookup_expr="icontains"
    )
    page_name = django_filters.ChoiceFilter(
        label=gettext_lazy("Page"),
        field_name="page",
        choices=list(PAGES.items()),
        empty_label=gettext_lazy("all"),
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("From day"),
        field_name="read_at",
        lookup_expr="date__gte",
        input_formats=fields.DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
        ),
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("Until day"),
        field_name="read_at",
        lookup_expr="date__lte",
        input_formats=fields.DAY_FORMATS,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
        ),
    )


class UnitField(fields.UnitField):
    """A unit by its name, code or path. Clean: its path."""

    find = staticmethod(unit_meant)
    words_of = staticmethod(unit_words)


class BirthField(fields.BirthField):
    """A birth as it is known: 15/9/1987, or 1987 alone."""

    read = staticmethod(birth_of)


class AddressForm(forms.Form):
    """Where the household is."""

    unit = UnitField(label=gettext_lazy("Commune or ward"), max_length=200)
    hamlet = forms.CharField(label=gettext_lazy("Hamlet"), max_length=120, required=False)
    words = forms.CharField(
        label=gettext_lazy("House number, street"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "12/3 Lý Bôn"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Lives there"),
        choices=list(RESIDENCES.items()),
        initial=ResidenceKind.STAY,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].day = today  # type: ignore[attr-defined]

    def address(self) -> Address:
        """The address of a valid form."""
        values = self.cleaned_data
        return Address(
            path=values["unit"],
            hamlet=normal(values["hamlet"]),
            words=normal(values["words"]),
            kind=ResidenceKind(values["kind"]),
        )


class MemberForm(forms.Form):
    """One person: everything but the name may be missing."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Sex"),
        choices=[("", "–"), *((k, v) for k, v in SEXES.items() if k)],
        required=False,
    )
    birth = BirthField(label=gettext_lazy("Birth"), max_length=20, required=False)
    citizen = forms.CharField(
        label=gettext_lazy("Citizen number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    other = forms.CharField(
        label=gettext_lazy("Other number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(
            attrs={
                "placeholder": gettext_lazy("old card, passport, insurance"),
                "autocomplete": "off",
            }
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth"].day = today  # type: ignore[attr-defined]

    def member(self) -> Member:
        """The person of a valid form."""
        values = self.cleaned_data
        birth_on, birth_year = values["birth"]
        numbers = []
        if values["citizen"]:
            numbers.append((IdentifierKind.CITIZEN, packed(values["citizen"])))
        if values["phone"]:
            numbers.append((IdentifierKind.PHONE, phone_key(values["phone"])))
        if values["other"]:
            numbers.append(other_number(values["other"]))
        return Member(
            full_name=normal(values["full_name"]),
            sex=Sex(values["sex"]),
            birth_on=birth_on,
            birth_year=birth_year,
            nationality=values.get("nationality", "VN"),
            identifiers=tuple((kind, value) for kind, value in numbers if value),
        )


class CorrectionForm(MemberForm):
    """What is right instead, and where one knows it from."""

    nationality = forms.CharField(
        label=gettext_lazy("Nationality"),
        max_length=2,
        help_text=gettext_lazy("Two letters: VN, KH, LA, CN…"),
        widget=forms.TextInput(attrs={"class": "input-short"}),
    )
    unit = UnitField(label=gettext_lazy("New commune or ward"), max_length=200, required=False)
    hamlet = forms.CharField(label=gettext_lazy("Hamlet"), max_length=120, required=False)
    words = forms.CharField(
        label=gettext_lazy("House number, street"), max_length=300, required=False
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Lives there"),
        choices=list(RESIDENCES.items()),
        initial=ResidenceKind.STAY,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Where the correction comes from"),
        max_length=300,
        help_text=gettext_lazy("Such as: card seen, told by the person by telephone."),
    )
    PERSON = ("full_name", "sex", "birth", "nationality")
    NUMBERS = ("citizen", "phone", "other")
    RESIDENCE = ("unit", "hamlet", "words", "kind")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["unit"].day = today  # type: ignore[attr-defined]

    def clean_nationality(self) -> str:
        return str(self.cleaned_data["nationality"]).upper()

    def residence(self) -> Address | None:
        """The new residence, or None when none was keyed."""
        values = self.cleaned_data
        if not values["unit"]:
            return None
        return Address(
            path=values["unit"],
            hamlet=normal(values["hamlet"]),
            words=normal(values["words"]),
            kind=ResidenceKind(values["kind"] or ResidenceKind.STAY),
        )


class RevealForm(forms.Form):
    """Which numbers are needed in full, and why."""

    fields_shown = forms.MultipleChoiceField(
        label=gettext_lazy("Show in full"),
        choices=list(IDENTIFIER_KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        min_length=3,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ExportForm(forms.Form):
    """Which persons leave as a file, for what, and how much of them."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=())
    reason = forms.CharField(
        label=gettext_lazy("What the file is for"),
        min_length=10,
        max_length=300,
        help_text=gettext_lazy("It stands in the first line of the file, with your name."),
    )
    in_full = forms.ChoiceField(
        label=gettext_lazy("Names and numbers"),
        choices=(
            ("no", gettext_lazy("masked: initials, year of birth, last three digits")),
            ("yes", gettext_lazy("in full")),
        ),
        initial="no",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
