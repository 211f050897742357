"""Closing a review, rejecting a proposal, withdrawing a document."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ApprovalForm(forms.Form):
    """The number counted by a person, and the tick that the whole text was read."""

    expected_tasks = forms.IntegerField(
        label=_("Expected number of tasks"),
        required=False,
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "input-short", "inputmode": "numeric"}),
    )
    whole_text_reviewed = forms.BooleanField(label=_("The whole text was reviewed"), required=False)


class RejectForm(forms.Form):
    """Why a proposal is left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=500)


class CancelForm(forms.Form):
    """Why a document is withdrawn from the register."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
