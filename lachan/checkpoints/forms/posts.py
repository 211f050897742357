"""Forms about posts, shifts, openings, devices and the hot list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.checkpoints.actions.posts import DutyWords, OpeningOrder, PostWords
from lachan.checkpoints.forms.fields import LinesField, MomentField, choices
from lachan.checkpoints.rules.words import HOT_KINDS, POST_KINDS
from lachan.checkpoints.terms import Force, PostKind


class PostForm(forms.Form):
    """A post; where it belongs is chosen once."""

    name = forms.CharField(label=_("Name"), max_length=120)
    unit = forms.ChoiceField(label=_("Unit responsible"))
    place = forms.CharField(
        label=_("Where the post stands"),
        max_length=200,
        required=False,
        help_text=_("Road and kilometre, bridge, landing, terminal"),
    )
    kind = forms.ChoiceField(
        label=_("On"), choices=choices(POST_KINDS), widget=forms.RadioSelect, initial=PostKind.ROAD
    )
    permitted = forms.CharField(label=_("Set up by which document"), max_length=200, required=False)
    closed_on = forms.DateField(
        label=_("Closed on"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "input-short", "placeholder": "15/9/2021"}),
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if units:
            self.fields["unit"].choices = units  # type: ignore[attr-defined]
            del self.fields["closed_on"]
        else:
            del self.fields["unit"]

    def words(self, unit_path: str = "") -> PostWords:
        """What was said."""
        values = self.cleaned_data
        return PostWords(
            name=values["name"],
            unit_path=values.get("unit", unit_path),
            place=values["place"],
            kind=values["kind"],
            permitted=values["permitted"],
            closed_on=values.get("closed_on"),
        )


class RosterForm(forms.Form):
    """A shift's people, one a line, by force: "Name, position, phone"."""

    starts_at = MomentField(label=_("Shift from"))
    ends_at = MomentField(label=_("Shift until"))
    police = LinesField(
        label=_("Police"),
        required=False,
        help_text=_(
            "One person a line: name, position, phone. A * before the name: leads the shift."
        ),
    )
    military = LinesField(label=_("Military"), required=False)
    health = LinesField(label=_("Health"), required=False)
    other = LinesField(label=_("Others"), required=False)

    def people(self) -> list[DutyWords]:
        """All persons named."""
        found: list[DutyWords] = []
        for force in Force:
            for line in self.cleaned_data[str(force)]:
                name, position, phone, *_rest = [*str(line).split(","), "", ""]
                found.append(
                    DutyWords(
                        force=force,
                        full_name=name.lstrip("* ").strip(),
                        position=position.strip()[:120],
                        phone=phone.strip()[:20],
                        leads=name.lstrip().startswith("*"),
                    )
                )
        return [one for one in found if one.full_name]


class SpanForm(forms.Form):
    """A time, in the address."""

    since = MomentField(label=_("From"), required=False)
    until = MomentField(label=_("Until"), required=False)


class OpeningForm(forms.Form):
    """A time in which a post lets everybody through, and by whose order."""

    starts_at = MomentField(label=_("Opened from"))
    ends_at = MomentField(label=_("Until (empty: it goes on)"), required=False)
    order = forms.CharField(
        label=_("Order"),
        max_length=200,
        help_text=_("Number and day of the document, or by telephone"),
    )
    ordered_by = forms.CharField(label=_("Who gave the order"), max_length=200)
    people_estimated = forms.IntegerField(
        label=_("How many people passed, estimated"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )

    def words(self) -> OpeningOrder:
        """What was said."""
        return OpeningOrder(**self.cleaned_data)


class ReasonForm(forms.Form):
    """A reason, needed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class HotForm(forms.Form):
    """Whom or what posts look out for."""

    kind = forms.ChoiceField(
        label=_("What to look for"),
        choices=choices(HOT_KINDS),
        widget=forms.RadioSelect,
        initial="citizen",
    )
    value = forms.CharField(
        label=_("Number"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    why = forms.CharField(
        label=_("Why, as the post is shown it"),
        max_length=200,
        help_text=_("What the officer is to do; no name, no diagnosis."),
    )
    until = MomentField(label=_("Look out until"))
    unit = forms.ChoiceField(label=_("Posts of"))

    def __init__(self, *args: Any, units: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class SearchForm(forms.Form):
    """What stands in no address."""

    q = forms.CharField(
        label=_("Name, card number, phone or number plate"),
        min_length=2,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
