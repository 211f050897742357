"""What a document does to clauses of another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.directives.forms.fields import DayField
from lachan.directives.terms import CLAUSE_VERB_LABELS, ClauseVerb


class ChangeForm(forms.Form):
    """Which clauses, which verb, from which day, and the words that say so."""

    verb = forms.ChoiceField(label=_("This document"), choices=list(CLAUSE_VERB_LABELS.items()))
    clauses = forms.TypedMultipleChoiceField(
        label=_("Clauses"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the clauses to be changed.")},
    )
    effective_on = DayField(label=_("Takes effect on"))
    note = forms.CharField(
        label=_("Words of the document"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, clauses: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["clauses"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (clause.pk, f"{clause.label + ' · ' if clause.label else ''}{clause.text[:160]}")
            for clause in clauses
        ]

    @property
    def chosen_verb(self) -> ClauseVerb:
        return ClauseVerb(self.cleaned_data["verb"])
