"""Investigations for programs: which there are; opened, closed; their days, their interviews."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.cases.queries.cases import get_case
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many
from lachan.tracing.actions import investigating
from lachan.tracing.api.fields import Text
from lachan.tracing.queries import investigations as queries
from lachan.tracing.terms import Permission, Way

router = Router()
MOST = 200


class InvestigationOut(Schema):
    """One case looked into; `lines` is how many stand."""

    key: UUID
    case: UUID
    person: UUID
    path: str
    days: int
    days_by: str
    zero_on: str
    last_on: str | None
    opened_at: datetime
    closed_at: datetime | None
    lines: int


class OpeningIn(Schema):
    """Which case is looked into."""

    case: UUID


class DaysIn(Schema):
    """How many days are looked back, and by which document or order."""

    days: int
    source: Text = Field(min_length=1, max_length=300)


class InterviewIn(Schema):
    """An interview with the UUID that the device made for it; `answered_by` if not the case."""

    key: UUID
    way: Way
    answered_by: Text = Field("", max_length=200)


class InterviewOut(Schema):
    """Who asked, when and by which way; who answered, if not the case."""

    key: UUID
    way: str
    interviewer_name: str
    answered_by: str
    started_at: datetime


def _out(row: Any) -> dict[str, Any]:
    return {
        "key": row.key,
        "case": row.case.key,
        "person": row.person.key,
        "path": row.path,
        "days": row.days,
        "days_by": row.days_by,
        "zero_on": row.zero_on.isoformat(),
        "last_on": row.last_on.isoformat() if row.last_on else None,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "lines": row.lines_number,
    }


def _shown(request: Request, key: UUID) -> dict[str, Any]:
    return _out(queries.get_investigation(request.actor, key))


@router.get("/tracing/investigations", response=list[InvestigationOut], summary="In sight")
def list_investigations(request: Request, open_only: bool = False) -> list[dict[str, Any]]:
    """The latest 200 in sight."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at investigations")
    rows = queries.investigations(request.actor)
    if open_only:
        rows = rows.filter(closed_at__isnull=True)
    found = [_out(row) for row in rows[:MOST]]
    log_many(request.actor, len(found), "tracing:investigations", request.now)
    return found


@router.post("/tracing/investigations", response=InvestigationOut, summary="Look into a case")
def open_investigation(request: Request, given: OpeningIn) -> dict[str, Any]:
    """The investigation of the case, opened where it has none yet."""
    case = get_case(request.actor, given.case)
    made = investigating.open_investigation(request.actor, case, now=request.now)
    return _shown(request, made.key)


@router.post("/tracing/investigations/{uuid:key}/close", response=InvestigationOut, summary="Close")
def close_investigation(request: Request, key: UUID) -> dict[str, Any]:
    """Nothing more is asked; closing twice is closing once."""
    investigating.close_investigation(request.actor, key, now=request.now)
    return _shown(request, key)


@router.post(
    "/tracing/investigations/{uuid:key}/reopen", response=InvestigationOut, summary="Open again"
)
def reopen_investigation(request: Request, key: UUID) -> dict[str, Any]:
    """It takes lines again."""
    investigating.reopen_investigation(request.actor, key)
    return _shown(request, key)


@router.post(
    "/tracing/investigations/{uuid:key}/days", response=InvestigationOut, summary="Days back"
)
def set_days(request: Request, key: UUID, given: DaysIn) -> dict[str, Any]:
    """This investigation looks back another number of days, by this document or order."""
    investigating.set_days(request.actor, key, given.days, given.source)
    return _shown(request, key)


@router.get(
    "/tracing/investigations/{uuid:key}/interviews",
    response=list[InterviewOut],
    summary="Interviews",
)
def list_interviews(request: Request, key: UUID) -> list[Any]:
    """Who asked when and by which way."""
    return queries.interviews_of(queries.get_investigation(request.actor, key))


@router.post(
    "/tracing/investigations/{uuid:key}/interviews",
    response=InterviewOut,
    summary="Begin an interview",
)
def begin_interview(request: Request, key: UUID, given: InterviewIn) -> Any:
    """Somebody begins to ask; lines name it by its key. The same key twice is one interview."""
    return investigating.begin_interview(
        request.actor,
        key,
        given.way,
        interview_key=given.key,
        answered_by=given.answered_by,
        now=request.now,
    )
