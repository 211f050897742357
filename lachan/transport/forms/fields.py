"""Fields of transport: a unit by its code, a birth, a telephone number, a plate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core import fields
from lachan.core.fields import SearchField
from lachan.people.rules.births import birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.places.queries import unit_meant, unit_words
from lachan.transport.rules.vehicles import plate_key

SHORTEST_PLATE = 4


class UnitField(fields.UnitField):
    """A unit by its name, code or path. Clean: its path."""

    find = staticmethod(unit_meant)
    words_of = staticmethod(unit_words)


class PhoneField(fields.PhoneField):
    """A telephone number, kept as its digits."""

    digits_of = staticmethod(phone_key)


class BirthField(fields.BirthField):
    """A birth: the year, or the whole day."""

    read = staticmethod(birth_of)


class PlateField(forms.CharField):
    """A plate, or the number of a boat or aircraft. Clean: normalised."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Plate"))
        super().__init__(max_length=20, **options)
        self.widget.attrs |= {
            "class": "input-medium",
            "placeholder": "69A-123.45",
            "autocomplete": "off",
            "autocapitalize": "characters",
        }

    def clean(self, value: Any) -> str:
        key = plate_key(super().clean(value))
        if key and len(key) < SHORTEST_PLATE:
            raise forms.ValidationError(_("Type the whole plate, such as 69A-123.45."))
        return key


class SearchForm(forms.Form):
    """A plate, a name or a number."""

    def __init__(self, *args: Any, label: Any, placeholder: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = SearchField(label=label, placeholder=placeholder)
