"""What people say about a task: remarks, files, reminders."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused, refuse_if
from lachan.core.text import normal
from lachan.tasks import events
from lachan.tasks.actions.telling import tell_lead
from lachan.tasks.models import Attachment, Comment, Task
from lachan.tasks.queries.tasks import lock_task, may_take_part, obstacles
from lachan.tasks.terms import Verb

COMMENT_LENGTH = 5_000
FILES_PER_TASK = 50


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    name: str
    content: bytes


def comment(actor: Actor, task_id: int, text: str, now: datetime) -> Comment:
    """Write a remark; whoever takes part in the task may."""
    text = text.strip()
    with transaction.atomic():
        task = lock_task(actor, task_id)
        author = _must_take_part(actor, task)
        refuse_if([_("Write something first.")] if not text else [])
        refuse_if([_("The remark is too long.")] if len(text) > COMMENT_LENGTH else [])
        written = Comment.objects.create(task=task, author_id=author, text=text, written_at=now)
        record(
            events.Commented(task_id=task.pk, comment_id=written.pk, text=text),
            actor=actor,
            path=task.path,
            subject=task,
        )
    return written


def attach(actor: Actor, task_id: int, file: Upload, now: datetime) -> Attachment:
    """Attach a file; it is kept as it came, named by its digest, and never run."""
    with transaction.atomic():
        task = lock_task(actor, task_id)
        return add_attachment(actor, task, file, now, is_proof=False)


def add_attachment(
    actor: Actor, task: Task, file: Upload, now: datetime, *, is_proof: bool
) -> Attachment:
    """Keep a file on a locked task. Raises Refused when it is empty, too large or one too many."""
    refuse_if(_obstacles_to_attach(task, file))
    digest = hashlib.sha256(file.content).hexdigest()
    name = normal(PurePath(file.name.replace("\\", "/")).name)[-255:] or digest[:12]
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    kept = Attachment(
        task=task,
        file_name=name,
        media_type=media_type,
        file_size=len(file.content),
        sha256=digest,
        is_proof=is_proof,
        attached_by_id=_must_take_part(actor, task),
        attached_at=now,
    )
    kept.file.save(f"{digest[:2]}/{digest}", ContentFile(file.content), save=False)
    kept.save()
    record(
        events.Attached(task_id=task.pk, attachment_id=kept.pk, file_name=name, sha256=digest),
        actor=actor,
        path=task.path,
        subject=task,
    )
    return kept


def _obstacles_to_attach(task: Task, file: Upload) -> list[str]:
    reasons = []
    if not file.content:
        reasons.append(_("The file %(name)s is empty.") % {"name": file.name})
    if len(file.content) > settings.MAX_UPLOAD_BYTES:
        reasons.append(
            _("The file %(name)s is larger than %(limit)s.")
            % {"name": file.name, "limit": filesizeformat(settings.MAX_UPLOAD_BYTES)}
        )
    if task.attachments.count() >= FILES_PER_TASK:
        reasons.append(_("A task holds at most %(count)d files.") % {"count": FILES_PER_TASK})
    return reasons


def remind(actor: Actor, task_id: int, text: str, now: datetime, *, batch: str = "") -> Task:
    """Remind the lead in a sentence."""
    text = text.strip()
    with transaction.atomic():
        task = lock_task(actor, task_id)
        refuse_if(str(reason) for reason in obstacles(actor, task, Verb.REMIND, now))
        refuse_if([_("Write something first.")] if not text else [])
        record(
            events.Reminded(task_id=task.pk, text=text),
            actor=actor,
            path=task.path,
            subject=task,
        )
        if not batch:
            tell_lead(actor, task, _("Reminder: %(task)s"), text, now, urgent=True)
    return task


def _must_take_part(actor: Actor, task: Task) -> int:
    """The id of the person, who takes part; Refused otherwise."""
    if actor.id is None or not may_take_part(actor, task):
        raise Refused(_("Only those who take part in the task may write here."))
    return actor.id
