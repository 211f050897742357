"""A notice is edited by programs: its words, its places and their hours."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.tracing.actions import notices as actions
from lachan.tracing.api.fields import Instant, ReasonIn, Text
from lachan.tracing.api.notices import NoticeOut, notice_out
from lachan.tracing.api.places import PlaceIn

router = Router()


class WordsIn(Schema):
    """`seen_at` is `changed_at` of the notice that was read: what was changed since is refused."""

    title: Text = Field(max_length=200)
    guidance: Text = Field(max_length=2000)
    phone: Text = Field(max_length=40)
    seen_at: datetime | None = None


class PlaceAddedIn(ReasonIn):
    """A place with its hours."""

    place: PlaceIn
    started_at: Instant
    ended_at: Instant


@router.post("/tracing/notices/{uuid:key}/words", response=NoticeOut, summary="Other words")
def edit_notice(request: Request, key: UUID, given: WordsIn) -> dict[str, Any]:
    """An approved draft is to be approved anew; what is published is read anew."""
    words = actions.NoticeWords(given.title, given.guidance, given.phone)
    actions.edit_notice(request.actor, key, words, seen_at=given.seen_at, now=request.now)
    return notice_out(request, key)


@router.post("/tracing/notices/{uuid:key}/places", response=NoticeOut, summary="Add a place")
def add_place(request: Request, key: UUID, given: PlaceAddedIn) -> dict[str, Any]:
    """With its hours and the reason; a home is refused, a doubt is asked about."""
    words = given.place.words(day_of(request.now))
    added = actions.PlaceAdded(words, given.started_at, given.ended_at)
    actions.add_place(request.actor, key, added, given.reason, now=request.now)
    return notice_out(request, key)


@router.post(
    "/tracing/notices/{uuid:key}/places/{int:place}/strike",
    response=NoticeOut,
    summary="Take a place out",
)
def strike_place(request: Request, key: UUID, place: int, given: ReasonIn) -> dict[str, Any]:
    """What the public has read stays there, struck, with the reason."""
    actions.strike_place(request.actor, key, place, given.reason, now=request.now)
    return notice_out(request, key)


@router.post(
    "/tracing/notices/{uuid:key}/places/{int:place}/confirm",
    response=NoticeOut,
    summary="The hours stand",
)
def confirm_place(request: Request, key: UUID, place: int, given: ReasonIn) -> dict[str, Any]:
    """Although a stay was struck, or because the place is no home; with the reason."""
    actions.confirm_place(request.actor, key, place, given.reason, now=request.now)
    return notice_out(request, key)
