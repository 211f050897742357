"""The form that opens a case, made for a telephone in one hand: who, tests, days, from where."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.cases.actions.opening import Ill, Report
from lachan.cases.forms.fields import BirthField, PhoneField, UnitField
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.words import CLASSIFICATIONS, ORIGINS, RESULTS, SYMPTOMS
from lachan.cases.terms import STANDING, Classification, Origin, Result, Symptoms
from lachan.core.fields import DatedForm, DayField, MomentField
from lachan.core.text import normal
from lachan.people.rules.numbers import other_number
from lachan.people.rules.words import SEXES
from lachan.people.terms import IdentifierKind, Sex


class EvidenceFields(forms.Form):
    """Tests, symptoms and link: what a definition asks."""

    pcr = forms.ChoiceField(label=_("PCR"), choices=list(RESULTS.items()), initial=Result.UNKNOWN)
    ct = forms.DecimalField(
        label=_("CT value"),
        required=False,
        localize=True,
        min_value=1,
        max_value=50,
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input-short"}),
    )
    antigen = forms.ChoiceField(
        label=_("Rapid antigen test"), choices=list(RESULTS.items()), initial=Result.UNKNOWN
    )
    symptoms = forms.ChoiceField(
        label=_("Symptoms"), choices=list(SYMPTOMS.items()), initial=Symptoms.UNKNOWN
    )
    has_link = forms.BooleanField(
        label=_("Epidemiological link: contact with a case, or an area of the epidemic"),
        required=False,
    )

    def evidence(self) -> Evidence:
        """What is known, once the form is valid."""
        data = self.cleaned_data
        return Evidence(
            pcr=Result(data["pcr"]),
            antigen=Result(data["antigen"]),
            symptoms=Symptoms.PRESENT if data.get("onset_on") else Symptoms(data["symptoms"]),
            has_link=data["has_link"],
        )


class ReportForm(DatedForm, EvidenceFields):
    """A case of a person on record: tests, days, from where; who is known already."""

    unit = UnitField(label=_("Unit that answers for the case"))
    reported_at = MomentField(label=_("Reported at"))
    sampled_at = MomentField(label=_("Sampled at"), required=False)
    onset_on = DayField(
        label=_("Onset of symptoms"),
        required=False,
        help_text=_("Leave it empty where there are none."),
    )
    isolated_at = MomentField(label=_("Isolated at"), required=False)
    classification = forms.ChoiceField(
        label=_("Classification"),
        required=False,
        choices=[
            ("", _("as the definitions in force say")),
            *((each, CLASSIFICATIONS[each]) for each in STANDING),
        ],
    )
    basis = forms.CharField(
        label=_("Document that says so"),
        max_length=300,
        required=False,
        help_text=_("Only where the tests do not: number and date of the notice."),
    )
    origin = forms.ChoiceField(
        label=_("Infected where"), choices=list(ORIGINS.items()), initial=Origin.UNKNOWN
    )
    origin_words = forms.CharField(
        label=_("From where, if imported"), max_length=200, required=False
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    TESTS = ("pcr", "ct", "antigen", "symptoms", "has_link")
    DAYS = ("reported_at", "sampled_at", "onset_on", "isolated_at")
    REST = ("classification", "basis", "origin", "origin_words", "note")

    def report(self) -> Report:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        told = data["classification"]
        return Report(
            reported_at=data["reported_at"],
            classification=Classification(told) if told else None,
            basis=data["basis"],
            evidence=self.evidence(),
            ct=data["ct"],
            onset_on=data["onset_on"],
            sampled_at=data["sampled_at"],
            isolated_at=data["isolated_at"],
            origin=Origin(data["origin"]),
            origin_words=data["origin_words"],
            note=data["note"],
        )


class OpenForm(ReportForm):
    """A case of somebody who is found by card, or by name, birth and telephone, or made."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth = BirthField(label=_("Year or day of birth"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", "–"), *((key, words) for key, words in SEXES.items() if key)],
    )
    citizen = forms.CharField(
        label=_("Citizen number"),
        max_length=30,
        required=False,
        help_text=_("With it the person is found among those on record; else also a new one."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = PhoneField(required=False)
    hamlet = forms.CharField(label=_("Hamlet"), max_length=120, required=False)
    address = forms.CharField(label=_("House number, street"), max_length=300, required=False)
    WHO = ("full_name", "birth", "sex", "citizen", "phone", "unit", "hamlet", "address")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.order_fields((*self.WHO, *self.TESTS, *self.DAYS, *self.REST))

    def ill(self) -> Ill:
        """Who is ill, once the form is valid."""
        data = self.cleaned_data
        birth_on, birth_year = data["birth"]
        numbers = []
        if data["citizen"]:
            numbers.append(other_number(data["citizen"]))
        if data["phone"]:
            numbers.append((IdentifierKind.PHONE, data["phone"]))
        return Ill(
            full_name=normal(data["full_name"]),
            sex=Sex(data["sex"]),
            birth_on=birth_on,
            birth_year=birth_year,
            identifiers=tuple(numbers),
            hamlet=normal(data["hamlet"]),
            address=normal(data["address"]),
        )
