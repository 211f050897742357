"""What people type about tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lachan.core import fields
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.text import folded
from lachan.tasks.models import Task, due_condition, late_condition
from lachan.tasks.queries.board import ALL, GIVEN, MINE, UNIT, tasks_of
from lachan.tasks.queries.organisations import assignable, supporters_named
from lachan.tasks.queries.tasks import visible_tasks
from lachan.tasks.rules.deadlines import URGENCIES, DueBucket
from lachan.tasks.rules.words import BUCKETS, REMINDERS, STATES
from lachan.tasks.terms import LIVING, OPEN, TaskState

TABS: tuple[tuple[str, Any], ...] = (
    (MINE, _("Mine")),
    (UNIT, _("My unit's")),
    (GIVEN, _("Given by us")),
    (ALL, _("All in sight")),
)
OPEN_STATES, LIVING_STATES, UNDECIDED_STATES = "open", "living", "undecided"


class MomentField(fields.MomentField):
    """An hour and a day, with the words beside it that say how they are written."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Hour and day, such as 17:00 15/9/2021."))
        super().__init__(**options)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files in one field; the clean value is a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(ManyFiles, self).clean(file, initial) for file in files]


class BodySelect(forms.Select):
    """One body of several hundred, by the unit to which it belongs.

    Django draws each option by a template of its own, which takes longer than all the rest of the
    page; this draws them in one go.
    """

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = "" if value is None else str(value)
        shown = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        groups = []
        for key, label in self.choices:
            if isinstance(label, list):
                groups.append(
                    format_html(
                        '<optgroup label="{}">{}</optgroup>', key, self._options(label, chosen)
                    )
                )
            else:
                groups.append(self._options([(key, label)], chosen))
        return format_html(
            "<select{}>{}</select>", flatatt(shown), format_html_join("", "{}", zip(groups))
        )

    def _options(self, options: list[tuple[Any, Any]], chosen: str) -> SafeString:
        return format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (key, mark_safe(" selected") if str(key) == chosen else "", label)
                for key, label in options
            ),
        )


def _bodies(actor: Actor, now: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """The bodies within reach, by the unit to which they belong."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for body in assignable(actor, day_of(now)):
        groups.setdefault(body.unit.full_name, []).append((str(body.pk), body.name))
    return list(groups.items())


class TaskForm(forms.Form):
    """A task given by hand."""

    title = forms.CharField(
        label=_("What must be done"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence; it is the title on the board."),
    )
    text = forms.CharField(
        label=_("Instruction in full"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    lead = forms.ChoiceField(
        label=_("Lead unit"),
        required=False,
        widget=BodySelect,
        help_text=_("One only. Left empty, the task waits until a lead is chosen."),
    )
    supporters = forms.CharField(
        label=_("Supporting units"),
        required=False,
        help_text=_("Names or short forms, parted by semicolons: SYT; UBND huyện U Minh."),
    )
    product = forms.CharField(
        label=_("Product"),
        max_length=300,
        required=False,
        help_text=_("What is handed in: a report, a list, a plan."),
    )
    due_at = MomentField(label=_("Deadline"), required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        required=False,
        choices=[("", _("ordinary")), *((word, word) for word in URGENCIES.values())],
        widget=forms.Select(attrs={"class": "input-medium"}),
    )
    proof_required = forms.BooleanField(
        label=_("A proof document is required"), required=False, initial=True
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.day = day_of(now)
        bodies = _bodies(actor, now)
        self.fields["lead"].choices = [("", _("to be chosen")), *bodies]  # type: ignore[attr-defined]

    def clean_supporters(self) -> list[int]:
        """The ids of the bodies that the names mean; a name that is unclear is named."""
        names = [
            part for part in re.split(r"[;\n]", self.cleaned_data["supporters"]) if part.strip()
        ]
        if not names:
            return []
        found, unknown = supporters_named(self.actor, names, self.day)
        if unknown:
            raise forms.ValidationError(
                _("Nobody within reach is called: %(names)s") % {"names": "; ".join(unknown)}
            )
        return found


class VerbForm(forms.Form):
    """What a verb asks for; without fields it only asks to be sure."""

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.now = now


class ReasonForm(VerbForm):
    words = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class NoteForm(VerbForm):
    words = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(VerbForm):
    words = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 4}))


class HelpForm(VerbForm):
    words = forms.CharField(label=_("What is needed"), widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(VerbForm):
    words = forms.CharField(label=_("What help is given"), widget=forms.Textarea(attrs={"rows": 4}))


class RemindForm(VerbForm):
    words = forms.CharField(label=_("Reminder"), widget=forms.TextInput(attrs={"list": "usual"}))
    usual = REMINDERS


class FinishForm(VerbForm):
    words = forms.CharField(
        label=_("What was done"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A sentence or two, with the figures."),
    )
    reference = forms.CharField(
        label=_("Number and date of the proof document"),
        max_length=200,
        required=False,
        help_text=_("Such as 128/BC-SYT of 15/9/2021; or attach a file."),
    )
    papers = ManyFiles(label=_("Files"), required=False)


class AssignForm(VerbForm):
    lead = forms.ChoiceField(label=_("Lead unit"), widget=BodySelect)
    words = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, now=now, **kwargs)
        self.fields["lead"].choices = [("", "—"), *_bodies(actor, now)]  # type: ignore[attr-defined]


class UpholdForm(AssignForm):
    field_order = ("lead", "words")

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, now=now, **kwargs)
        self.fields["lead"].required = False
        self.fields["lead"].label = _("New lead unit")
        choices = self.fields["lead"].choices  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("none: withdraw the task")), *list(choices)[1:]]  # type: ignore[attr-defined]


class RescheduleForm(VerbForm):
    due_at = MomentField(label=_("New deadline"))
    words = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Remark"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class FileForm(forms.Form):
    papers = ManyFiles(label=_("Files"))


class TaskFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The list of tasks: by words, whose, state, deadline, urgency, unit and document."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="with_words",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=TABS, method="of_tab", empty_label=_("all")
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="in_state",
        empty_label=_("all"),
        choices=[
            (LIVING_STATES, _("not closed")),
            (OPEN_STATES, _("with the lead unit")),
            (UNDECIDED_STATES, _("awaiting a decision")),
            *STATES.items(),
        ],
    )
    due = django_filters.ChoiceFilter(
        label=_("Deadline"),
        method="due_in",
        empty_label=_("all"),
        choices=[(bucket, BUCKETS[bucket]) for bucket in DueBucket.ALL],
    )
    urgency = django_filters.ChoiceFilter(
        label=_("Urgency"),
        empty_label=_("all"),
        method="urgent",
        choices=[("any", _("urgent")), *((word, word) for word in URGENCIES.values())],
    )
    unit = django_filters.ChoiceFilter(
        label=_("Lead unit"), method="of_unit", empty_label=_("all"), choices=()
    )
    document = django_filters.ChoiceFilter(
        label=_("Document"), method="of_document", empty_label=_("all"), choices=()
    )
    late = django_filters.BooleanFilter(
        label=_("Late"), method="only_late", widget=forms.CheckboxInput()
    )
    help = django_filters.BooleanFilter(
        label=_("Help wanted"), method="wanting_help", widget=forms.CheckboxInput()
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.now: datetime = request.now  # type: ignore[attr-defined]
        rows = visible_tasks(self.actor).order_by()
        self.filters["unit"].extra["choices"] = [
            ("none", _("to be chosen")),
            *_different(rows, "lead_id", "lead__name"),
        ]
        self.filters["document"].extra["choices"] = _different(
            rows, "clause__document_id", "clause__document__identifier"
        )

    def with_words(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        for word in folded(value).split():
            rows = rows.filter(search_text__contains=word)
        return rows

    def of_tab(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.filter(pk__in=tasks_of(self.actor, value).order_by().values("pk"))

    def in_state(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        several: dict[str, Iterable[str]] = {
            LIVING_STATES: LIVING,
            OPEN_STATES: OPEN,
            UNDECIDED_STATES: (TaskState.DONE, TaskState.REFUSED),
        }
        return rows.filter(state__in=several.get(value, (value,)))

    def due_in(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.filter(due_condition(value, self.now))

    def urgent(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.exclude(urgency="") if value == "any" else rows.filter(urgency=value)

    def of_unit(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return (
            rows.filter(lead__isnull=True) if value == "none" else rows.filter(lead_id=int(value))
        )

    def of_document(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        return rows.filter(clause__document_id=value)

    def only_late(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        return rows.filter(late_condition(self.now)) if value else rows

    def wanting_help(self, rows: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        return rows.filter(~Q(help_wanted=""), state__in=LIVING) if value else rows


def _different(rows: QuerySet[Task], key: str, name: str) -> list[tuple[str, str]]:
    """The different values of a column in sight, with their names."""
    found = (
        rows.filter(**{f"{key}__isnull": False}).values_list(key, name).distinct().order_by(name)
    )
    return [(str(pk), words or "–") for pk, words in found]
