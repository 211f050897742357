"""Fields of declarations: a place by its name, a day and an hour as they are written here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.arrivals.queries.naming import Named, read_place
from lachan.core.dates import VIETNAM
from lachan.people.rules.births import NotABirth, birth_of
from lachan.people.rules.identifiers import phone_key

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
MOMENT_FORMATS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Hh%M %d/%m/%Y", "%Y-%m-%dT%H:%M"]
PHONE_LENGTHS = (10, 11)


class DayField(forms.DateField):
    """A day as it is written here: 15/9/2021."""

    widget = forms.DateInput(
        format="%d/%m/%Y",
        attrs={"class": "input-short", "placeholder": "15/9/2021", "autocomplete": "off"},
    )
    default_error_messages = {
        "invalid": gettext_lazy("Type the day as day/month/year, such as 15/9/2021.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **options)
        self.widget.attrs["inputmode"] = "numeric"


class MomentField(forms.DateTimeField):
    """An hour and a day as they are written here: 17:00 15/9/2021; a day alone is its noon."""

    widget = forms.DateTimeInput(
        format="%H:%M %d/%m/%Y",
        attrs={"class": "input-medium", "placeholder": "17:00 15/9/2021", "autocomplete": "off"},
    )
    default_error_messages = {
        "invalid": gettext_lazy("Type the hour and the day, such as 17:00 15/9/2021.")
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=MOMENT_FORMATS, **options)

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            for pattern in DAY_FORMATS:
                try:
                    noon = datetime.strptime(value.strip(), pattern).replace(
                        hour=12, tzinfo=VIETNAM
                    )
                except ValueError:
                    continue
                return noon
        found: datetime | None = super().to_python(value)
        return found


class BirthField(forms.CharField):
    """A birth: the year, or the whole day. Clean: (day or None, year)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.today: date | None = None
        self.widget.attrs |= {
            "class": "input-short",
            "placeholder": "1987",
            "inputmode": "numeric",
            "autocomplete": "bday-year",
        }

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return birth_of(words, today=self.today or date.max)
        except NotABirth as wrong:
            raise forms.ValidationError(
                _(
                    "“%(words)s” is no year or day of birth. Type the year, such as 1987, "
                    "or the whole day, such as 15/9/1987."
                )
                % {"words": words}
            ) from wrong


class PhoneField(forms.CharField):
    """A telephone number, kept as its digits."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.widget = forms.TextInput(
            attrs={
                "type": "tel",
                "inputmode": "tel",
                "autocomplete": "tel",
                "class": "input-medium",
                "placeholder": "0912 345 678",
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


class PlaceField(forms.CharField):
    """A unit by its name, with or without diacritics; suggestions come while one types.

    `where` is `home` (communes and hamlets of the province) or `anywhere`. Clean: `Named`; words
    that name no unit are an error only when `is_strict`.
    """

    def __init__(self, *, where: str, is_strict: bool, **options: Any) -> None:
        super().__init__(max_length=200, **options)
        self.where, self.is_strict = where, is_strict
        self.day: date | None = None
        self.widget.attrs |= {
            "list": f"places-{where}",
            "autocomplete": "off",
            "hx-get": reverse_lazy("arrivals:place_names"),
            "hx-vals": f'{{"where": "{where}"}}',
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#places-{where}",
            "hx-params": "*",
        }

    def clean(self, value: Any) -> Named:
        words = super().clean(value)
        if not words or self.day is None:
            return Named(None, "")
        named = read_place(words, self.where, self.day)
        if named.unit is None and self.is_strict:
            raise forms.ValidationError(self._sentence(words, named))
        return named

    def _sentence(self, words: str, named: Named) -> str:
        if named.candidates:
            return _(
                "Several places are named “%(words)s”. Type the district too, such as: %(names)s."
            ) % {"words": words, "names": "; ".join(named.candidates[:3])}
        return _(
            "No commune or ward is named “%(words)s”. Type the name of the commune, "
            "with or without diacritics, and choose from the list."
        ) % {"words": words}
