"""Forms and filters of passages and quarantine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.checkpoints.forms.fields import MomentField, choices
from lachan.checkpoints.queries.posts import visible_posts
from lachan.checkpoints.rules.words import CODES, DIRECTIONS, OUTCOMES, ROLES
from lachan.policies.rules.words import MEASURES


def _posts(request: Any) -> Any:
    return visible_posts(request.actor)


class MomentFilter(django_filters.Filter):  # type: ignore[misc]
    """By an instant, written as offices write it."""

    field_class = MomentField


class PassageFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By post, time, outcome and measure; persons stand in no address."""

    post = django_filters.ModelChoiceFilter(label=_("Post"), queryset=_posts, empty_label=_("All"))
    outcome = django_filters.ChoiceFilter(
        label=_("Outcome"), choices=choices(OUTCOMES), empty_label=_("All")
    )
    measure = django_filters.ChoiceFilter(
        label=_("Measure"), choices=choices(MEASURES), empty_label=_("All")
    )
    direction = django_filters.ChoiceFilter(
        label=_("Direction"), choices=choices(DIRECTIONS), empty_label=_("All")
    )
    since = MomentFilter(label=_("From"), field_name="happened_at", lookup_expr="gte")
    until = MomentFilter(label=_("Until"), field_name="happened_at", lookup_expr="lt")
    odd = django_filters.BooleanFilter(
        label=_("Odd ones only"), method="with_flags", widget=forms.CheckboxInput
    )

    def with_flags(self, rows: Any, name: str, value: Any) -> Any:
        return rows.exclude(flags=[]) if value else rows


class QuarantineFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By why, and whether somebody has decided."""

    code = django_filters.ChoiceFilter(label=_("Why"), choices=choices(CODES), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        label=_("Decision"),
        choices=[("resolved", _("Decided"))],
        empty_label=_("Not decided"),
        method="in_state",
    )

    def in_state(self, rows: Any, name: str, value: str) -> Any:
        return rows


class ResolveForm(forms.Form):
    """What becomes of it, and why."""

    note = forms.CharField(label=_("Reason"), max_length=300)


class RecordForm(forms.Form):
    """A passage that no device could record: one vehicle, one person; more by more forms."""

    happened_at = MomentField(label=_("When"))
    direction = forms.ChoiceField(
        label=_("Direction"), choices=choices(DIRECTIONS), widget=forms.RadioSelect, initial="in"
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=choices(OUTCOMES), widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=_("Travels as"), choices=choices(ROLES), initial="rider")
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        min_value=1900,
        max_value=2100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )
    card = forms.CharField(
        label=_("Card number"),
        max_length=20,
        required=False,
        help_text=_("12 digits, or the 9 of an old card"),
    )
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)
    from_words = forms.CharField(label=_("Comes from"), max_length=300, required=False)
    destination = forms.ChoiceField(label=_("Goes to"), required=False)
    destination_words = forms.CharField(label=_("Address there"), max_length=400, required=False)
    plate = forms.CharField(label=_("Number plate"), max_length=20, required=False)
    slip = forms.CharField(label=_("Number of the paper slip"), max_length=40, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["destination"].choices = [  # type: ignore[attr-defined]
            ("", _("Another province, or not known")),
            *communes,
        ]

    def clean_card(self) -> str:
        digits = "".join(sign for sign in self.cleaned_data["card"] if sign.isdigit())
        if digits and len(digits) not in (9, 12):
            raise forms.ValidationError(_("A card number has 12 digits, an old one 9."))
        return digits

    @property
    def happened(self) -> datetime:
        """When the passage was."""
        moment: datetime = self.cleaned_data["happened_at"]
        return moment

    def payload(self, post_code: str) -> dict[str, Any]:
        """The payload that a device would have sent."""
        said = self.cleaned_data
        card = said["card"]
        return {
            "post": post_code,
            "direction": said["direction"],
            "outcome": said["outcome"],
            "verdict": {},
            "override": None,
            "people": [
                {
                    "role": said["role"],
                    "full_name": said["full_name"],
                    "citizen_id": card if len(card) == 12 else "",
                    "old_card": card if len(card) == 9 else "",
                    "birth_year": said["birth_year"],
                    "phone": said["phone"],
                    "from_words": said["from_words"],
                    "destination_area": said["destination"],
                    "destination_words": said["destination_words"],
                    "facts": {},
                }
            ],
            "vehicle": {"plate": said["plate"]} if said["plate"] else None,
            "slip": said["slip"] or None,
            "note": said["note"],
        }
