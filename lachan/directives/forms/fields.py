"""Fields that several forms share: names one a line, signers, hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.text import normal


class HourField(forms.TimeField):
    """An hour of the day, to the minute, typed as 16:30."""

    def __init__(self, **options: Any) -> None:
        attributes = {"class": "input-short", "placeholder": "16:30", "autocomplete": "off"}
        options.setdefault("widget", forms.TimeInput(format="%H:%M", attrs=attributes))
        super().__init__(input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%Hh", "%H"], **options)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def __init__(self, *, rows: int = 2, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(str(item) for item in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = str(value or "").splitlines()
        return list(dict.fromkeys(line for line in map(normal, lines) if line))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)


class SignersField(LinesField):
    """Signers, one a line: title, a dash, name."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            " — ".join(part for part in (signer.get("title"), signer.get("name")) if part)
            if isinstance(signer, dict)
            else str(signer)
            for signer in value
        )

    def to_python(self, value: Any) -> Any:
        signers = []
        for line in super().to_python(value):
            title, _dash, name = line.rpartition(" — ")
            signers.append({"title": normal(title) or None, "name": normal(name)})
        return signers

    def run_validators(self, value: Any) -> None:
        super().run_validators([signer["name"] for signer in value])


EMPTY_CHOICE = ("", _("– unknown –"))
