"""Fields of cases: a unit, a day, an instant, a birth, a telephone number, another case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.cases.queries.cases import case_named
from lachan.core.actor import NOBODY, Actor
from lachan.core.dates import VIETNAM
from lachan.people.rules.births import NotABirth, birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.places.queries import unit_at

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]
MOMENT_FORMATS = ["%H:%M %d/%m/%Y", "%d/%m/%Y %H:%M", "%Hh%M %d/%m/%Y", "%Y-%m-%dT%H:%M"]
PHONE_LENGTHS = (10, 11)


class UnitField(forms.CharField):
    """A unit by its code or path; suggestions come while one types its name. Clean: its path."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Commune or ward"))
        options.setdefault("help_text", gettext_lazy("Type a name and choose, or type the code."))
        super().__init__(**options)
        self.day: date | None = None
        self.widget.attrs |= {
            "list": "units-found",
            "autocomplete": "off",
            "hx-get": reverse_lazy("places:search"),
            "hx-vals": '{"format": "options", "kind": "unit"}',
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#units-found",
        }

    def clean(self, value: Any) -> str:
        words = super().clean(value).strip()
        if not words:
            return ""
        found = unit_at(words, self.day) if self.day else None
        if found is None:
            raise forms.ValidationError(
                _("No unit has the code or path “%(words)s” on that day.") % {"words": words}
            )
        return found.path


class CaseField(forms.CharField):
    """Another case by its number, with its unit where several have it. Clean: the case, or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "help_text", gettext_lazy("Its number, such as 12/2021; choose where several have it.")
        )
        super().__init__(**options)
        self.actor: Actor = NOBODY
        self.widget.attrs |= {
            "list": "cases-found",
            "autocomplete": "off",
            "placeholder": "12/2021",
            "hx-get": reverse_lazy("cases:options"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#cases-found",
        }

    def clean(self, value: Any) -> Any:
        words = super().clean(value).strip()
        if not words:
            return None
        found = case_named(self.actor, words)
        if not found:
            raise forms.ValidationError(_("No case in your area has the number “%s”.") % words)
        if len(found) > 1:
            raise forms.ValidationError(
                _("Several units have a case of this number: choose one of the suggestions.")
            )
        return found[0]


class MomentField(forms.DateTimeField):
    """An hour and a day as they are written here: 17:00 15/9/2021."""

    widget = forms.DateTimeInput(
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


class BirthField(forms.CharField):
    """A birth: the year, or the whole day. Clean: (day or None, year or None)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)
        self.day: date | None = None
        self.widget.attrs |= {"class": "input-short", "placeholder": "1987", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        try:
            return birth_of(words, today=self.day or date.max)
        except NotABirth as wrong:
            raise forms.ValidationError(
                _("Write the day as 15/9/1987, or only the year: 1987.")
            ) from wrong


class PhoneField(forms.CharField):
    """A telephone number, kept as its digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Telephone"))
        super().__init__(max_length=20, **options)
        self.widget = forms.TextInput(
            attrs={"type": "tel", "class": "input-medium", "placeholder": "0912 345 678"}
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


class DatedForm(forms.Form):
    """A form that knows the day: its units are read as of then, its births lie before."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField | BirthField):
                field.day = today


def same_minute(kept: datetime | None, typed: datetime | None) -> datetime | None:
    """What is kept where the form, which shows no seconds, shows the very same minute."""
    if kept is not None and typed is not None and kept.replace(second=0, microsecond=0) == typed:
        return kept
    return typed
