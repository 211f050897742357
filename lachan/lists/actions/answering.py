"""Answer what is asked about held rows: one row, or all rows with the same trouble at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused
from lachan.core.text import normal
from lachan.lists.actions.correcting import take_again
from lachan.lists.actions.locked import lock_list, lock_row
from lachan.lists.actions.taking import save_judged
from lachan.lists.events import Answered
from lachan.lists.models import ListRow
from lachan.lists.rules.judging import NOTHING, UNIT
from lachan.lists.rules.readings import Remark
from lachan.lists.terms import BAD, Outcome, Weight
from lachan.places.queries.units import unit_at
from lachan.places.terms import UnitKind

MOST_AT_ONCE = 5_000


class Verdict(StrEnum):
    """What a person says about held rows."""

    UNIT = "unit"  # the address lies in this commune or hamlet
    VALUE = "value"  # the cell should say this
    NOTHING = "nothing"  # take the row without this cell
    REFUSE = "refuse"  # the row cannot be used
    ASIDE = "aside"  # the row is about nobody


@dataclass(frozen=True)
class Answer:
    """A verdict with the words that go with it: a unit's path, or what the cell should say."""

    verdict: Verdict
    words: str = ""


@dataclass(frozen=True)
class RowAnswer:
    """What the fields of one row should say; an empty text leaves a field out. `unit` is a path."""

    values: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@transaction.atomic
def answer_question(
    actor: Actor, list_id: int, key: str, answer: Answer, *, now: datetime, deferred: bool = True
) -> int:
    """Answer a question for all held rows that share it; how many there were.

    The rows are judged again and, if the list was imported, imported by a worker. At most 5,000 at
    once; the question stays with the rest.
    """
    received = lock_list(actor, list_id)
    rows = list(
        ListRow.objects.filter(list=received, outcome=Outcome.HELD, question=key).order_by("pk")[
            :MOST_AT_ONCE
        ]
    )
    if not rows:
        raise Refused(_("nobody asks this any more: the rows were answered or corrected"))
    name = next((r["field"] for r in rows[0].remarks if r["weight"] != Weight.NOTE), "")
    if answer.verdict in (Verdict.REFUSE, Verdict.ASIDE):
        _settle(rows, answer.verdict)
    else:
        said = _said(answer, name, now)
        for row in rows:
            row.answers = row.answers | said
        take_again(actor, received, rows, now=now, deferred=deferred)
    record(
        Answered(received.pk, name, len(rows)), actor=actor, path=received.path, subject=received
    )
    return len(rows)


def _said(answer: Answer, name: str, now: datetime) -> dict[str, str]:
    """The answer as it is kept with a row."""
    if answer.verdict is Verdict.UNIT:
        return {UNIT: checked_unit(answer.words, now)}
    if answer.verdict is Verdict.NOTHING:
        return {name: NOTHING}
    words = normal(answer.words)
    if not words:
        raise Refused(_("write what the cell should say"))
    return {name: words}


def checked_unit(path: str, now: datetime) -> str:
    """The path, if it is a commune or hamlet of today; Refused otherwise."""
    unit = unit_at(path, day_of(now)) if "/" in path else None
    if unit is None or unit.kind not in (UnitKind.COMMUNE, UnitKind.HAMLET):
        raise Refused(_("choose a commune or a hamlet of today"))
    return str(unit.path)


def _settle(rows: list[ListRow], verdict: Verdict) -> None:
    """Take rows out of the questions: refused, or about nobody."""
    for row in rows:
        aside = verdict is Verdict.ASIDE
        row.outcome = Outcome.ASIDE if aside else Outcome.REFUSED
        row.question = ""
        code, weight = ("taken-aside", Weight.NOTE) if aside else ("refused-here", Weight.REFUSE)
        row.remarks = [*row.remarks, Remark(code, weight).as_json()]
    save_judged(rows)


@transaction.atomic
def answer_row(
    actor: Actor, row_id: int, answer: RowAnswer, *, now: datetime, deferred: bool = True
) -> ListRow:
    """Say what fields of one held, refused or aside row should say, and judge it again."""
    row = lock_row(actor, row_id)
    received = row.list
    _refuse_unless_open(row)
    said = {name: normal(words) or NOTHING for name, words in answer.values.items()}
    if answer.unit:
        said[UNIT] = checked_unit(answer.unit, now)
    row.answers = row.answers | said
    take_again(actor, received, [row], now=now, deferred=deferred)
    record(Answered(received.pk, "", 1), actor=actor, path=received.path, subject=received)
    return row


@transaction.atomic
def settle_row(actor: Actor, row_id: int, verdict: Verdict, *, now: datetime) -> ListRow:
    """Refuse one row, or say that it is about nobody."""
    row = lock_row(actor, row_id)
    _refuse_unless_open(row)
    _settle([row], verdict)
    received = row.list
    record(Answered(received.pk, "", 1), actor=actor, path=received.path, subject=received)
    return row


def _refuse_unless_open(row: ListRow) -> None:
    if row.outcome not in (*BAD, Outcome.ASIDE):
        raise Refused(_("this row was imported; correct the person instead"))
