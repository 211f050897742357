"""The header of a document, and the answer to one question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import DayField
from lachan.directives.forms.fields import EMPTY_CHOICE, LinesField, SignersField
from lachan.directives.terms import FIELD_LABELS, KINDS, URGENCIES, WORLD_LABELS


def _field(name: str) -> forms.Field:
    """The form field in which a header field is typed."""
    label = FIELD_LABELS[name]
    if name == "kind":
        choices = [EMPTY_CHOICE, *((kind, kind.capitalize()) for kind in KINDS)]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if name == "world":
        return forms.ChoiceField(
            label=label, required=False, choices=[EMPTY_CHOICE, *WORLD_LABELS.items()]
        )
    if name == "urgency":
        none = ("", _("– not urgent –"))
        choices = [none, *((urgency, urgency.capitalize()) for urgency in URGENCIES)]
        return forms.ChoiceField(label=label, required=False, choices=choices)
    if name == "issued_on":
        return DayField(label=label, required=False)
    if name in ("addressees", "copies"):
        return LinesField(label=label, required=False, rows=3, help_text=_("One a line."))
    if name == "signers":
        return SignersField(label=label, required=False, help_text=_("One a line: title — name."))
    if name == "subject":
        return forms.CharField(
            label=label, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
    limits = {"number": 20, "symbol": 60, "identifier": 80, "place": 120, "issuer": 300}
    return forms.CharField(label=label, required=False, max_length=limits[name])


class HeaderForm(forms.Form):
    """Every header field, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in FIELD_LABELS:
            self.fields[name] = _field(name)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELD_LABELS}


class QuestionForm(forms.Form):
    """An answer: a value of the field that the question is about, or words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, about: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.about = about
        if about in FIELD_LABELS:
            self.fields["answer"] = _field(about)
        else:
            self.fields["answer"] = forms.CharField(
                required=False, max_length=1000, widget=forms.TextInput()
            )
        self.fields["answer"].label = _("Answer")

    @property
    def value(self) -> Any:
        """What goes into the header field; None when the question is not about one."""
        return self.cleaned_data["answer"] if self.about in FIELD_LABELS else None

    @property
    def words(self) -> str:
        """The answer as it is kept and shown."""
        value = self.cleaned_data["answer"]
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            return str(self.fields["answer"].prepare_value(value)).replace("\n", "; ")
        if hasattr(value, "strftime"):
            return f"{value.day}/{value.month}/{value.year}"
        return str(value)
