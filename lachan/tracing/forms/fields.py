"""Fields of an investigation: a unit by its code, a telephone number, a birth."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.people.rules.births import NotABirth, birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.places.queries import unit_at

PHONE_LENGTHS = (10, 11)


class UnitField(forms.CharField):
    """A unit by its code or path; suggestions come while one types its name. Clean: its path."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Type a name and choose, or type the code."))
        super().__init__(max_length=120, **options)
        self.day: date | None = None
        self.widget.attrs |= {
            "list": "units-found",
            "autocomplete": "off",
            "hx-get": reverse_lazy("places:search"),
            "hx-vals": '{"format": "options"}',
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#units-found",
        }

    def clean(self, value: Any) -> str:
        words = super().clean(value).strip()
        if not words:
            return ""
        found = unit_at(words, self.day) if self.day else None
        if found is None:
            raise forms.ValidationError(
                _("No unit has the code or path “%(words)s” on that day.") % {"words": words}
            )
        return found.path


class PhoneField(forms.CharField):
    """A telephone number, kept as its digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget = forms.TextInput(
            attrs={
                "type": "tel",
                "inputmode": "tel",
                "placeholder": "0912 345 678",
                "autocomplete": "off",
            }
        )

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        digits = phone_key(words)
        if words and len(digits) not in PHONE_LENGTHS:
            raise forms.ValidationError(
                _(
                    "A telephone number has 10 digits; this one has %(number)d. "
                    "Type it as 0912 345 678."
                )
                % {"number": len(digits)}
            )
        return digits


class BirthField(forms.CharField):
    """A birth: the year, or the whole day. Clean: (day or None, year or None)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.day: date | None = None
        self.widget.attrs |= {"class": "input-short", "placeholder": "1987", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return birth_of(words, today=self.day or date.max)
        except NotABirth as wrong:
            raise forms.ValidationError(
                _("Write the day as 15/9/1987, or only the year: 1987.")
            ) from wrong
