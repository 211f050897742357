"""Pictures of hand-written lists: kept under their digest, keyed line by line."""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused, refuse_if
from lachan.tracing import events
from lachan.tracing.models import Photo
from lachan.tracing.queries.investigations import get_investigation, get_photo
from lachan.tracing.terms import Permission

LARGEST = 15 * 1024 * 1024
# How pictures begin; the four bytes after "RIFF" are the length of the file.
_KINDS = (
    (re.compile(rb"\x89PNG"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
)


def keep_photo(actor: Actor, key: UUID, content: bytes, *, now: datetime) -> Photo:
    """Keep a picture of a list; the same picture twice is one."""
    investigation = get_investigation(actor, key)
    if not actor.may(Permission.INVESTIGATE, investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    kind = next((name for start, name in _KINDS if start.match(content)), "")
    reasons = []
    if not kind:
        reasons.append(_("Choose a picture: JPEG, PNG or WebP."))
    if len(content) > LARGEST:
        reasons.append(_("The picture is larger than 15 MB; take it again with fewer dots."))
    refuse_if(reasons)
    digest = hashlib.sha256(content).hexdigest()
    _write(digest, content)
    with transaction.atomic():
        photo, is_new = Photo.objects.get_or_create(
            investigation=investigation,
            digest=digest,
            defaults={
                "kind": kind,
                "size": len(content),
                "taken_at": now,
                "taken_by_id": actor.id,
            },
        )
        if is_new:
            taken = events.PhotoTaken(investigation.pk, photo.pk)
            record(taken, actor=actor, path=investigation.path, subject=photo)
    return photo


def finish_photo(actor: Actor, key: UUID, *, now: datetime) -> Photo:
    """Everything on the picture is keyed."""
    seen = get_photo(actor, key)
    if not actor.may(Permission.INVESTIGATE, seen.investigation.path):
        raise Refused(_("you may not investigate at this unit"))
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=seen.pk)
        if photo.keyed_at is None:
            photo.keyed_at = now
            photo.save(update_fields=["keyed_at"])
            keyed = events.PhotoKeyed(photo.pk, photo.lines.filter(struck_at=None).count())
            record(keyed, actor=actor, path=seen.investigation.path, subject=photo)
    return photo


def picture_of(photo: Photo) -> bytes:
    """The bytes as they came; Refused when they are gone or are no longer what came."""
    path = _path(photo.digest)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != photo.digest:
        raise Refused(_("The picture is missing from the store; tell the support desk."))
    return content


def _path(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / f"tracing/{digest[:2]}/{digest}"


def _write(digest: str, content: bytes) -> None:
    """Written once; it appears under its name only when it is complete."""
    path = _path(digest)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
    os.chmod(draft.name, 0o640)
    os.replace(draft.name, path)
