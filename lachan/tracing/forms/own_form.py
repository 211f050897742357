"""What a contact fills in by themselves: whom they met, when and where ("Biểu mẫu 4")."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.text import normal
from lachan.tracing.actions.lines import LineWords, MetWords
from lachan.tracing.forms.fields import PhoneField
from lachan.tracing.forms.lines import HOUR, day_words
from lachan.tracing.rules.spans import NotATime, Part, span_of
from lachan.tracing.rules.words import PARTS, SETTINGS
from lachan.tracing.terms import LineKind, Setting, Source

PEOPLE = 3
MOST_PEOPLE = 30


class MeetingForm(forms.Form):
    """One person met: only the name and the day are needed."""

    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Where they live"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=date.fromisoformat)
    since = forms.CharField(
        label=gettext_lazy("At about (hour)"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs=HOUR),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Or about when"),
        choices=[("", "–"), *PARTS.items()],
        required=False,
    )
    setting = forms.ChoiceField(
        label=gettext_lazy("Where you met"),
        choices=[("", "–"), *SETTINGS.items()],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        days: Sequence[date],
        today: date,
        usual_minutes: int,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.usual = timedelta(minutes=usual_minutes)
        # A part in which only the day stands, as it came, was not touched.
        self.initial.setdefault("day", days[0].isoformat())
        self.fields["day"].choices = [(day.isoformat(), day_words(day, today)) for day in days]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The span that was told."""
        values: dict[str, Any] = super().clean() or {}
        if "day" in values:
            try:
                values["span"] = span_of(
                    values["day"],
                    values.get("part") or Part.WHOLE_DAY,
                    values.get("since", ""),
                    "",
                    usual=self.usual,
                )
            except NotATime as wrong:
                self.add_error(wrong.field, str(wrong))
        return values

    def line(self) -> LineWords:
        """The meeting of a valid form; its key is given by whoever keeps it."""
        values = self.cleaned_data
        return LineWords(
            key=uuid.uuid4(),
            kind=LineKind.MET,
            span=values["span"],
            met=MetWords(
                full_name=values["full_name"],
                phone=values["phone"],
                address=values["address"],
            ),
            setting=Setting(values["setting"]) if values["setting"] else None,
            words=normal(values["address"]),
            source=Source.FORM,
            reported={
                name: str(values[name])
                for name in ("full_name", "phone", "address", "since", "part")
                if values.get(name)
            },
        )


def meeting_forms(bound: Any, *, more: bool, **options: Any) -> Any:
    """One part for each person met; `more` adds parts to what was typed."""
    made = forms.formset_factory(
        MeetingForm, extra=PEOPLE, max_num=MOST_PEOPLE, absolute_max=MOST_PEOPLE
    )
    if bound is not None and more:
        values = bound.copy()
        typed = str(values.get("m-TOTAL_FORMS") or "")
        count = int(typed) if typed.isdecimal() else 0
        values["m-TOTAL_FORMS"] = str(min(count + PEOPLE, MOST_PEOPLE))
        formset = made(values, prefix="m", form_kwargs=options)
        part: Any
        for part in formset.forms:
            part.empty_permitted = True
            part._errors = {}
        return formset
    return made(bound, prefix="m", form_kwargs=options)


def is_empty(people: Any) -> bool:
    """Whether nobody is named in a sheet; says so in its first part."""
    if any(form.has_changed() and form.cleaned_data.get("full_name") for form in people):
        return False
    people.forms[0].add_error("full_name", _("Name at least one person."))
    return True
