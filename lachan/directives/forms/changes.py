"""What a document does to clauses of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.fields import DayField
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import CLAUSE_VERB_LABELS, ClauseVerb


class ChangeForm(forms.Form):
    """Which clauses, which verb, from which day, and the words that say so."""

    verb = forms.ChoiceField(label=_("This document"), choices=list(CLAUSE_VERB_LABELS.items()))
    clauses = forms.TypedMultipleChoiceField(
        label=_("Clauses"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    whole_document = forms.BooleanField(label=_("The whole document: every clause"), required=False)
    effective_on = DayField(label=_("Takes effect on"))
    note = forms.CharField(
        label=_("Words of the document"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, clauses: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["clauses"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (
                clause.pk,
                " · ".join(part for part in (clause.label, short_title(clause.text)) if part),
            )
            for clause in clauses
        ]
        self.order_fields(("verb", "whole_document", "clauses", "effective_on", "note"))
        self.every_clause = [clause.pk for clause in clauses]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("whole_document"):
            cleaned["clauses"] = self.every_clause
        elif not cleaned.get("clauses"):
            self.add_error("clauses", _("Choose the clauses to be changed."))
        return cleaned

    @property
    def chosen_verb(self) -> ClauseVerb:
        return ClauseVerb(self.cleaned_data["verb"])
