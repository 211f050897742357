"""Hand events on to the domain that takes their kind: one event, one transaction.

What is refused there waits for an officer with the reasons, and the device is told of it. Another
failure leaves that one event waiting for the next run, and holds up no other.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.checkpoints import events
from lachan.checkpoints.actions.keys import private_keys
from lachan.checkpoints.actions.working_in.opening import (
    content_of,
    keep_back,
    settle_quarantine,
    sightings_of,
)
from lachan.checkpoints.models import Event, Quarantined, WaitingEvent
from lachan.checkpoints.queries.posts import officer_names
from lachan.checkpoints.rules.envelope import digest_of, happened_at
from lachan.checkpoints.rules.payloads import BadPayload
from lachan.checkpoints.rules.sealing import SealBroken
from lachan.checkpoints.rules.telling import Told
from lachan.checkpoints.terms import HANDED_ON, Code
from lachan.core.actor import Actor, system
from lachan.core.refused import NotThere, Refused

logger = logging.getLogger(__name__)
DETAIL = 300


def hand_on_waiting(now: datetime) -> int:
    """Hand on all that waits and is complete; how many events. Safe to run side by side."""
    waiting = list(
        WaitingEvent.objects.filter(seq__lte=F("device__complete_seq"), event__kind__in=HANDED_ON)
        .order_by("device_id", "seq", "event_id")
        .values_list("event_id", flat=True)
    )
    done = 0
    for event_id in waiting:
        try:
            done += _hand_on(event_id, now)
        except Exception:
            logger.exception("event %s could not be handed on", event_id)
    return done


def _hand_on(event_id: UUID, now: datetime) -> bool:
    with transaction.atomic():
        locked = WaitingEvent.objects.select_for_update(skip_locked=True, of=("self",))
        waiting = locked.filter(pk=event_id).first()
        if waiting is None:
            return False
        event = Event.objects.select_related("device__post").get(pk=event_id)
        actor = system("checkpoints")
        try:
            told = _told(event)
            with transaction.atomic():
                _taker(event.kind)(told, now=now)
        except SealBroken as broken:
            keep_back(actor, [(event, Code.SEAL_BROKEN, str(broken))])
        except BadPayload as bad:
            keep_back(actor, [(event, Code.BAD_PAYLOAD, str(bad))])
        except NotThere:
            _refuse(actor, event, _("Whom it is about is not within this device's area any more."))
        except Refused as refused:
            _refuse(actor, event, " ".join(refused.reasons))
        else:
            settle_quarantine({event.pk}, now)
        waiting.delete()
    return True


def _taker(kind: str) -> Callable[..., None]:
    named = import_string(settings.DEVICE_EVENTS)[kind]
    taker: Callable[..., None] = import_string(named)
    return taker


def _told(event: Event) -> Told:
    payload = content_of(event, private_keys())
    if not isinstance(payload, dict):
        raise BadPayload("payload")
    officer = str(json.loads(event.body).get("officer") or "").replace("\x00", "")[:120]
    return Told(
        event_id=event.pk,
        device_id=event.device_id,
        device_name=event.device.name,
        officer=officer_names([officer]).get(officer, officer),
        happened_at=happened_at(sightings_of([event])[event.pk]),
        payload=payload,
    )


def _refuse(actor: Actor, event: Event, why: str) -> None:
    """An officer looks at it (again); the device learns why from its next list."""
    Quarantined.objects.update_or_create(
        device=event.device,
        code=Code.NOT_TAKEN,
        digest=digest_of(event.body),
        defaults={
            "path": event.device.path,
            "event_id": event.pk,
            "text": event.body,
            "detail": why[:DETAIL],
            "received_at": event.received_at,
            "resolved_at": None,
            "resolution": "",
        },
    )
    record(
        events.Quarantined(str(event.device.key), {str(Code.NOT_TAKEN): 1}),
        actor=actor,
        path=event.device.path,
    )
