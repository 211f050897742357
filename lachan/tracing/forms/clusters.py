"""Which clusters, and which days of the map of places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.people.queries.persons import units_of
from lachan.tracing.queries.clusters import Chain
from lachan.tracing.rules.clusters import Limits
from lachan.tracing.terms import Permission

DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d")
_NUMBER = re.compile(r"\d{1,6}/\d{4}")
_DAY = forms.DateInput(
    format="%d/%m/%Y", attrs={"class": "input-short", "placeholder": "15/9/2021"}
)
SIZES = (("five", _("five cases or more")), ("one", _("single cases")))
STATES = (("active", _("still active")), ("closed", _("over, no new case")))
ATTENTION = (
    ("unknown", _("with a case of unknown source")),
    ("imported", _("with an imported case")),
)


class ClusterFilter(forms.Form):
    """Clusters by a case's number, unit, size, state, days; no name stands in the address."""

    q = forms.CharField(
        label=_("Number of a case"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "12/2021"}),
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *STATES])
    size = forms.ChoiceField(
        label=_("Number of cases"), required=False, choices=[("", _("two cases or more")), *SIZES]
    )
    attention = forms.ChoiceField(
        label=_("Look at"), required=False, choices=[("", _("all")), *ATTENTION]
    )
    since = forms.DateField(
        label=_("Last case from"), required=False, input_formats=DAY_FORMATS, widget=_DAY
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units: Any = self.fields["unit"]
        units.choices = [("", _("all")), *units_of(actor, Permission.READ)]

    def clean_q(self) -> str:
        words: str = "".join(self.cleaned_data["q"].split())
        if words and not _NUMBER.fullmatch(words):
            raise forms.ValidationError(_("Type a case number with its year, such as 12/2021."))
        return words

    def chosen(
        self, found: Iterable[Chain], numbered: set[int], today: date, limits: Limits
    ) -> list[Chain]:
        """The clusters that match; `numbered` are the cases of the number asked for.

        What was not understood is passed over: the page says so beside its field.
        """
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        return [chain for chain in found if _matches(chain, asked, numbered, today, limits)]


def _matches(
    chain: Chain, asked: dict[str, Any], numbered: set[int], today: date, limits: Limits
) -> bool:
    seen = chain.seen
    least = {"": 2, "five": 5, "one": 1}[asked["size"]]
    if asked["q"]:
        return any(member.id in numbered for member in seen.members)
    if chain.cases < least or (asked["size"] == "one" and chain.cases > 1):
        return False
    if asked["unit"] and not any(paths.contains(asked["unit"], path) for path in seen.paths):
        return False
    if asked["state"] and (asked["state"] == "closed") != seen.is_closed(today, limits):
        return False
    if asked["since"] and seen.last_on < asked["since"]:
        return False
    wanted = asked["attention"]
    return (
        not wanted
        or (wanted == "unknown" and any(one.is_source_sought for one in seen.members))
        or (wanted == "imported" and any(one.is_imported for one in seen.members))
    )
