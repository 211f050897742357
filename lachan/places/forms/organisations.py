"""Adding, editing and ending a body."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.actor import Actor
from lachan.core.fields import DayField
from lachan.places.forms.fields import UnitField
from lachan.places.models import Organisation
from lachan.places.queries import organisations
from lachan.places.rules.names import fold
from lachan.places.terms import ORGANISATION_LABELS

CHANGED, CORRECTED = "changed", "corrected"


class _BodyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        help_text=gettext_lazy("As it stands in documents: Sở Y tế, Công an huyện U Minh."),
    )
    abbreviations = forms.CharField(
        label=gettext_lazy("Short forms"),
        required=False,
        max_length=400,
        help_text=gettext_lazy(
            "Other ways of writing it, separated by semicolons: SYT; Ngành Y tế."
        ),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("System"), choices=list(ORGANISATION_LABELS.items())
    )
    superior = forms.ChoiceField(label=gettext_lazy("Superior body"), required=False)

    def __init__(self, *args: Any, actor: Actor, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.day = day
        self.superiors = {str(row.pk): row for row in self._superiors(actor, day)}
        superior = self.fields["superior"]
        superior.choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, row.name) for key, row in self.superiors.items()),
        ]

    def _superiors(self, actor: Actor, day: date) -> list[Organisation]:
        """Bodies of the provinces and districts: those of communes command nobody."""
        return list(organisations(actor, day).exclude(unit__kind="commune"))

    def clean_abbreviations(self) -> list[str]:
        words: str = self.cleaned_data["abbreviations"]
        return [part.strip() for part in words.replace("\n", ";").split(";") if part.strip()]

    def clean_superior(self) -> Organisation | None:
        return self.superiors.get(self.cleaned_data["superior"])

    @property
    def values(self) -> dict[str, Any]:
        """Name, short forms, kind and superior, as the actions take them."""
        return {
            key: self.cleaned_data[key] for key in ("name", "abbreviations", "kind", "superior")
        }


class AddOrganisationForm(_BodyForm):
    unit = UnitField(label=gettext_lazy("Unit"))
    code = forms.SlugField(
        label=gettext_lazy("Short code"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Ends the path, such as so-y-te. Left empty, it is made of the name."
        ),
        widget=forms.TextInput(attrs={"class": "input-medium"}),
    )
    valid_from = DayField(label=gettext_lazy("Exists since"))
    valid_until = DayField(label=gettext_lazy("No more since"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Decision or other source"), max_length=300, required=False
    )
    field_order = ("name", "unit", "kind", "superior", "abbreviations", "valid_from")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = self.fields["unit"]
        if isinstance(unit, UnitField):
            unit.day = self.day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("code") and values.get("name"):
            values["code"] = fold(values["name"]).replace(" ", "-")[:40].strip("-")
        if values.get("code") and not values["code"][0].isalpha():
            self.add_error("code", _("The code begins with a letter."))
        since, until = values.get("valid_from"), values.get("valid_until")
        if since and until and until <= since:
            self.add_error("valid_until", _("This day must come after the day it began."))
        return values


class EditOrganisationForm(_BodyForm):
    how = forms.ChoiceField(
        label=gettext_lazy("Why is it edited?"),
        choices=(
            (CORRECTED, gettext_lazy("A mistake is put right: it was always so")),
            (CHANGED, gettext_lazy("It changed on a day: before, the old name stays")),
        ),
        initial=CORRECTED,
        widget=forms.RadioSelect,
    )
    day_changed = DayField(label=gettext_lazy("Changed on"), required=False)
    source = forms.CharField(
        label=gettext_lazy("Decision that changed it"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") == CHANGED:
            for name, text in (
                ("day_changed", _("Say on which day it changed.")),
                ("source", _("Name the decision that changed it.")),
            ):
                if not values.get(name):
                    self.add_error(name, text)
        return values


class EndOrganisationForm(forms.Form):
    day = DayField(label=gettext_lazy("No more since"))
    source = forms.CharField(label=gettext_lazy("Decision or other source"), max_length=300)
