"""Who is late, at which stage, what is missing, and who must decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import F, QuerySet

from lachan.places.models import Organisation, Unit
from lachan.tasks.models import Task
from lachan.tasks.queries.board import URGENCY_RANK, for_cards
from lachan.tasks.queries.tasks import lateness_of
from lachan.tasks.rules.lateness import Lateness, next_rung_at
from lachan.tasks.terms import Rung, Side

SHOWN = 120


@dataclass(frozen=True)
class RedCard:
    """One late task in four facts: who, where it stands still, what is missing, who must decide."""

    task: Task
    late: Lateness
    who: str
    decides: str
    climbs_at: datetime | None


@dataclass(frozen=True)
class LateUnit:
    """What one unit is late with."""

    name: str
    cards: list[RedCard]


def late_by_unit(rows: QuerySet[Task], now: datetime) -> tuple[list[LateUnit], int]:
    """The late tasks by who is late, most first; and how many there are in all."""
    late = rows.late(now)  # type: ignore[attr-defined]
    total = late.count()
    tasks = list(
        for_cards(late).order_by(URGENCY_RANK, F("due_at").asc(nulls_last=True), "pk")[:SHOWN]
    )
    offices = office_names({task.assigner_path for task in tasks})
    cards = [card for task in tasks if (card := red_card(task, now, offices)) is not None]
    cards.sort(key=lambda card: card.who)
    units = [LateUnit(who, list(group)) for who, group in groupby(cards, lambda card: card.who)]
    units.sort(key=lambda unit: (-len(unit.cards), unit.name))
    return units, total


def red_card(task: Task, now: datetime, offices: dict[str, str]) -> RedCard | None:
    """The four facts of one task, or None when nobody is late."""
    late = lateness_of(task, now)
    if late is None:
        return None
    lead = task.lead.name if task.lead else task.lead_words
    office = offices.get(task.assigner_path, task.assigner_path)
    return RedCard(
        task=task,
        late=late,
        who=lead if late.side == Side.LEAD else office,
        decides=lead if late.rung == Rung.LEAD else office,
        climbs_at=next_rung_at(late, task.urgency),
    )


def office_names(paths: set[str]) -> dict[str, str]:
    """The names of the units or bodies at these paths."""
    names = dict(
        Unit.objects.filter(path__in=paths).order_by("valid_from").values_list("path", "full_name")
    )
    names |= dict(
        Organisation.objects.filter(path__in=paths)
        .order_by("valid_from")
        .values_list("path", "name")
    )
    return names
