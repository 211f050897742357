"""What people choose about their messages."""

from __future__ import annotations

from datetime import time
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.core.text import folded
from lachan.notifications.channels import channels
from lachan.notifications.terms import Urgency

URGENCIES = {
    Urgency.EXPRESS: gettext_lazy("express message"),
    Urgency.URGENT: gettext_lazy("urgent message"),
    Urgency.ORDINARY: gettext_lazy("ordinary message"),
}


def _hour(label: Any, example: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H"],
        widget=forms.TimeInput(
            format="%H:%M",
            attrs={"class": "input-short", "placeholder": example, "autocomplete": "off"},
        ),
    )


class PreferencesForm(forms.Form):
    """Which channels, and when not."""

    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Also tell me by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("In the system itself you are always told."),
    )
    quiet_from = _hour(gettext_lazy("Quiet from"), "22:00")
    quiet_until = _hour(gettext_lazy("Quiet until"), "6:00")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channels"].choices = [  # type: ignore[attr-defined]
            (code, channel.label)
            for code, channel in channels().items()
            if channel.can_be_switched_off
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if "quiet_from" in cleaned and "quiet_until" in cleaned:
            if (begins is None) != (ends is None):
                empty = "quiet_from" if begins is None else "quiet_until"
                self.add_error(empty, _("Give both hours, or neither."))
            elif begins is not None and begins == ends:
                self.add_error("quiet_until", _("The two hours are the same."))
        return cleaned

    @property
    def channels_off(self) -> list[str]:
        """The channels that were not ticked."""
        wanted = set(self.cleaned_data["channels"])
        offered = [code for code, _label in self.fields["channels"].choices]  # type: ignore[attr-defined]
        return [code for code in offered if code not in wanted]

    @property
    def quiet(self) -> tuple[time, time] | None:
        """The quiet hours, or None."""
        begins, ends = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_until"]
        return (begins, ends) if begins is not None and ends is not None else None


class MessageFilter(django_filters.FilterSet):  # type: ignore[misc]
    """One's own messages: unread or all, how urgent, words."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    which = django_filters.ChoiceFilter(
        label=gettext_lazy("Which"),
        method="by_reading",
        choices=[("unread", gettext_lazy("unread")), ("read", gettext_lazy("read"))],
        empty_label=gettext_lazy("All"),
    )
    urgency = django_filters.ChoiceFilter(
        label=gettext_lazy("Urgency"),
        choices=list(URGENCIES.items()),
        empty_label=gettext_lazy("All"),
    )

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in folded(value).split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def by_reading(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(read_at__isnull=value == "unread")
