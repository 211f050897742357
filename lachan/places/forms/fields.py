"""Fields of this domain: a day as it is written here, a unit found by its code or path."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.places.models import Unit
from lachan.places.queries import unit_at

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"]


# An input that suggests units while one types; the page has `<datalist id="units-found">`.
SUGGESTIONS: dict[str, Any] = {
    "list": "units-found",
    "autocomplete": "off",
    "hx-get": reverse_lazy("places:search"),
    "hx-vals": '{"format": "options", "kind": "unit"}',
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#units-found",
}


class DayField(forms.DateField):
    """A day as it is written here: 15/9/2021."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"class": "input-short", "placeholder": "15/9/2021", "autocomplete": "off"},
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)


class UnitField(forms.CharField):
    """A unit by its GSO code or path; suggestions come while one types its name.

    `on(day)` says on which day the unit must exist.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", gettext_lazy("Type a name and choose, or type the code."))
        super().__init__(**options)
        self.day: date | None = None
        self.widget.attrs |= SUGGESTIONS

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": 200}

    def clean(self, value: Any) -> Unit | None:
        words = super().clean(value).strip()
        if not words:
            return None
        found = unit_at(words, self.day) if self.day else None
        if found is None:
            raise forms.ValidationError(
                _("No unit has the code or path “%(words)s” on that day.") % {"words": words}
            )
        return found
