"""The dated numbers of tracing for programs: what holds, what held, what will hold; the next."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limit_setting import set_number
from lachan.core.refused import Refused
from lachan.tracing.actions.limits import NUMBERS
from lachan.tracing.api.fields import Text
from lachan.tracing.terms import LimitName, Permission

router = Router()


class LimitIn(Schema):
    """The next value of a number: from which day on, by which document."""

    name: LimitName
    value: int
    valid_from: date
    source: Text


class LimitOut(Schema):
    """A value of a number; `last_day` is null while no other value is set to follow."""

    name: str
    value: int
    state: str
    valid_from: date
    last_day: date | None
    is_confirmed: bool
    source: str


def _lines(today: date) -> list[dict[str, Any]]:
    return [
        {
            "name": str(line.row.name),
            "value": line.row.value,
            "state": str(line.standing),
            "valid_from": line.row.valid_from,
            "last_day": line.last_day,
            "is_confirmed": not line.is_unconfirmed,
            "source": line.source,
        }
        for line in NUMBERS.rows.lines(today)
    ]


@router.get("/tracing/limits", response=list[LimitOut], summary="Numbers of tracing")
def list_limits(request: Request) -> list[dict[str, Any]]:
    """All values, ended ones and those to come as well."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at investigations")
    return _lines(day_of(request.now))


@router.post("/tracing/limits", response=list[LimitOut], summary="Set the next value")
def set_limit(request: Request, given: LimitIn) -> list[dict[str, Any]]:
    """The number has this value from the day on; earlier days keep theirs."""
    said = (given.name, given.value, given.valid_from, given.source)
    set_number(NUMBERS, request.actor, *said, now=request.now)
    return _lines(day_of(request.now))
