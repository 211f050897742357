"""A team as it is typed, and how a commune's contacts are given to its teams."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.checkpoints.models import Device
from lachan.contacts.forms.follow_up import PHONE_LENGTHS
from lachan.contacts.models import Team
from lachan.contacts.queries.teams import possible_members
from lachan.contacts.rules.follow_up_words import METHODS
from lachan.contacts.terms import Method
from lachan.people.rules.identifiers import phone_key


class CommuneForm(forms.Form):
    """The commune, of those in which the actor may assign."""

    commune = forms.ChoiceField(label=gettext_lazy("Commune or ward"))

    def __init__(self, *args: Any, communes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].choices = communes  # type: ignore[attr-defined]


class TeamForm(CommuneForm):
    """Who calls and visits; its members are accounts that may follow contacts there."""

    name = forms.CharField(
        label=gettext_lazy("Name of the team"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "Tổ theo dõi số 1"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "input-medium"}),
    )
    hamlet = forms.CharField(
        label=gettext_lazy("Hamlet"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Empty: the whole commune."),
    )
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes = [path for path, _name in self.fields["commune"].choices]  # type: ignore[attr-defined]
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (str(user.pk), user.full_name) for user in possible_members(communes, now)
        ]

    def clean_phone(self) -> str:
        words: str = self.cleaned_data["phone"]
        digits = phone_key(words)
        if words and len(digits) not in PHONE_LENGTHS:
            raise forms.ValidationError(_("A telephone number has 10 digits."))
        return digits


class DeviceForm(forms.Form):
    """Which enrolled device works for which team."""

    team = forms.ChoiceField(label=gettext_lazy("Team"))
    device = forms.ChoiceField(
        label=gettext_lazy("Device"),
        help_text=gettext_lazy("Enrolled at a post of the commune or of a unit above it."),
    )

    def __init__(
        self, *args: Any, teams: Iterable[Team], devices: Iterable[Device], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [  # type: ignore[attr-defined]
            (str(team.key), team.name) for team in teams
        ]
        self.fields["device"].choices = [  # type: ignore[attr-defined]
            (str(device.key), f"{device.name} · {device.post.name}") for device in devices
        ]


class AssignForm(CommuneForm):
    """How the contacts without a team are given to the commune's teams."""

    method = forms.ChoiceField(
        label=gettext_lazy("How they are given"),
        choices=list(METHODS.items()),
        initial=Method.ROUND_ROBIN,
        widget=forms.RadioSelect,
    )
