"""Form fields as they are typed here: a day, an instant, a unit, a birth, a telephone number.

What only a higher floor can read (which unit, which birth, which digits) a domain gives to its
subclass, because core stands below it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.dates import VIETNAM
from lachan.core.text import normal

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
MOMENT_FORMATS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Hh%M %d/%m/%Y", "%Y-%m-%dT%H:%M"]
PHONE_LENGTHS = (10, 11)

# An input that suggests units while one types; the page has `<datalist id="units-found">`.
UNIT_SUGGESTIONS: dict[str, Any] = {
    "list": "units-found",
    "autocomplete": "off",
    "hx-get": reverse_lazy("places:search"),
    "hx-vals": '{"format": "options", "kind": "unit", "value": "label"}',
    "hx-trigger": "input changed delay:200ms",
    "hx-target": "#units-found",
}


def day_input(**attributes: Any) -> forms.DateInput:
    """A day as it is written here: a browser set to another country would turn day and month."""
    shown = {"class": "input-short", "placeholder": "15/9/2021", "autocomplete": "off"}
    return forms.DateInput(format="%d/%m/%Y", attrs=shown | attributes)


class DayField(forms.DateField):
    """A day as it is written here: 15/9/2021."""

    widget: Any = day_input()
    default_error_messages = {
        "invalid": gettext_lazy("Type the day as day/month/year, such as 15/9/2021.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)


class MomentField(forms.DateTimeField):
    """An hour and a day as they are written here: 17:00 15/9/2021."""

    widget: Any = forms.DateTimeInput(
        format="%H:%M %d/%m/%Y",
        attrs={"class": "input-medium", "placeholder": "17:00 15/9/2021", "autocomplete": "off"},
    )
    default_error_messages = {
        "invalid": gettext_lazy("Type the hour and the day, such as 17:00 15/9/2021.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=MOMENT_FORMATS, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(VIETNAM) if isinstance(value, datetime) else value


class UnitField(forms.CharField):
    """A unit by its name, code or path; suggestions come while one types. Clean: its path.

    `day` says on which day the unit must exist; `find` gives the one unit that words can mean, or
    None, and `words_of` the words for a path, which are shown in its place.
    """

    find: Callable[[str, date], Any]
    words_of: Callable[[str, date], str]

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Commune or ward"))
        options.setdefault("help_text", gettext_lazy("Type a name and choose, or type the code."))
        options.setdefault("max_length", 200)
        super().__init__(**options)
        self.day: date | None = None
        self.widget.attrs |= UNIT_SUGGESTIONS

    def prepare_value(self, value: Any) -> Any:
        is_path = isinstance(value, str) and "/" in value and self.day
        return self.words_of(value, self.day) if is_path and self.day else value

    def clean(self, value: Any) -> Any:
        found = self.unit_of(value)
        return found.path if found else ""

    def unit_of(self, value: Any) -> Any:
        """The unit that was typed, None where nothing was."""
        words = super().clean(value).strip()
        if not words:
            return None
        found = self.find(words, self.day) if self.day else None
        if found is None:
            raise forms.ValidationError(
                _(
                    "On that day no unit, or more than one, has the name or code “%(words)s”: "
                    "choose one of the suggestions."
                )
                % {"words": words}
            )
        return found


class BirthField(forms.CharField):
    """A birth: the year, or the whole day. Clean: (day or None, year or None).

    It lies not after `day`; `read` raises ValueError for what is no birth.
    """

    read: Callable[..., Any]

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 20)
        super().__init__(**options)
        self.day: date | None = None
        self.widget.attrs |= {"class": "input-short", "placeholder": "1987", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return self.read(words, today=self.day or date.max)
        except ValueError as wrong:
            raise forms.ValidationError(
                _(
                    "“%(words)s” is no year or day of birth. Type the year, such as 1987, "
                    "or the whole day, such as 15/9/1987."
                )
                % {"words": words}
            ) from wrong


class PhoneField(forms.CharField):
    """A telephone number, kept as the digits that `digits_of` finds in what was typed."""

    digits_of: Callable[[str], str]

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Telephone"))
        super().__init__(max_length=20, **options)
        self.widget = forms.TextInput(
            attrs={
                "type": "tel",
                "inputmode": "tel",
                "class": "input-medium",
                "placeholder": "0912 345 678",
                "autocomplete": "off",
            }
        )

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        digits = self.digits_of(words)
        if words and len(digits) not in PHONE_LENGTHS:
            raise forms.ValidationError(
                _(
                    "A telephone number has 10 digits; this one has %(number)d. "
                    "Type it as 0912 345 678."
                )
                % {"number": len(digits)}
            )
        return digits


class SearchField(forms.CharField):
    """What somebody searches for, sent by POST: it stands in no address and no log.

    `shortcut` is what the list of keys says of the key that leads here; without one, the label.
    """

    def __init__(self, *, label: Any, placeholder: str, shortcut: Any = None) -> None:
        shown = {
            "type": "search",
            "autocomplete": "off",
            "placeholder": placeholder,
            "data-shortcut": "s",
            "data-shortcut-label": shortcut or label,
        }
        super().__init__(label=label, max_length=120, widget=forms.TextInput(attrs=shown))

    def clean(self, value: Any) -> str:
        return normal(super().clean(value))


class DatedForm(forms.Form):
    """A form that knows the day: its units are read as of then, its births lie before."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, UnitField | BirthField):
                field.day = today
