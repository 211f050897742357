"""The form that sets the next version of a case definition: what it asks, in words, from when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.cases.rules.definitions import CONDITIONS, Condition, Definition
from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.core.fields import DayField
from lachan.core.limits import LONGEST_SOURCE

# More alternatives than any definition of the Ministry has had; the command takes any number.
ALTERNATIVES = 4


class DefinitionForm(forms.Form):
    """Which definition, its alternatives, its words, its first day and its document."""

    code = forms.ChoiceField(label=gettext_lazy("Which definition"))
    words = forms.CharField(
        label=gettext_lazy("Definition in words"),
        max_length=500,
        help_text=gettext_lazy("As the document has it: this is what officials read."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    valid_from = DayField(label=gettext_lazy("From which day"))
    source = forms.CharField(
        label=gettext_lazy("Source document"),
        max_length=LONGEST_SOURCE,
        help_text=gettext_lazy(
            "Number, date and clause. Begin with “cần xác nhận” what is still to be confirmed."
        ),
        widget=forms.TextInput(attrs={"placeholder": "Quyết định 3638/QĐ-BYT ngày 30/7/2021"}),
    )

    def __init__(self, *args: Any, definitions: Sequence[Definition], **options: Any) -> None:
        """`definitions` are the newest version of each code, which can be set anew."""
        super().__init__(*args, **options)
        self.classifications = {row.code: row.classification for row in definitions}
        self.fields["code"].choices = [  # type: ignore[attr-defined]
            (row.code, f"{CLASSIFICATIONS[row.classification]} ({row.code})") for row in definitions
        ]
        for number in range(1, ALTERNATIVES + 1):
            self.fields[f"alternative_{number}"] = forms.MultipleChoiceField(
                label=_("Alternative %d: all of these hold") % number,
                choices=list(CONDITIONS.items()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields(
            ["code", *(f"alternative_{n}" for n in range(1, ALTERNATIVES + 1)), "words"]
        )

    def clean(self) -> dict[str, Any]:
        """Something must be asked: an empty definition would be met by everybody."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.criteria():
            self.add_error("alternative_1", _("Tick at least one condition."))
        return values

    def criteria(self) -> list[list[Condition]]:
        """The alternatives that were ticked; empty ones are left out."""
        told = (self.cleaned_data.get(f"alternative_{n}") for n in range(1, ALTERNATIVES + 1))
        return [[Condition(asked) for asked in each] for each in told if each]


def initial_of(row: Definition) -> dict[str, Any]:
    """What the form begins with: the version that stands."""
    return {
        "code": row.code,
        "words": row.words,
        **{f"alternative_{n}": list(each) for n, each in enumerate(row.criteria, start=1)},
    }
