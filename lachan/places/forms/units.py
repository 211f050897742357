"""One change of a unit by a legal act, typed on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import UNIT_SUGGESTIONS, DayField

CHOICES: tuple[tuple[str, Any], ...] = (
    ("rename", _("Another name or kind")),
    ("merge", _("Merged into another unit")),
    ("split", _("Divided among several units")),
    ("create", _("A new unit")),
    ("end", _("Ended without a successor")),
)


class AmendmentForm(forms.Form):
    """The fields of a row of an amendments file; the rules judge them together."""

    action = forms.ChoiceField(label=_("What changed"), choices=CHOICES)
    day = DayField(label=_("From the day"))
    path = forms.CharField(
        label=_("Path of the unit"),
        max_length=60,
        help_text=_(
            "Codes from the province down, such as 96/964/32002 or, since 1/7/2025, 96/32002."
        ),
        widget=forms.TextInput(attrs={"class": "input-medium", **UNIT_SUGGESTIONS}),
    )
    name = forms.CharField(
        label=_("Its full name before (of a new unit: its name)"),
        max_length=160,
        widget=forms.TextInput(attrs={"placeholder": "Phường 4"}),
    )
    to_path = forms.CharField(
        label=_("Path of the unit that it became or went to"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input-medium", **UNIT_SUGGESTIONS}),
        help_text=_("Leave empty when only the name changed."),
    )
    to_name = forms.CharField(
        label=_("Full name of that unit"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "Phường 2"}),
    )
    partial = forms.BooleanField(
        label=_("Only a part went there; the unit goes on"), required=False
    )
    source = forms.CharField(
        label=_("Legal source"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "Nghị quyết 1252/NQ-UBTVQH15"}),
    )

    def as_row(self) -> dict[str, str]:
        """The typed values as a row of an amendments file."""
        values = self.cleaned_data
        return {
            **{key: str(values[key]) for key in ("action", "path", "name", "to_path", "to_name")},
            "day": values["day"].isoformat(),
            "partial": "yes" if values["partial"] else "",
            "source": values["source"],
        }
