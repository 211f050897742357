"""Rows of a list: to show, to answer, to hand to the domains above."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min

from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.lists.models import ListRow, ReceivedList
from lachan.lists.queries.lists import get_list, visible_lists
from lachan.lists.terms import Outcome

_CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row that became (or joined) a person, with what was read of it.

    `values` is plain JSON by field of the kind: days as "2021-09-12", a birth as `birth_on` and
    `birth_year`, a card as [kind, digits], `unit` the path of the commune or hamlet.
    """

    id: int
    sheet: int
    row: int
    outcome: str
    person_id: int
    values: dict[str, Any]

    @property
    def reference(self) -> str:
        """How sources of persons name this row."""
        return f"lists.Row:{self.id}"


def imported_rows(
    list_id: int, outcomes: Collection[str] = (Outcome.NEW, Outcome.MATCHED), *, after: int = 0
) -> Iterator[ImportedRow]:
    """The imported rows of a list in the order of their ids, read in chunks.

    For the domains above, which answer `lists.Imported`; call it with the list's id from the
    event. `after` is the id of the last row that was taken before, so that answering can go on
    where it stopped. The event comes again when rows were corrected or answered later: take each
    row once, by `reference`.
    """
    while True:
        rows = list(
            ListRow.objects.filter(list_id=list_id, outcome__in=outcomes, pk__gt=after)
            .order_by("pk")
            .values_list("pk", "sheet", "row", "outcome", "person_id", "values")[:_CHUNK]
        )
        for pk, sheet, number, outcome, person_id, values in rows:
            yield ImportedRow(pk, sheet, number, outcome, person_id, values)
        if len(rows) < _CHUNK:
            return
        after = rows[-1][0]


def rows_of(received: ReceivedList) -> Any:
    """All rows of a list in the order of the file; the list was asked for by an actor before."""
    return ListRow.objects.filter(list=received).select_related("person")


def get_row(actor: Actor, row_id: int) -> ListRow:
    """One row of a list in sight, or NotThere."""
    row = ListRow.objects.filter(pk=row_id, list__in=visible_lists(actor)).first()
    if row is None:
        raise NotThere
    row.list = get_list(actor, row.list_id)
    return row


@dataclass(frozen=True)
class Question:
    """Rows of a list with the same trouble: what is wrong, with which words, in how many rows."""

    list_id: int
    key: str
    code: str
    field: str
    value: str
    rows: int
    example_id: int
    options: tuple[str, ...]
    values: dict[str, Any]


def questions_of(received: ReceivedList, limit: int = 200) -> list[Question]:
    """What is asked about the held rows, the most frequent first."""
    groups = (
        ListRow.objects.filter(list=received, outcome=Outcome.HELD)
        .exclude(question="")
        .order_by()
        .values("question")
        .annotate(n=Count("pk"), first=Min("pk"))
        .order_by("-n", "first")[:limit]
    )
    examples = ListRow.objects.in_bulk([group["first"] for group in groups])
    found = []
    for group in groups:
        row = examples[group["first"]]
        remark = next((r for r in row.remarks if r["weight"] != "note"), None)
        if remark is None:
            continue
        found.append(
            Question(
                received.pk,
                group["question"],
                remark["code"],
                remark["field"],
                remark["value"],
                group["n"],
                row.pk,
                tuple(remark.get("options", ())),
                row.values,
            )
        )
    return found
