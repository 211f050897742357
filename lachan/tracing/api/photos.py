"""Pictures of hand-written lists for programs: kept, shown, keyed (a line names its `photo`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile

from lachan.core.http import Request
from lachan.tracing.actions import photos as pictures
from lachan.tracing.queries.investigations import (
    get_investigation,
    photos_of,
)
from lachan.tracing.views.photos import picture

router = Router()


class PhotoOut(Schema):
    """A picture; `keyed_at` is when everything on it was keyed."""

    key: UUID
    kind: str
    size: int
    taken_at: datetime
    keyed_at: datetime | None


@router.get("/tracing/investigations/{uuid:key}/photos", response=list[PhotoOut], summary="Lists")
def list_photos(request: Request, key: UUID) -> list[Any]:
    """The pictures of an investigation."""
    return photos_of(get_investigation(request.actor, key))


@router.post(
    "/tracing/investigations/{uuid:key}/photos", response=PhotoOut, summary="Keep a picture"
)
def keep_photo(request: Request, key: UUID, photo: File[UploadedFile]) -> Any:
    """JPEG, PNG or WebP, 15 MB at most; the same picture twice is one."""
    content = photo.read(pictures.LARGEST + 1)
    return pictures.keep_photo(request.actor, key, content, now=request.now)


@router.get("/tracing/photos/{uuid:key}", summary="The picture")
def show_photo(request: Request, key: UUID) -> HttpResponse:
    """As it was taken; it shows the case, and everybody who was keyed from it."""
    return picture(request, key)


@router.post("/tracing/photos/{uuid:key}/keyed", response=PhotoOut, summary="Everything is keyed")
def finish_photo(request: Request, key: UUID) -> Any:
    """Said twice is said once, the first one stands."""
    return pictures.finish_photo(request.actor, key, now=request.now)
