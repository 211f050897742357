"""The original files: kept on disk under their digest, never changed, read only after a check."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.directives import queries
from lachan.directives.events import OriginalRead
from lachan.directives.models import Document

_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def media_type_of(data: bytes, otherwise: str) -> str:
    """The media type by the first bytes of the few kinds of file that hold a picture of a page."""
    return next((kind for start, kind in _BEGINNINGS if data.startswith(start)), otherwise)


def keep_original(data: bytes, sha256: str) -> str:
    """Write the bytes once under their digest; return the name below MEDIA_ROOT.

    The file appears under its name only when it is complete, so that a crash leaves no half file.
    """
    name = f"directives/{sha256[:2]}/{sha256}"
    path = Path(settings.MEDIA_ROOT) / name
    if path.exists():
        return name
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(data)
        draft.flush()
        os.fsync(draft.fileno())
    os.chmod(draft.name, 0o640)
    os.replace(draft.name, path)
    return name


def keep_waiting(data: bytes) -> str:
    """Keep a file that waits for a person's word (a scan, a likely copy); return its digest."""
    sha256 = digest_of(data)
    keep_original(data, sha256)
    return sha256


def kept_original(sha256: str) -> bytes:
    """The bytes kept under a digest; Refused when they are gone or are not those any more."""
    try:
        data = (Path(settings.MEDIA_ROOT) / f"directives/{sha256[:2]}/{sha256}").read_bytes()
    except OSError as error:
        raise Refused(
            _("The original file is missing from the store; tell the support desk.")
        ) from error
    if digest_of(data) != sha256:
        raise Refused(_("The original file does not match its digest; tell the support desk."))
    return data


@transaction.atomic
def read_original_file(actor: Actor, document_id: int) -> tuple[Document, bytes]:
    """The original bytes for a reader of the document; the reading itself is recorded."""
    document = queries.get_document(actor, document_id)
    data = kept_original(document.sha256)
    record(
        OriginalRead(document.pk, document.sha256),
        actor=actor,
        path=document.path,
        subject=document,
    )
    return document, data
