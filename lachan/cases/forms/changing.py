"""Forms that change a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.cases.actions.classifying import Judgement
from lachan.cases.actions.correcting import Facts
from lachan.cases.actions.re_positives import Finding
from lachan.cases.forms.fields import CaseField, UnitField, same_minute
from lachan.cases.forms.opening import EvidenceFields
from lachan.cases.rules.sources import SourceWords
from lachan.cases.rules.words import (
    CIRCUMSTANCES,
    CLASSIFICATIONS,
    ORIGINS,
    OUTCOMES,
    RE_POSITIVE_STATES,
    SOURCES,
    SYMPTOMS,
)
from lachan.cases.terms import (
    Circumstance,
    Classification,
    Origin,
    Outcome,
    RePositiveState,
    SourceState,
    Symptoms,
)
from lachan.core.actor import Actor
from lachan.core.fields import DatedForm, DayField, MomentField


class SeenForm(forms.Form):
    """A form that knows which state of the case was seen when it was drawn."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> datetime:
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError as wrong:
            raise forms.ValidationError(_("Open the page again.")) from wrong


class ClassifyForm(SeenForm, EvidenceFields):
    """What the case is, on which evidence or by which document."""

    classification = forms.ChoiceField(
        label=gettext_lazy("Classification"),
        choices=list(CLASSIFICATIONS.items()),
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=gettext_lazy("Document that says so"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only where the tests do not: number and date of the notice."),
    )
    field_order = ("pcr", "ct", "antigen", "symptoms", "has_link", "classification", "basis")

    def judgement(self) -> Judgement:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Judgement(
            classification=Classification(data["classification"]),
            evidence=self.evidence(),
            ct=data["ct"],
            basis=data["basis"],
        )


class CorrectForm(SeenForm):
    """The days of a case as they are right now, and where one knows it from."""

    symptoms = forms.ChoiceField(label=gettext_lazy("Symptoms"), choices=list(SYMPTOMS.items()))
    onset_on = DayField(label=gettext_lazy("Onset of symptoms"), required=False)
    sampled_at = MomentField(label=gettext_lazy("Sampled at"), required=False)
    reported_at = MomentField(label=gettext_lazy("Reported at"))
    isolated_at = MomentField(label=gettext_lazy("Isolated at"), required=False)
    cleared_at = MomentField(
        label=gettext_lazy("No longer infectious by a test, since"),
        required=False,
        help_text=gettext_lazy("A negative test, or a CT above what the protocol says."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Where the correction comes from"), max_length=300, min_length=3
    )

    def facts(self, case: Any) -> Facts:
        """What was typed; minutes that were not touched keep their seconds."""
        data = self.cleaned_data

        def kept(name: str) -> Any:
            return same_minute(getattr(case, name), data[name])

        return Facts(
            reported_at=kept("reported_at"),
            symptoms=Symptoms.PRESENT if data["onset_on"] else Symptoms(data["symptoms"]),
            onset_on=data["onset_on"],
            sampled_at=kept("sampled_at"),
            isolated_at=kept("isolated_at"),
            cleared_at=kept("cleared_at"),
            note=data["note"],
        )


class SourceForm(SeenForm):
    """From where, and from whom."""

    origin = forms.ChoiceField(
        label=gettext_lazy("Infected where"),
        choices=list(ORIGINS.items()),
        widget=forms.RadioSelect,
    )
    origin_words = forms.CharField(
        label=gettext_lazy("From where, if imported"), max_length=200, required=False
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Source"), choices=list(SOURCES.items()), widget=forms.RadioSelect
    )
    source_case = CaseField(label=gettext_lazy("Source case"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What is known of the source"), max_length=300, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source_case"].actor = actor  # type: ignore[attr-defined]

    def words(self) -> SourceWords:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return SourceWords(
            origin=Origin(data["origin"]),
            origin_words=data["origin_words"],
            source=SourceState(data["source"]),
            note=data["note"],
        )


class IsolateForm(forms.Form):
    """When the person was isolated."""

    at = MomentField(label=gettext_lazy("Isolated at"))


class EndForm(SeenForm):
    """How and when the episode ended."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome of the illness"), choices=list(OUTCOMES.items())
    )
    at = MomentField(label=gettext_lazy("When"))

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])


class MoveForm(DatedForm):
    """Another unit, and why."""

    unit = UnitField(label=gettext_lazy("Unit that answers from now on"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, min_length=3)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300, min_length=3)


class RePositiveForm(SeenForm):
    """What directive 05-CV/BCĐ asks of every re-positive."""

    circumstance = forms.ChoiceField(
        label=gettext_lazy("Where the person was when found"), choices=list(CIRCUMSTANCES.items())
    )
    epidemiology = forms.CharField(
        label=gettext_lazy("Epidemiology"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Where the person was since recovery, and whom they met."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cause = forms.CharField(
        label=gettext_lazy("Cause, as far as known"), max_length=500, required=False
    )
    laboratory = forms.CharField(
        label=gettext_lazy("Laboratory that decides"), max_length=200, required=False
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Found to be"),
        choices=list(RE_POSITIVE_STATES.items()),
        widget=forms.RadioSelect,
    )

    def finding(self) -> Finding:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        return Finding(
            state=RePositiveState(data["state"]),
            circumstance=Circumstance(data["circumstance"]),
            epidemiology=data["epidemiology"],
            cause=data["cause"],
            laboratory=data["laboratory"],
        )
