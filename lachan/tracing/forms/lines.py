"""One line in few taps: the day, when, where, whom; only what its kind asks for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.dates import VIETNAM, day_of
from lachan.core.fields import PHONE_LENGTHS
from lachan.people.rules.identifiers import phone_key
from lachan.tracing.actions.lines import LineWords, MetWords
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.forms.fields import BirthField, PhoneField, UnitField
from lachan.tracing.forms.places import PlaceFields
from lachan.tracing.rules.spans import NotATime, Span, span_of
from lachan.tracing.rules.words import PARTS
from lachan.tracing.terms import LineKind, Precision, Setting, Source

# What each kind asks for, in the order of the page; the others are not on it.
PLACE = ("place", "place_key", "place_words", "setting", "unit", "address")
PERSON = ("person", "person_key", "person_words", "phone", "birth", "person_unit")
WHEN = ("day", "since", "until", "part")
FIELDS = {
    LineKind.STAY: (*WHEN, *PLACE, "words"),
    LineKind.TRIP: (*WHEN, "place", "place_key", "place_words", "row", "words"),
    LineKind.HOUSEHOLD: (*WHEN, "words"),
    LineKind.MET: (*WHEN, *PERSON, "setting", "words"),
    LineKind.EVENT: (*WHEN, "words"),
}
HOUR = {"class": "input-short", "inputmode": "text", "placeholder": "7:30", "autocomplete": "off"}


class LineForm(PlaceFields):
    """A line of one kind. `key` comes with the empty form: sent twice, it is one line."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    interview = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=date.fromisoformat)
    since = forms.CharField(
        label=gettext_lazy("From (hour)"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs=HOUR),
    )
    until = forms.CharField(
        label=gettext_lazy("To (hour)"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs=HOUR | {"placeholder": "9:00"}),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Or about when"),
        choices=list(PARTS.items()),
        required=False,
        widget=forms.RadioSelect,
    )
    row = forms.IntegerField(
        label=gettext_lazy("Row of the seat"),
        required=False,
        min_value=0,
        widget=forms.TextInput(
            attrs={"class": "input-short", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    person = forms.CharField(
        label=gettext_lazy("Who was met"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "placeholder": gettext_lazy("name, or telephone number"),
                "hx-post": reverse_lazy("tracing:offer_persons"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#person-offers",
                "hx-include": "closest form",
            }
        ),
    )
    # A key stands only with the words that it was chosen for, not with others typed since.
    person_key = forms.UUIDField(required=False)
    person_words = forms.CharField(max_length=200, required=False)
    phone = PhoneField(label=gettext_lazy("Telephone"), required=False)
    birth = BirthField(label=gettext_lazy("Birth"), required=False)
    person_unit = UnitField(label=gettext_lazy("Commune where they live"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What else was told"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        kind: LineKind,
        days: Sequence[date],
        home: str,
        today: date,
        usual_minutes: int,
        **options: Any,
    ) -> None:
        """`days` are those that can be chosen, `home` the unit of a place of which none is told."""
        super().__init__(*args, **options)
        self.kind, self.home = kind, home
        self.usual = timedelta(minutes=usual_minutes)
        for name in list(self.fields):
            if name not in (*FIELDS[kind], "key", "replaces", "interview"):
                del self.fields[name]
        self.fields["day"].choices = [(day.isoformat(), day_words(day, today)) for day in days]  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, UnitField | BirthField):
                field.day = today
        for name, why in (
            ("place", _("Say which place it was.")),
            ("person", _("Say who was met.")),
        ):
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = why
        if kind == LineKind.TRIP:
            self.fields["place"].label = _("Plate, flight or boat, route")
        if kind == LineKind.EVENT:
            self.fields["words"].label = _("What happened")
            self.fields["words"].required = True

    @property
    def hours(self) -> list[Any]:
        """The two hours, which stand side by side."""
        return [self["since"], self["until"]]

    def clean(self) -> dict[str, Any]:
        """The span that was told; whom and which place the words mean."""
        values: dict[str, Any] = super().clean() or {}
        if "person" in values and values["person"] != values.get("person_words"):
            values["person_key"] = None
        if "person" in values and not values.get("person_key"):
            self._take_number(values)
        if "day" in values:
            try:
                values["span"] = self._span(values)
            except NotATime as wrong:
                self.add_error(wrong.field, str(wrong))
        return values

    def _span(self, values: dict[str, Any]) -> Span:
        """The span told; of a line that is corrected, only what was typed anew is another one."""
        part, since, until = (values.get(name, "") for name in ("part", "since", "until"))
        kept = self.initial.get("precision", "")
        is_anew = not kept or bool({"since", "until"} & set(self.changed_data))
        if part and not is_anew:
            since = until = ""
        span = span_of(values["day"], part, since, until, usual=self.usual)
        if part or is_anew:
            return span
        # What was told as about such an hour is not known better for being corrected elsewhere.
        return replace(span, precision=Precision(kept))

    def _take_number(self, values: dict[str, Any]) -> None:
        """A number typed for a name: put it where numbers stand, and ask for the name."""
        words = values["person"]
        if any(letter.isalpha() for letter in words):
            return
        number = phone_key(words)
        if len(number) in PHONE_LENGTHS and not self.data.get(self.add_prefix("phone")):
            self._retype(person="", phone=number)
        self.add_error("person", _("Write the name; the number goes under Telephone."))

    def renew_key(self) -> None:
        """Let what was typed be another line when it is sent again."""
        self._retype(key=str(uuid.uuid4()))

    def _retype(self, **values: str) -> None:
        """Other values than were sent, for when the form is shown again."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        for name, value in values.items():
            data[self.add_prefix(name)] = value
        self.data = data

    def line(self, source: Source = Source.INTERVIEW, photo_key: UUID | None = None) -> LineWords:
        """The line of a valid form."""
        values = self.cleaned_data
        told = ("since", "until", "part", "place", "person", "phone", "address", "words")
        return LineWords(
            key=values["key"],
            kind=self.kind,
            span=values["span"],
            place=self._place() if "place" in self.fields else None,
            met=self._met() if "person" in self.fields else None,
            setting=Setting(values["setting"]) if values.get("setting") else None,
            row=values.get("row"),
            words=values.get("words", ""),
            source=source,
            interview_key=values.get("interview"),
            photo_key=photo_key,
            replaces=values.get("replaces"),
            reported={name: str(values[name]) for name in told if values.get(name)},
        )

    def _place(self) -> PlaceWords:
        words = self.place_meant(self.cleaned_data.get("unit") or self.home)
        return replace(words, setting=Setting.VEHICLE) if self.kind == LineKind.TRIP else words

    def _met(self) -> MetWords:
        values = self.cleaned_data
        birth_on, birth_year = values["birth"]
        return MetWords(
            full_name=values["person"],
            phone=values["phone"],
            birth_on=birth_on,
            birth_year=birth_year,
            path=values["person_unit"],
            key=values["person_key"],
        )


def initial_of(line: Any) -> dict[str, Any]:
    """How a standing line fills the form that corrects it."""
    exact = line.precision == Precision.MINUTE
    return {
        "replaces": line.key,
        "precision": line.precision,
        "day": day_of(line.started_at).isoformat(),
        "since": _hour(line.started_at) if line.precision != Precision.DAY else "",
        "until": _hour(line.ended_at) if exact or line.precision == Precision.PART else "",
        "place": line.venue.name if line.venue else "",
        "place_key": line.venue.key if line.venue else None,
        "place_words": line.venue.name if line.venue else "",
        "setting": line.setting,
        "unit": line.venue.path if line.venue else "",
        "row": line.row,
        "person": line.met.full_name if line.met else "",
        "person_key": line.met.key if line.met else None,
        "person_words": line.met.full_name if line.met else "",
        "words": line.words,
    }


def _hour(instant: Any) -> str:
    return f"{instant.astimezone(VIETNAM):%H:%M}"


def day_words(day: date, today: date) -> str:
    """ "Thứ sáu 10/9", with today and yesterday by their names."""
    back = (today - day).days
    if back in (0, 1):
        return f"{_('Today') if back == 0 else _('Yesterday')}, {day.day}/{day.month}"
    return f"{formats.date_format(day, 'l')} {day.day}/{day.month}"
