"""Devices join a post by a one-time code, and are revoked or told to wipe."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.keys import hash_of, new_token, sealing_key
from lachan.checkpoints.models import Device, EnrolmentCode, Post
from lachan.checkpoints.queries.devices import get_device
from lachan.checkpoints.rules.sealing import decoded, public_key_of
from lachan.checkpoints.terms import CODE_MINUTES, LEASE_HOURS, Permission
from lachan.core.actor import Actor
from lachan.core.refused import refuse_if
from lachan.core.text import normal

# Digits and capitals that cannot be taken for one another when they are read aloud or typed.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 12


def make_code(actor: Actor, post_id: int, *, now: datetime) -> str:
    """A new code with which one device can enrol for the post; it is told once and not kept."""
    post = Post.objects.get_visible(actor, Permission.MANAGE, pk=post_id)
    code = "".join(secrets.choice(_SIGNS) for _place in range(_LENGTH))
    set_code(actor, post, code, now=now)
    return code


def set_code(actor: Actor, post: Post, code: str, *, now: datetime) -> None:
    """Keep the hash of a code for half an hour; a fixed one is for the demo and tests alone."""
    with transaction.atomic():
        row = EnrolmentCode.objects.create(
            post=post,
            code_hash=hash_of(code),
            made_at=now,
            made_by_id=actor.id,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        )
        record(events.CodeMade(post.pk, row.expires_at), actor=actor, path=post.path, subject=post)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a device is told once."""

    device: str
    token: str
    post: str
    name_of_post: str
    sealing_key: str
    lease_until: datetime


def enrol(code: str, name: str, public_key: str, *, now: datetime) -> Enrolment | None:
    """Enrol a device by its code; None when the code is not one, was used, or is over.

    Raises Refused when the name or the key is none.
    """
    name = normal(name)[:80]
    refuse_if(_obstacles(name, public_key))
    with transaction.atomic():
        row = (
            EnrolmentCode.objects.select_for_update(of=("self",))
            .select_related("post")
            .filter(
                code_hash=hash_of("".join(code.split()).upper()), used_at=None, expires_at__gt=now
            )
            .first()
        )
        if row is None or row.post.closed_on is not None:
            return None
        token = new_token()
        device = Device.objects.create(
            post=row.post,
            path=row.post.path,
            name=name,
            public_key=public_key,
            token_hash=hash_of(token),
            enrolled_at=now,
            enrolled_by_id=row.made_by_id,
            last_contact_at=now,
            lease_until=now + timedelta(hours=LEASE_HOURS),
        )
        row.used_at, row.device = now, device
        row.save(update_fields=["used_at", "device"])
        record(
            events.Enrolled(str(device.key), row.post_id, name),
            actor=Actor(id=None, name=name),
            path=device.path,
            subject=device,
        )
    return Enrolment(
        device=str(device.key),
        token=token,
        post=row.post.code,
        name_of_post=row.post.name,
        sealing_key=sealing_key(now).public_key,
        lease_until=device.lease_until or now,
    )


def _obstacles(name: str, public_key: str) -> list[str]:
    reasons = []
    if not name:
        reasons.append(_("the device needs a name"))
    try:
        public_key_of(decoded(public_key))
    except (ValueError, TypeError):
        reasons.append(_("the public key is not a P-256 key"))
    return reasons


def revoke(actor: Actor, key: UUID | str, reason: str, *, now: datetime) -> Device:
    """The device gets nothing any more; what it still sends goes into quarantine."""
    reason = normal(reason)[:300]
    with transaction.atomic():
        device = get_device(actor, key)
        refuse_if([_("Say why the device is revoked.")] if not reason else [])
        refuse_if([_("The device is revoked already.")] if device.revoked_at else [])
        Device.objects.filter(pk=device.pk).update(
            revoked_at=now, revoked_because=reason, wipe_asked_at=now, lease_until=now
        )
        record(
            events.Revoked(str(device.key), reason),
            actor=actor,
            path=device.path,
            subject=device,
        )
    device.refresh_from_db()
    return device


def ask_to_wipe(actor: Actor, key: UUID | str, *, now: datetime) -> Device:
    """The device wipes its work list at every contact from now on; its outbox stays till sent.

    It is told so until it enrols anew, so that an answer lost on the way loses no wipe.
    """
    with transaction.atomic():
        device = get_device(actor, key)
        Device.objects.filter(pk=device.pk).update(wipe_asked_at=now)
        record(events.WipeAsked(str(device.key)), actor=actor, path=device.path, subject=device)
    device.refresh_from_db()
    return device


def renew_lease(device_id: int, *, now: datetime) -> datetime:
    """The device asked for its work list: its lease runs anew. No news for the record."""
    until = now + timedelta(hours=LEASE_HOURS)
    Device.objects.filter(pk=device_id).update(
        last_contact_at=now, last_work_at=now, lease_until=until
    )
    return until
