"""One form for each kind of proposal: from content to fields, and back."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lachan.core.dates import VIETNAM
from lachan.core.fields import DayField
from lachan.core.text import normal
from lachan.directives.forms.fields import EMPTY_CHOICE, HourField, LinesField
from lachan.directives.rules.spans import located
from lachan.directives.terms import (
    INTERVAL_LABELS,
    MEASURE_LABELS,
    PRECISION_LABELS,
    RELATION_LABELS,
    ProposalKind,
)

_END = time(23, 59, 59)


class ProposalForm(forms.Form):
    """What all kinds share: the place in the text, given as a quotation near an offset."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    near = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, text: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.text = text
        self.fields["quote"] = forms.CharField(
            label=_("Words of the document"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Copied from the text; this is the place that is marked."),
        )

    def clean_quote(self) -> str:
        quote: str = self.cleaned_data["quote"]
        near = self.cleaned_data.get("near") or 0
        self.span = located(self.text, quote, near) if quote.strip() else None
        if quote.strip() and self.span is None:
            raise forms.ValidationError(_("These words do not stand in the document."))
        return quote

    @classmethod
    def initial_of(
        cls, content: dict[str, Any], span: tuple[int, int] | None, text: str
    ) -> dict[str, Any]:
        """The fields as they are shown for this content."""
        return {
            **cls._initial(content),
            "quote": text[span[0] : span[1]] if span else "",
            "near": span[0] if span else None,
        }

    @classmethod
    def _initial(cls, content: dict[str, Any]) -> dict[str, Any]:
        return dict(content)

    def content(self, earlier: dict[str, Any]) -> dict[str, Any]:
        """The content as typed; what this form does not show stays as it was."""
        return {**earlier, **self._typed()}

    def _typed(self) -> dict[str, Any]:
        raise NotImplementedError


class TaskForm(ProposalForm):
    """A task: who does what, with whom, for whom, until when."""

    title = forms.CharField(label=_("Title"), max_length=300)
    body = forms.CharField(label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 4}))
    clause = forms.CharField(label=_("Clause"), required=False, max_length=40)
    lead = LinesField(
        label=_("Lead"),
        required=False,
        rows=1,
        help_text=_("One body a line; each gets the task as its own."),
    )
    support = LinesField(label=_("In cooperation with"), required=False, rows=1)
    report_to = LinesField(label=_("Reports to"), required=False, rows=1)
    product = forms.CharField(label=_("Product"), required=False, max_length=300)
    due_day = DayField(label=_("Last day"), required=False)
    due_hour = HourField(label=_("Last hour"), required=False)
    due_relation = forms.ChoiceField(
        label=_("Relation"), required=False, choices=[EMPTY_CHOICE, *RELATION_LABELS.items()]
    )
    due_precision = forms.ChoiceField(
        label=_("Precision"), required=False, choices=[EMPTY_CHOICE, *PRECISION_LABELS.items()]
    )
    due_words = forms.CharField(label=_("Words of the deadline"), required=False, max_length=300)
    every = forms.ChoiceField(
        label=_("Repeats"),
        required=False,
        choices=[("", _("– does not repeat –")), *INTERVAL_LABELS.items()],
    )
    every_from = HourField(label=_("From"), required=False)
    every_until = HourField(label=_("Until"), required=False)
    every_words = forms.CharField(
        label=_("Words of the repetition"), required=False, max_length=300
    )
    proof_required = forms.BooleanField(label=_("Proof is required"), required=False)

    @classmethod
    def _initial(cls, content: dict[str, Any]) -> dict[str, Any]:
        due = content.get("due") or {}
        repeats = content.get("repeats") or {}
        moment = datetime.fromisoformat(due["at"]).astimezone(VIETNAM) if due.get("at") else None
        return {
            **{name: content.get(name) for name in ("title", "clause", "product")},
            **{name: content.get(name) or [] for name in ("lead", "support", "report_to")},
            "body": content.get("text"),
            "due_day": moment.date() if moment else None,
            "due_hour": moment.time() if moment and moment.time() != _END else None,
            "due_relation": due.get("relation"),
            "due_precision": due.get("precision"),
            "due_words": due.get("words"),
            "every": repeats.get("every"),
            "every_from": repeats.get("from"),
            "every_until": repeats.get("until"),
            "every_words": repeats.get("words"),
            "proof_required": content.get("proof_required", True),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("due_hour") and not cleaned.get("due_day"):
            self.add_error("due_day", _("An hour needs its day."))
        opens, closes = cleaned.get("every_from"), cleaned.get("every_until")
        if opens and closes and closes <= opens:
            self.add_error("every_until", _("The window ends before it begins."))
        return cleaned

    def _typed(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "title": normal(typed["title"]),
            "text": typed["body"].strip(),
            "clause": normal(typed["clause"]) or None,
            "lead": typed["lead"],
            "support": typed["support"],
            "report_to": typed["report_to"],
            "product": normal(typed["product"]),
            "due": self._due(),
            "repeats": self._repeats(),
            "proof_required": typed["proof_required"],
        }

    def _due(self) -> dict[str, Any] | None:
        typed = self.cleaned_data
        day, hour, words = typed["due_day"], typed["due_hour"], normal(typed["due_words"])
        if not day and not words:
            return None
        moment = datetime.combine(day, hour or _END, tzinfo=VIETNAM) if day else None
        return {
            "at": moment.isoformat() if moment else None,
            "relation": typed["due_relation"] or "by",
            "precision": typed["due_precision"] or ("minute" if hour else "day"),
            "words": words or None,
        }

    def _repeats(self) -> dict[str, Any] | None:
        typed = self.cleaned_data
        if not typed["every"]:
            return None
        opens, closes = typed["every_from"], typed["every_until"]
        return {
            "every": typed["every"],
            "from": f"{opens:%H:%M}" if opens else None,
            "until": f"{closes:%H:%M}" if closes else None,
            "words": normal(typed["every_words"]) or None,
        }


class RuleForm(ProposalForm):
    """A rule: people from where, since when, which measure."""

    measure = forms.ChoiceField(label=_("Measure"), choices=[EMPTY_CHOICE, *MEASURE_LABELS.items()])
    origins = LinesField(label=_("From where"), required=False, help_text=_("One a line."))
    since = DayField(label=_("Since"), required=False)
    until = DayField(label=_("Until"), required=False)
    who = forms.CharField(label=_("Who"), required=False, max_length=200)

    @classmethod
    def _initial(cls, content: dict[str, Any]) -> dict[str, Any]:
        return {**content, "origins": content.get("origins") or []}

    def _typed(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "measure": typed["measure"],
            "origins": typed["origins"],
            "since": typed["since"].isoformat() if typed["since"] else None,
            "until": typed["until"].isoformat() if typed["until"] else None,
            "who": normal(typed["who"]) or None,
        }


class CitationForm(ProposalForm):
    """A citation: which document, of which day."""

    identifier = forms.CharField(label=_("Number and symbol"), max_length=80)
    issued_on = DayField(label=_("Date of issue"), required=False)

    def _typed(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "identifier": normal(typed["identifier"]),
            "issued_on": typed["issued_on"].isoformat() if typed["issued_on"] else None,
        }


class FigureForm(ProposalForm):
    """A figure that the document states."""

    what = forms.CharField(label=_("What was counted"), max_length=120)
    value = forms.DecimalField(label=_("Number"), max_digits=14, decimal_places=2)
    since = DayField(label=_("Since"), required=False)

    def _typed(self) -> dict[str, Any]:
        typed = self.cleaned_data
        value = typed["value"]
        return {
            "what": normal(typed["what"]),
            "value": int(value) if value == value.to_integral_value() else float(value),
            "since": typed["since"].isoformat() if typed["since"] else None,
        }


FORMS: dict[str, type[ProposalForm]] = {
    ProposalKind.TASK: TaskForm,
    ProposalKind.RULE: RuleForm,
    ProposalKind.CITATION: CitationForm,
    ProposalKind.FIGURE: FigureForm,
}
