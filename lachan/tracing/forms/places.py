"""Which place is meant: a known one, offered while one types, or a new one with its unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.forms.fields import UnitField
from lachan.tracing.rules.words import SETTINGS
from lachan.tracing.terms import Setting


class PlaceFields(forms.Form):
    """The fields of a place, drawn by `_place_field.html` and `_new_place.html`."""

    place = forms.CharField(
        label=gettext_lazy("Which place"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-post": reverse_lazy("tracing:offer_places"),
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#place-offers",
                "hx-include": "closest form",
            }
        ),
    )
    place_key = forms.UUIDField(required=False)
    place_words = forms.CharField(max_length=200, required=False)
    setting = forms.ChoiceField(
        label=gettext_lazy("What kind of place"),
        choices=[(key, words) for key, words in SETTINGS.items() if key != Setting.HOUSEHOLD],
        required=False,
        initial=Setting.OTHER,
    )
    unit = UnitField(label=gettext_lazy("Commune or hamlet of the place"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address or how to find it"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        """What was sent; without the key where other words were typed than it was chosen for."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("place") != values.get("place_words"):
            values["place_key"] = None
        return values

    def place_meant(self, path: str) -> PlaceWords:
        """The place of a valid form; a new one lies at `path`."""
        values = self.cleaned_data
        return PlaceWords(
            name=values["place"],
            setting=Setting(values.get("setting") or Setting.OTHER),
            path=path,
            address=values.get("address", ""),
            key=values["place_key"],
        )
