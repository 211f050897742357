"""Which clusters, and which days of the map of places."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.actor import Actor
from lachan.people.queries.persons import units_of
from lachan.tracing.queries.cluster_list import MOST, ClustersAsked
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

    def asked(self, numbered: set[int], order: str) -> ClustersAsked:
        """What is asked for; `numbered` are the cases in sight of the number asked for.

        What was not understood is passed over: the page says so beside its field.
        """
        self.is_valid()
        values = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        least, most = {"": (2, MOST), "five": (5, MOST), "one": (1, 1)}[values["size"]]
        return ClustersAsked(
            numbered=numbered if values["q"] else None,
            least=least,
            most=most,
            unit=values["unit"],
            is_closed=values["state"] == "closed" if values["state"] else None,
            since=self.cleaned_data.get("since"),
            is_source_sought=values["attention"] == "unknown",
            is_imported=values["attention"] == "imported",
            order=order,
        )
