"""Fields of these forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOMENTS = ("%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Hh%M %d/%m/%Y", "%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """An hour of a day: "14:10 15/9/2021"."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "error_messages",
            {
                "invalid": _("Write the hour and the day like this: 14:10 15/9/2021."),
                "required": _("Write the hour and the day like this: 14:10 15/9/2021."),
            },
        )
        options.setdefault(
            "widget",
            forms.DateTimeInput(
                format="%H:%M %d/%m/%Y",
                attrs={"class": "input-medium", "placeholder": "14:10 15/9/2021"},
            ),
        )
        super().__init__(input_formats=MOMENTS, **options)


class LinesField(forms.CharField):
    """One entry a line; empty lines are passed over."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**options)

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


def choices(labels: Any, *, empty: Any = None) -> list[tuple[str, Any]]:
    """Choices of a dictionary of words."""
    rows = [(str(key), label) for key, label in labels.items()]
    return [("", empty), *rows] if empty is not None else rows
