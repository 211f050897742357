"""Fields of declarations: a place by its name, a day and an hour as they are written here."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from lachan.arrivals.queries.naming import Named, read_place
from lachan.core import fields
from lachan.core.dates import VIETNAM
from lachan.people.rules.births import birth_of
from lachan.people.rules.identifiers import phone_key


class DayField(fields.DayField):
    """A day as it is written here, on the number keys of a telephone."""

    widget = fields.day_input(inputmode="numeric")


class MomentField(fields.MomentField):
    """An hour and a day as they are written here; a day alone is its noon."""

    def to_python(self, value: Any) -> datetime | None:
        if isinstance(value, str):
            for pattern in fields.DAY_FORMATS:
                try:
                    noon = datetime.strptime(value.strip(), pattern).replace(
                        hour=12, tzinfo=VIETNAM
                    )
                except ValueError:
                    continue
                return noon
        found: datetime | None = super().to_python(value)
        return found


class BirthField(fields.BirthField):
    """A birth: the year, or the whole day; whoever declares may let the browser fill it in."""

    read = staticmethod(birth_of)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "bday-year"}


class PhoneField(fields.PhoneField):
    """A telephone number, kept as its digits; the browser may fill it in."""

    digits_of = staticmethod(phone_key)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs["autocomplete"] = "tel"


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
