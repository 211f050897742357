"""The form in which a dated number gets its next value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.fields import DayField, day_input
from lachan.core.limits import LONGEST_SOURCE, Bounds, faults


class LimitForm(forms.Form):
    """Which number, its new value, from which day, by which document."""

    name = forms.ChoiceField(label=gettext_lazy("Which number"))
    value = forms.IntegerField(
        label=gettext_lazy("New value"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "input-short", "autocomplete": "off"}
        ),
        error_messages={"invalid": gettext_lazy("Type a whole number, such as 24.")},
    )
    valid_from = DayField(
        label=gettext_lazy("From which day"), widget=day_input(inputmode="numeric")
    )
    source = forms.CharField(
        label=gettext_lazy("Source document"),
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy(
            "Number, date and clause. Begin with “cần xác nhận” what is still to be confirmed."
        ),
        widget=forms.TextInput(attrs={"placeholder": "Công văn 308-CV/TU ngày 14/9/2021, khoản 1"}),
    )

    def __init__(
        self,
        *args: Any,
        words: Mapping[Any, Any],
        bounds: Mapping[Any, Bounds],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["valid_from"].initial = today
        self.bounds, self.today = bounds, today
        self.fields["name"].choices = [  # type: ignore[attr-defined]
            ("", _("choose")),
            *(
                (str(name), f"{text} ({bounds[name].lowest}–{bounds[name].highest})")
                for name, text in words.items()
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Say beside each field why the value cannot be set so."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            found = faults(
                value=values["value"],
                bounds=self.bounds[values["name"]],
                valid_from=values["valid_from"],
                source=values["source"],
                today=self.today,
            )
            for field, sentence in found.items():
                self.add_error(field, sentence)
        return values
