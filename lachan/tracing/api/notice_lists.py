"""Who was at the places of a notice, commune by commune, for programs: handed, read, received."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lachan.core.http import Request
from lachan.people.actions.reading import log_reading
from lachan.tracing.actions.notice_lists import hand_lists, receive_list
from lachan.tracing.queries import notices as queries

router = Router()


class NoticeListOut(Schema):
    """What one commune was handed."""

    key: UUID
    path: str
    sent_at: datetime
    sent_by_name: str
    received_at: datetime | None


class NoticeListPage(NoticeListOut):
    """With its people, by key, never by name."""

    notice: UUID
    people: list[UUID]


@router.get(
    "/tracing/notices/{uuid:key}/lists", response=list[NoticeListOut], summary="Lists of communes"
)
def list_lists(request: Request, key: UUID) -> list[Any]:
    """What communes were handed, the latest first."""
    return queries.lists_of(queries.get_notice(request.actor, key))


@router.post(
    "/tracing/notices/{uuid:key}/lists", response=list[NoticeListOut], summary="Hand the lists"
)
def hand(request: Request, key: UUID) -> list[Any]:
    """Give each commune its people whom it was not handed; an empty list where all have all."""
    return hand_lists(request.actor, key, now=request.now)


@router.get(
    "/tracing/notice-lists/{uuid:key}", response=NoticeListPage, summary="People of a commune"
)
def show_list(request: Request, key: UUID) -> dict[str, Any]:
    """The people whom a commune was handed; that they were shown is logged."""
    found = queries.get_list(request.actor, key)
    persons = queries.persons_of(found)
    log_reading(request.actor, [one.pk for one in persons], "tracing:notice_list", request.now)
    names = ("key", "path", "sent_at", "sent_by_name", "received_at")
    return {
        **{name: getattr(found, name) for name in names},
        "notice": found.notice.key,
        "people": [one.key for one in persons],
    }


@router.post(
    "/tracing/notice-lists/{uuid:key}/received", response=NoticeListOut, summary="Received"
)
def receive(request: Request, key: UUID) -> Any:
    """The commune says that it has the list."""
    return receive_list(request.actor, key, now=request.now)
