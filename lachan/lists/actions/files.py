"""The files of lists: kept on disk under their digest, never changed (docs/decisions/0013)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lachan.core.refused import Refused
from lachan.lists.models import ReceivedList
from lachan.lists.sheets import Unreadable


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes) -> tuple[str, Path]:
    """Write the bytes once under their digest; return the digest and the file.

    The file appears under its name only when it is complete, so that a crash leaves no half file.
    """
    sha256 = digest_of(content)
    path = path_of(sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        os.chmod(draft.name, 0o640)
        os.replace(draft.name, path)
    return sha256, path


def path_of(sha256: str) -> Path:
    """Where the file of a digest is kept."""
    return Path(settings.MEDIA_ROOT) / f"lists/{sha256[:2]}/{sha256}"


def kept(received: ReceivedList) -> Path:
    """The file of a list; Refused when it is gone or is not what came in any more."""
    path = path_of(received.sha256)
    if not path.exists():
        raise Refused(_("The original file is missing from the store; tell the support desk."))
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != received.sha256:
        raise Refused(_("The original file does not match its digest; tell the support desk."))
    return path


def sentence_of(fault: Unreadable) -> str:
    """Why a file cannot be read, in the reader's language."""
    return fault.why_vi if (get_language() or "vi").startswith("vi") else fault.why
