"""What people type about lists."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lachan.lists.actions.choosing import Choice, SheetChoice
from lachan.lists.kinds import KINDS
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.rules.judging import NOTHING
from lachan.lists.rules.kinds import Kind
from lachan.lists.rules.words import REMARKS
from lachan.lists.terms import OUTCOME_LABELS, STATE_LABELS, ListState
from lachan.people.rules.masking import masked_words

KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS.values()]
ACCEPTED = ".xlsx,.xls,.csv,.txt,.pdf,.png,.jpg,.jpeg,.webp"
LIMIT_MB = 50


class UploadForm(forms.Form):
    """A list and what it is; the file field stands by itself on the page."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of list"), choices=KIND_CHOICES)
    to = forms.ChoiceField(label=gettext_lazy("Receiving unit"))
    sender = forms.CharField(
        label=gettext_lazy("Sender"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Who sent the list; its columns are remembered for this sender."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    file = forms.FileField(label=gettext_lazy("File"))

    def __init__(self, *arguments: Any, units: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choice: Any = self.fields["to"]
        choice.choices = units

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT_MB * 1_000_000:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB; send it in parts.") % {"limit": LIMIT_MB}
            )
        return file

    @property
    def besides_file(self) -> list[forms.BoundField]:
        """The fields that are drawn in the usual way."""
        return [self[name] for name in ("kind", "to", "sender", "note")]


class CorrectedFileForm(forms.Form):
    """A file of errors that comes back."""

    file = forms.FileField(label=gettext_lazy("Corrected file"))


class ReasonForm(forms.Form):
    """Why a list is put away."""

    reason = forms.CharField(max_length=300, required=False)


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Lists by words of their name and sender, kind and state."""

    q = django_filters.CharFilter(
        label=gettext_lazy("File or sender"),
        method="by_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind of list"), choices=KIND_CHOICES)
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=[(s, STATE_LABELS[s]) for s in ListState]
    )
    asks = django_filters.BooleanFilter(
        label=gettext_lazy("With held rows"),
        method="by_questions",
        widget=forms.CheckboxInput(),
    )

    class Meta:
        model = ReceivedList
        fields: list[str] = []

    def by_words(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        return rows.filter(Q(file_name__icontains=words) | Q(sender__icontains=words))

    def by_questions(self, rows: QuerySet[Any], _name: str, value: bool) -> QuerySet[Any]:
        return rows.filter(held__gt=0) if value else rows


class RowFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Rows of one list by outcome and by what is said about them; never by who they are about."""

    outcome = django_filters.ChoiceFilter(
        label=gettext_lazy("Outcome"), choices=list(OUTCOME_LABELS.items())
    )
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("Note"),
        method="by_reason",
        choices=[(code, words[0]) for code, words in REMARKS.items()],
    )

    class Meta:
        model = ListRow
        fields: list[str] = []

    def by_reason(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        return rows.filter(remarks__contains=[{"code": code}])


def choice_of(posted: Mapping[str, str], received: ReceivedList) -> Choice:
    """The columns and answers that were posted: `s-0` ticks a sheet, `c-0-3` names a column."""
    sheets: dict[int, SheetChoice] = {}
    for position, _sheet in enumerate(received.sheets):
        columns = {
            int(found[1]): value
            for key, value in posted.items()
            if (found := re.fullmatch(rf"c-{position}-(\d{{1,3}})", key)) and value
        }
        sheets[position] = SheetChoice(f"s-{position}" in posted, columns)
    answers = {name: posted.get(f"concern-{name}", "") for name in received.concerns}
    return Choice(sheets, answers)


def doubled_fields(choice: Choice, kind: Kind) -> list[str]:
    """Sentences about fields that were given to two columns of a sheet."""
    found = []
    for one in choice.sheets.values():
        names = list((one.columns or {}).values())
        for name in dict.fromkeys(names):
            if one.read and names.count(name) > 1 and name in kind.by_name:
                found.append(
                    _("%(field)s is given to two columns; choose one")
                    % {"field": kind.field(name).label}
                )
    return found


def layout_of(received: ReceivedList, kind: Kind) -> list[dict[str, Any]]:
    """The sheets of a list as the page of columns draws them; numbers in the preview are masked."""
    options = [(field.name, field.label, field.required) for field in kind.fields]
    drawn = []
    for position, sheet in enumerate(received.sheets):
        columns = []
        for column, heading in enumerate(sheet["columns"]):
            columns.append(
                {
                    "name": f"c-{position}-{column}",
                    "heading": heading,
                    "chosen": sheet["mapping"].get(str(column), ""),
                    "examples": [
                        masked_words(row[column])
                        for row in sheet["preview"][:4]
                        if column < len(row) and row[column].strip()
                    ][:3],
                }
            )
        filled = [one for one in columns if one["heading"] or one["examples"]]
        drawn.append({"position": position, "sheet": sheet, "columns": filled, "options": options})
    return drawn


def row_fields(row: ListRow, received: ReceivedList, kind: Kind) -> list[dict[str, Any]]:
    """The fields of one row, with what stands in them now and what is wrong with each."""
    sheet = received.sheets[row.sheet]
    troubles: dict[str, list[dict[str, Any]]] = {}
    for remark in row.remarks:
        troubles.setdefault(remark["field"], []).append(remark)
    fields = []
    for column, name in sheet["mapping"].items():
        known = kind.by_name.get(name)
        if known is None:
            continue
        position = int(column)
        told = row.cells[position] if position < len(row.cells) else ""
        answered = row.answers.get(name)
        fields.append(
            {
                "name": name,
                "label": known.label,
                "heading": sheet["columns"][position],
                "value": "" if answered == NOTHING else answered if answered is not None else told,
                "received": row.received[position] if position < len(row.received) else "",
                "remarks": troubles.get(name, []),
            }
        )
    return fields
