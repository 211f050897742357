"""Fields of cases: a unit, a birth, a telephone number, another case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.cases.queries.cases import case_named
from lachan.core import fields
from lachan.core.actor import NOBODY, Actor
from lachan.people.rules.births import birth_of
from lachan.people.rules.identifiers import phone_key
from lachan.places.queries import unit_meant, unit_words


class UnitField(fields.UnitField):
    """A unit by its name, code or path. Clean: its path."""

    find = staticmethod(unit_meant)
    words_of = staticmethod(unit_words)


class BirthField(fields.BirthField):
    """A birth: the year, or the whole day."""

    read = staticmethod(birth_of)


class PhoneField(fields.PhoneField):
    """A telephone number, kept as its digits."""

    digits_of = staticmethod(phone_key)


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
            "hx-post": reverse_lazy("cases:options"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#cases-found",
            "hx-include": "closest form",
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


def same_minute(kept: datetime | None, typed: datetime | None) -> datetime | None:
    """What is kept where the form, which shows no seconds, shows the very same minute."""
    if kept is not None and typed is not None and kept.replace(second=0, microsecond=0) == typed:
        return kept
    return typed
