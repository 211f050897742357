"""Lists as received, every row of them, what was read of it, and what became of it."""

from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lachan.core.scope import ScopedQuerySet, path_field
from lachan.lists.rules.balance import Balance
from lachan.lists.terms import FileKind, ListState, Outcome
from lachan.people.models import Person

# Counts follow the rows by themselves: whoever writes rows, the balance is right afterwards.
_COUNT = """
WITH changes AS ({changes}),
sums AS (
    SELECT list_id,
           sum(n) FILTER (WHERE outcome = 'new') AS new,
           sum(n) FILTER (WHERE outcome = 'matched') AS matched,
           sum(n) FILTER (WHERE outcome = 'held') AS held,
           sum(n) FILTER (WHERE outcome = 'refused') AS refused,
           sum(n) FILTER (WHERE outcome = 'waiting') AS waiting,
           sum(n) FILTER (WHERE outcome = 'aside') AS aside,
           sum(n) FILTER (WHERE outcome <> 'aside') AS received
    FROM changes GROUP BY list_id
)
UPDATE lists_receivedlist AS l SET
    new = l.new + coalesce(s.new, 0),
    matched = l.matched + coalesce(s.matched, 0),
    held = l.held + coalesce(s.held, 0),
    refused = l.refused + coalesce(s.refused, 0),
    waiting = l.waiting + coalesce(s.waiting, 0),
    aside = l.aside + coalesce(s.aside, 0),
    received = l.received + coalesce(s.received, 0)
FROM sums AS s WHERE l.id = s.list_id;
RETURN NULL;
"""
_PLUS = "SELECT list_id, outcome, count(*) AS n FROM new_rows GROUP BY 1, 2"
_MINUS = "SELECT list_id, outcome, -count(*) AS n FROM old_rows GROUP BY 1, 2"


def _counting(name: str, operation: Any, changes: str, **tables: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),  # type: ignore[no-untyped-call]
        func=_COUNT.format(changes=changes),
    )


Cells = list[str]


def none_yet() -> list[object]:
    """An empty list, for columns of a table whose own column is called `list`."""
    return []


class ReceivedList(models.Model):
    """A list that somebody sent: the file as it came, how it is read, and its balance.

    `path` is the receiving unit. `sheets` holds one object a sheet: what was found in the file
    (rows, hidden rows, heading) and what was chosen (`columns`: column index -> field; whether the
    sheet is read). `concerns` are questions about the file with their answers (null: open).
    `is_read` tells that every row of the file is a row here; `expected` is how many there may be.
    `progress_at` is when the worker last wrote rows; `run_by` started the present run.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    path = path_field()
    kind = models.CharField(max_length=20)
    sender = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    file_name = models.CharField(max_length=255)
    file_kind = models.CharField(max_length=10, choices=[(k, k) for k in FileKind])
    file_size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=80, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in ListState], default=ListState.RECEIVED
    )
    sheets = models.JSONField(default=list)
    concerns = models.JSONField(default=dict, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)
    received_by_name = models.CharField(max_length=200, blank=True)

    expected = models.PositiveIntegerField(default=0)
    import_when_read = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False)
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="lists_run"
    )
    run_by_name = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    progress_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Rows done when the present run began: its rate is counted from there.
    done_at_start = models.PositiveIntegerField(default=0)

    received = models.IntegerField(default=0)
    new = models.IntegerField(default=0)
    matched = models.IntegerField(default=0)
    held = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    aside = models.IntegerField(default=0)

    objects: Any = ScopedQuerySet["ReceivedList"].as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "kind", "sha256"],
                condition=~Q(state=ListState.DISCARDED),
                name="a unit takes a file of a kind once",
            ),
            models.CheckConstraint(
                condition=Q(
                    received=F("new") + F("matched") + F("held") + F("refused") + F("waiting")
                ),
                name="the balance of a list holds",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.DONE) | Q(waiting=0),
                name="no row waits in a list that is done",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="list_by_state")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.kind})"

    @property
    def balance(self) -> Balance:
        return Balance(
            self.received, self.new, self.matched, self.held, self.refused, self.waiting, self.aside
        )


class ListRow(models.Model):
    """One row of a list, word for word, what was read of it, and what became of it.

    `received` holds the cells by column, as the file shows them, and is never changed; `corrected`
    the cells of a corrected row sent later, `answers` what people said about single fields.
    `values` is what was read of all these, `remarks` the reasons (code, weight, field, value,
    options). `question` is what rows with the same trouble share.
    """

    list = models.ForeignKey(ReceivedList, models.CASCADE, related_name="rows")
    sheet = models.PositiveSmallIntegerField(default=0)
    row = models.PositiveIntegerField()
    received = models.JSONField(default=none_yet)
    corrected = models.JSONField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=8, choices=[(o, o) for o in Outcome])
    remarks = models.JSONField(default=none_yet, blank=True)
    question = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="list_rows"
    )

    class Meta:
        ordering = ["list", "sheet", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "sheet", "row"], name="a row of a sheet is taken once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[Outcome.NEW, Outcome.MATCHED], person__isnull=False)
                | ~Q(outcome__in=[Outcome.NEW, Outcome.MATCHED]) & Q(person__isnull=True),
                name="exactly the imported rows have a person",
            ),
        ]
        indexes = [
            models.Index(fields=["list", "outcome", "id"], name="list_row_by_outcome"),
            models.Index(
                fields=["list", "question"],
                condition=~Q(question=""),
                name="list_row_by_question",
            ),
        ]
        triggers = [
            _counting("count_inserted", pgtrigger.Insert, _PLUS, new="new_rows"),
            _counting("count_deleted", pgtrigger.Delete, _MINUS, old="old_rows"),
            _counting(
                "count_updated",
                pgtrigger.Update,
                f"{_PLUS} UNION ALL {_MINUS}",
                new="new_rows",
                old="old_rows",
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of list {self.list_id}"

    @property
    def cells(self) -> Cells:
        """The cells that count now: the corrected ones, else those received."""
        cells: Cells = self.received if self.corrected is None else self.corrected
        return cells


class Mapping(models.Model):
    """The columns of a layout, kept for the next list with the same heading.

    `signature` is the digest of the headings; `columns` maps the column index to the field.
    A mapping of the same sender comes before one of anybody else.
    """

    path = path_field()
    kind = models.CharField(max_length=20)
    sender = models.CharField(max_length=200, blank=True)
    signature = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    used = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    objects: Any = ScopedQuerySet["Mapping"].as_manager()

    class Meta:
        ordering = ["kind", "sender", "-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["path", "kind", "sender", "signature"],
                name="a sender's layout has one mapping",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.signature[:8]}"


class Correction(models.Model):
    """A file of corrected rows that came back: which rows of which list it replaced."""

    list = models.ForeignKey(ReceivedList, models.CASCADE, related_name="corrections")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    corrected_at = models.DateTimeField()
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        ordering = ["-corrected_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "sha256"], name="a corrected file is taken once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_name} for list {self.list_id}"
