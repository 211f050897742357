"""The dated numbers of a domain, told once, and the one way in which a next value is set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.limit_rows import LimitRows
from lachan.core.limits import Bounds, faults
from lachan.core.refused import refuse_if
from lachan.core.text import normal


@dataclass(frozen=True)
class Numbers:
    """What a domain says of its numbers; all that page, command and action need to know.

    `rows` are of a table in which a name begins once a day; `event` is the domain's `LimitSet`;
    `record` is the audit's, given because core stands below it.
    """

    rows: LimitRows[Any]
    words: Mapping[Any, Any]
    bounds: Mapping[Any, Bounds]
    permission: str
    forbidden: Any
    event: Callable[..., object]
    record: Callable[..., object]

    def may_set(self, actor: Actor) -> bool:
        """The numbers hold for the whole province: only who sets them there may."""
        return actor.may(self.permission, paths.join(settings.PROVINCE))


def set_number(
    numbers: Numbers,
    actor: Actor,
    name: StrEnum,
    value: int,
    valid_from: date,
    source: str,
    *,
    now: datetime,
) -> Any:
    """The number has this value from the day on, by this document; earlier days keep theirs.

    The new row. Raises Refused without the permission, for a senseless value, for the past, without
    a source, and where a value of the number begins on that day already.
    """
    refuse_if([] if numbers.may_set(actor) else [str(numbers.forbidden)])
    wrong = faults(
        value=value,
        bounds=numbers.bounds[name],
        valid_from=valid_from,
        source=source,
        today=day_of(now),
    )
    refuse_if(wrong.values())
    with transaction.atomic():
        kept = numbers.rows.model._default_manager
        row, is_new = kept.get_or_create(
            name=name, valid_from=valid_from, defaults={"value": value, "source": normal(source)}
        )
        refuse_if(
            []
            if is_new
            else [_("A value of this number begins on that day already; choose another day.")]
        )
        numbers.record(
            numbers.event(limit=str(name), value=value, valid_from=valid_from, source=row.source),
            actor=actor,
            path=paths.join(settings.PROVINCE),
            subject=row,
        )
    return row
