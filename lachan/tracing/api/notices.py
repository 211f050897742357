"""Public notices for programs: drafted, approved, published, withdrawn; who was there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.cases.queries.cases import get_case
from lachan.core.http import Request
from lachan.tracing.actions import notices as notice_actions
from lachan.tracing.actions.notice_lists import ask_exposed
from lachan.tracing.api.fields import ReasonIn, Text
from lachan.tracing.queries import notices as notice_queries

router = Router()
MOST = 200


class ApprovalIn(Schema):
    """`seen_at` is `changed_at` of the notice that was read: what was changed since is refused."""

    seen_at: datetime | None = None


class NoticeIn(Schema):
    """Of which cases a notice is drafted, by key, and the telephone to ring."""

    cases: list[UUID] = Field(min_length=1, max_length=50)
    phone: Text = Field("", max_length=40)


class NoticePlaceOut(Schema):
    """One span of hours at one place; `asked_because` is why it may be a home, until answered."""

    id: int
    name: str
    address: str
    unit: str
    hours: str
    to_be_corrected: bool
    struck_because: str
    asked_because: str


class NoticeOut(Schema):
    """One notice; `left_out` are places that are not told, with the reason.

    `changed_at` is what an approval says was read.
    """

    key: UUID
    path: str
    state: str
    version: int
    title: str
    guidance: str
    phone: str
    drafted_on: str
    changed_at: datetime
    published_at: datetime | None
    withdrawn_because: str
    left_out: list[list[str]]
    places: list[NoticePlaceOut]


class CommuneOut(Schema):
    """How many people of a commune were there."""

    path: str
    persons: int


class ExposedOut(Schema):
    """Who was there, by key, never by name; `possible` by words of a like name alone."""

    communes: list[CommuneOut]
    people: list[UUID]
    possible: list[UUID]
    elsewhere: int


def notice_out(request: Request, key: UUID) -> dict[str, Any]:
    """A notice in sight with its places, as programs read it."""
    row = notice_queries.get_notice(request.actor, key)
    return notice_queries.as_notice(row, notice_queries.places_of(row))


@router.get("/tracing/notices", response=list[NoticeOut], summary="Notices in sight")
def list_notices(request: Request) -> list[dict[str, Any]]:
    """The latest 200 in sight; everybody reads the published ones in the JSON Feed."""
    rows = notice_queries.notices(request.actor)[:MOST]
    return [notice_queries.as_notice(row, notice_queries.places_of(row)) for row in rows]


@router.post("/tracing/notices", response=NoticeOut, summary="Draft a notice")
def draft_notice(request: Request, given: NoticeIn) -> dict[str, Any]:
    """From the public places of the cases while they could infect others."""
    found = [get_case(request.actor, key) for key in given.cases]
    made = notice_actions.draft_notice(
        request.actor,
        found,
        phone=given.phone,
        now=request.now,
    )
    return notice_out(request, made.key)


@router.get("/tracing/notices/{uuid:key}", response=NoticeOut, summary="One notice")
def show_notice(request: Request, key: UUID) -> dict[str, Any]:
    """With its places, struck ones as well."""
    return notice_out(request, key)


@router.post("/tracing/notices/{uuid:key}/approve", response=NoticeOut, summary="Approve")
def approve_notice(request: Request, key: UUID, given: ApprovalIn | None = None) -> dict[str, Any]:
    """A leader says that everybody may read it."""
    actor, now = request.actor, request.now
    seen_at = given.seen_at if given else None
    notice_actions.approve_notice(actor, key, seen_at=seen_at, now=now)
    return notice_out(request, key)


@router.post("/tracing/notices/{uuid:key}/publish", response=NoticeOut, summary="Publish")
def publish_notice(request: Request, key: UUID) -> dict[str, Any]:
    """From now on everybody reads it."""
    notice_actions.publish_notice(request.actor, key, now=request.now)
    return notice_out(request, key)


@router.post("/tracing/notices/{uuid:key}/withdraw", response=NoticeOut, summary="Withdraw")
def withdraw_notice(request: Request, key: UUID, given: ReasonIn) -> dict[str, Any]:
    """It stays at its address, struck, with the reason."""
    actor, now = request.actor, request.now
    notice_actions.withdraw_notice(actor, key, given.reason, now=now)
    return notice_out(request, key)


@router.get("/tracing/notices/{uuid:key}/people", response=ExposedOut, summary="Who was there")
def notice_people(request: Request, key: UUID) -> dict[str, Any]:
    """People of the reader's area at its places; that it was asked is kept."""
    row = notice_queries.get_notice(request.actor, key)
    found = ask_exposed(request.actor, row, now=request.now)
    return {
        "communes": [{"path": path, "persons": number} for path, number in found.communes],
        "people": list(dict.fromkeys(one.person.key for one in found.sure)),
        "possible": list(dict.fromkeys(one.person.key for one in found.possible)),
        "elsewhere": found.elsewhere,
    }
