"""The declaration: what is journey to a household, and one part for each person."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.arrivals.forms.fields import BirthField, DayField, MomentField, PhoneField, PlaceField
from lachan.arrivals.queries.naming import ANYWHERE, HOME
from lachan.arrivals.rules.declaring import DeclaredOne, Draft
from lachan.arrivals.terms import Channel
from lachan.core import path as paths
from lachan.core.dates import VIETNAM, day_of, end_of_day
from lachan.core.text import normal, whole_number
from lachan.people.rules.cards import read_card
from lachan.people.rules.numbers import other_number, packed
from lachan.people.terms import Sex
from lachan.policies.rules.facts import Test

MOST_PEOPLE = 15
CARD_NUMBERS = ("citizen_id", "old_card", "passport", "insurance_id")
FUTURE = timedelta(days=14)
PAST = timedelta(days=60)
SEXES = (
    ("", gettext_lazy("choose")),
    (Sex.MALE, gettext_lazy("male")),
    (Sex.FEMALE, gettext_lazy("female")),
)
DOSES = (
    ("", gettext_lazy("choose")),
    ("0", gettext_lazy("not vaccinated")),
    ("1", gettext_lazy("1 dose")),
    ("2", gettext_lazy("2 doses")),
    ("3", gettext_lazy("3 doses or more")),
)
TESTS = (
    ("", gettext_lazy("choose")),
    ("none", gettext_lazy("not tested")),
    ("pcr:negative", gettext_lazy("PCR, negative")),
    ("rapid:negative", gettext_lazy("rapid test, negative")),
    ("pcr:positive", gettext_lazy("PCR, positive")),
    ("rapid:positive", gettext_lazy("rapid test, positive")),
    ("pcr:", gettext_lazy("PCR, waiting for the result")),
)
SYMPTOMS = (
    ("fever", gettext_lazy("fever")),
    ("cough", gettext_lazy("cough")),
    ("breath", gettext_lazy("short of breath")),
    ("throat", gettext_lazy("sore throat")),
    ("tired", gettext_lazy("tired")),
    ("taste", gettext_lazy("no taste or smell")),
)


class JourneyForm(forms.Form):
    """What is typed once for all who come together."""

    phone = PhoneField(label=gettext_lazy("Telephone"))
    from_place = PlaceField(
        where=ANYWHERE,
        is_strict=False,
        label=gettext_lazy("Where do you come from?"),
        help_text=gettext_lazy("Province, or district and province: “quan 7, ho chi minh”."),
    )
    arrives_at = MomentField(label=gettext_lazy("When did you arrive, or will you?"))
    commune = PlaceField(
        where=HOME,
        is_strict=True,
        label=gettext_lazy("To which commune or ward?"),
        help_text=gettext_lazy("Type a few letters and choose: “an xuyen”."),
    )
    hamlet = forms.CharField(label=gettext_lazy("Hamlet"), max_length=120, required=False)
    address = forms.CharField(
        label=gettext_lazy("House number, street, or whose house"), max_length=300, required=False
    )
    vehicle = forms.CharField(
        label=gettext_lazy("Number plate, coach, flight or boat"), max_length=100, required=False
    )
    left_on = DayField(label=gettext_lazy("Day on which you left there"), required=False)
    stayed_since = DayField(label=gettext_lazy("There since"), required=False)
    place = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)

    main = ("phone", "from_place", "arrives_at", "commune", "hamlet", "address")
    more = ("vehicle", "left_on", "stayed_since")

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "arrives_at": now.astimezone(VIETNAM),
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        self.now = now
        for name in ("from_place", "commune"):
            self.fields[name].day = day_of(now)  # type: ignore[attr-defined]
        self.fields["hamlet"].widget.attrs |= {"autocomplete": "off", "class": "input-medium"}
        self.fields["address"].widget.attrs["autocomplete"] = "street-address"

    def main_fields(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [self[name] for name in self.main]

    def more_fields(self) -> list[forms.BoundField]:
        """What only some can say."""
        return [self[name] for name in self.more]

    def clean_arrives_at(self) -> datetime:
        at: datetime = self.cleaned_data["arrives_at"]
        if not self.now - PAST <= at <= self.now + FUTURE:
            raise forms.ValidationError(
                _(
                    "The arrival must lie between %(first)s and %(last)s. "
                    "Type the hour and the day, such as %(now)s."
                )
                % {
                    "first": f"{(self.now - PAST).astimezone(VIETNAM):%d/%m/%Y}",
                    "last": f"{(self.now + FUTURE).astimezone(VIETNAM):%d/%m/%Y}",
                    "now": f"{self.now.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
                }
            )
        return at

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        at, left, since = (values.get(n) for n in ("arrives_at", "left_on", "stayed_since"))
        if left and at and left > day_of(at):
            self.add_error(
                "left_on",
                _("You cannot leave after you arrive (%(day)s).")
                % {"day": f"{day_of(at):%d/%m/%Y}"},
            )
        if since and left and since > left:
            self.add_error("stayed_since", _("This day must be before the day of leaving."))
        return values


class PersonForm(forms.Form):
    """One of those who come together.

    `card` takes the text of a scanned card, from a hand scanner or pasted: `with_cards` fills the
    fields from it, and it is not kept.
    """

    card = forms.CharField(
        label=gettext_lazy("Text of the card's code, from a scanner"),
        max_length=4096,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )

    full_name = forms.CharField(label=gettext_lazy("Full name"), max_length=120)
    birth = BirthField(label=gettext_lazy("Year of birth"))
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=SEXES, required=False)
    number = forms.CharField(
        label=gettext_lazy("Number of the identity card, passport or insurance card"),
        max_length=30,
        required=False,
    )
    doses = forms.ChoiceField(
        label=gettext_lazy("Vaccinated against COVID-19"), choices=DOSES, required=False
    )
    last_dose_on = DayField(label=gettext_lazy("Day of the last dose"), required=False)
    test = forms.ChoiceField(label=gettext_lazy("Test"), choices=TESTS, required=False)
    result_at = MomentField(label=gettext_lazy("Hour of the result"), required=False)
    recovered_on = DayField(label=gettext_lazy("Had COVID-19: day of recovery"), required=False)
    met_case_on = DayField(label=gettext_lazy("Was near a case: on which day"), required=False)
    symptoms = forms.MultipleChoiceField(
        label=gettext_lazy("How do you feel? Tick what you have"),
        choices=SYMPTOMS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    main = ("full_name", "birth", "sex", "number")
    more = (
        *("doses", "last_dose_on", "test", "result_at", "recovered_on", "met_case_on"),
        "symptoms",
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields["birth"].day = day_of(now)  # type: ignore[attr-defined]
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["number"].widget.attrs |= {"autocomplete": "off", "class": "input-medium"}
        for name in ("sex", "doses", "test"):
            self.fields[name].widget.attrs["class"] = "input-medium"

    def main_fields(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        return [self[name] for name in self.main]

    def more_fields(self) -> list[forms.BoundField]:
        """What the rule may depend on."""
        return [self[name] for name in self.more]

    def clean_full_name(self) -> str:
        name = normal(self.cleaned_data["full_name"])
        if not any(sign.isalpha() for sign in name):
            raise forms.ValidationError(_("Type the full name, such as Nguyễn Văn An."))
        return name

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        today = day_of(self.now)
        for name in ("last_dose_on", "recovered_on", "met_case_on"):
            day = values.get(name)
            if day and day > today:
                self.add_error(
                    name, _("This day must not be after today (%(day)s).") % {"day": _day(today)}
                )
        if values.get("result_at") and values["result_at"] > self.now:
            self.add_error(
                "result_at",
                _("The result cannot be of the future; now it is %(now)s.")
                % {"now": f"{self.now.astimezone(VIETNAM):%H:%M %d/%m/%Y}"},
            )
        return values

    def one(self) -> DeclaredOne:
        """The person as declared; call it only when the form is valid."""
        values = self.cleaned_data
        birth_on, birth_year = values["birth"] or (None, None)
        number = values["number"]
        names = dict(SYMPTOMS)
        return DeclaredOne(
            full_name=values["full_name"],
            birth_on=birth_on,
            birth_year=birth_year,
            sex=Sex(values["sex"]),
            identifiers=(other_number(number),) if packed(number) else (),
            doses=int(values["doses"]) if values["doses"] else None,
            last_dose_on=values["last_dose_on"],
            test=_test(values),
            has_no_test=values["test"] == "none",
            recovered_on=values["recovered_on"],
            is_contact=True if values["met_case_on"] else None,
            last_contact_at=end_of_day(values["met_case_on"]) if values["met_case_on"] else None,
            symptoms=", ".join(str(names[code]) for code in values["symptoms"]),
            content={
                name: self.data.get(self.add_prefix(name), "")
                for name in self.fields
                if name != "card"
            }
            | {"symptoms": list(values["symptoms"])},
        )


def with_cards(typed: Any, prefix: str) -> Any:
    """The typed words with the fields of each person filled from the card scanned for them.

    What a card says replaces what was typed; its text is taken away. Unknown codes change nothing.
    """
    values = typed.copy()
    for position in range(min(whole_number(values.get(f"{prefix}-TOTAL_FORMS")), MOST_PEOPLE)):
        start = f"{prefix}-{position}-"
        text = values.get(f"{start}card", "")
        if not text:
            continue
        read = read_card(text.strip()).fields
        number = next((read[name] for name in CARD_NUMBERS if read.get(name)), "")
        for name, word in (
            ("full_name", read.get("full_name", "")),
            ("birth", read.get("birth_on") or read.get("birth_year", "")),
            ("sex", read.get("sex", "")),
            ("number", number),
        ):
            if word:
                values[f"{start}{name}"] = word
        values[f"{start}card"] = ""
        if read.get("phone") and not values.get("phone"):
            values["phone"] = read["phone"]
    return values


def _test(values: dict[str, Any]) -> Test | None:
    if not values["test"] or values["test"] == "none":
        return None
    kind, _colon, result = values["test"].partition(":")
    at = values["result_at"]
    return Test(kind, result, result_at=at) if result else Test(kind, result, taken_at=at)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


class SlipForm(forms.Form):
    """What an officer adds: by which way it came, the slip's number, and when it was said."""

    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"),
        choices=(
            (Channel.TELEPHONE, gettext_lazy("by telephone")),
            (Channel.PAPER, gettext_lazy("on paper, keyed now")),
        ),
    )
    slip_number = forms.CharField(
        label=gettext_lazy("Number of the slip"), max_length=40, required=False
    )
    declared_at = MomentField(label=gettext_lazy("Written at"), required=False)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for name in ("slip_number", "channel"):
            self.fields[name].widget.attrs["class"] = "input-medium"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        at = values.get("declared_at")
        if at and at > self.now:
            self.add_error("declared_at", _("A slip cannot be written in the future."))
        return values


def draft_of(
    journey: JourneyForm,
    people: list[PersonForm],
    *,
    language: str,
    slip: SlipForm | None = None,
) -> Draft:
    """The whole declaration out of valid forms."""
    values = journey.cleaned_data
    commune, origin = values["commune"].unit, values["from_place"]
    extra = slip.cleaned_data if slip else {}
    channel = extra.get("channel") or (Channel.PLACE if values["place"] else Channel.PHONE)
    parts = [values["address"], values["hamlet"], commune.full_name if commune else ""]
    return Draft(
        people=tuple(person.one() for person in people),
        path=commune.path if commune else paths.join(settings.PROVINCE),
        declared_at=extra.get("declared_at") or journey.now,
        channel=Channel(channel),
        language=language,
        slip_number=normal(extra.get("slip_number") or ""),
        phone=values["phone"],
        from_words=origin.label or journey.data.get("from_place", ""),
        from_path=origin.unit.path if origin.unit else "",
        stayed_since=values["stayed_since"],
        left_on=values["left_on"],
        arrives_at=values["arrives_at"],
        trip_words=normal(values["vehicle"]),
        destination_path=commune.path if commune else "",
        destination_words=", ".join(normal(part) for part in parts if part),
        hamlet=normal(values["hamlet"]),
        place_code=values["place"],
        content={name: journey.data.get(name, "") for name in journey.fields},
    )
