"""`/api/v1/`: the doors for devices. See docs/protocols/posts.md."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.module_loading import import_string
from ninja import Field, Router, Schema
from ninja.security.apikey import APIKeyHeader

from lachan.checkpoints.actions.enrolling import enrol, renew_lease
from lachan.checkpoints.actions.receiving import BatchRefused, receive
from lachan.checkpoints.actions.waking import wake
from lachan.checkpoints.queries.devices import DeviceFacts, device_actor, device_by_token
from lachan.checkpoints.queries.work import etag_of, work_for
from lachan.checkpoints.rules.telling import Listed
from lachan.core.http import Request

router = Router()
SCHEME = "Device "
# Devices have no session; their token and their signature are asked for instead.
WITHOUT_SESSION = ("enrol_device", "work", "list_of_device", "take_events")


class DeviceAuth(APIKeyHeader):
    """`Authorization: Device <device>.<token>`; a revoked device is still known by its token."""

    param_name = "Authorization"

    def authenticate(self, request: HttpRequest, key: str | None) -> DeviceFacts | None:
        if not key or not key.startswith(SCHEME):
            return None
        device = device_by_token(key.removeprefix(SCHEME))
        if device is not None:
            request.actor = device_actor(device)  # type: ignore[attr-defined]
        return device


class Enrolling(Schema):
    """A device that wants to join a post."""

    code: str = Field(min_length=4, max_length=40)
    name: str = Field(max_length=80)
    public_key: str = Field(max_length=400)


class EventAnswer(Schema):
    """What became of one event; `digest` is of the one that is kept."""

    id: str | None
    outcome: str
    code: str | None
    digest: str | None


class BatchAnswer(Schema):
    """What became of a batch."""

    server_time: datetime
    events: list[EventAnswer]
    missing_seq: list[tuple[int, int]]


@router.post("/devices/enrol", auth=None, summary="Enrol a device by a one-time code")
def enrol_device(request: Request, asked: Enrolling) -> HttpResponse:
    """What the device needs, once; a code that is unknown, used or over gives 404."""
    enrolled = enrol(asked.code, asked.name, asked.public_key, now=request.now)
    if enrolled is None:
        return _json({"code": "unknown_code"}, status=404)
    return _json(asdict(enrolled))


@router.get("/devices/self/work", auth=DeviceAuth(), summary="What the device takes down")
def work(request: Request) -> HttpResponse:
    """The work list, or 304 when it is as it was; either renews the lease for 72 hours."""
    device: DeviceFacts = request.auth  # type: ignore[attr-defined]
    now: datetime = request.now
    if device.is_revoked:
        return _json({"code": "revoked"}, status=401)
    content = work_for(device, now)
    etag = etag_of(content)
    until = renew_lease(device.id, now=now)
    is_same = request.headers.get("If-None-Match") == etag and device.wipe_asked_at is None
    answer: HttpResponse = (
        HttpResponse(status=304)
        if is_same
        else _json(
            {
                "server_time": now,
                "lease_until": until,
                "wipe": device.wipe_asked_at is not None,
                **content,
            }
        )
    )
    answer["ETag"] = etag
    answer["Lachan-Server-Time"] = now.isoformat()
    answer["Lachan-Lease-Until"] = until.isoformat()
    return answer


@router.get("/devices/self/lists/{name}", auth=DeviceAuth(), summary="A list for the device")
def list_of_device(request: Request, name: str) -> HttpResponse:
    """The list, 304 when it is as it was, or 404 where this device has none of this name."""
    device: DeviceFacts = request.auth  # type: ignore[attr-defined]
    now: datetime = request.now
    if device.is_revoked:
        return _json({"code": "revoked"}, status=401)
    if device.wipe_asked_at is not None:
        return _json({"code": "wiped"}, status=403)
    known = request.headers.get("If-None-Match", "").strip('"')
    hand_out = import_string(settings.DEVICE_LISTS).get(name)
    listed: Listed | None = import_string(hand_out)(device, known, now=now) if hand_out else None
    if listed is None:
        return _json({"code": "no_list"}, status=404)
    answer: HttpResponse = (
        HttpResponse(status=304)
        if listed.content is None
        else _json({"server_time": now, **listed.content})
    )
    answer["ETag"] = f'"{listed.tag}"'
    return answer


@router.post("/events", auth=DeviceAuth(), response=BatchAnswer, summary="Send a batch of events")
def take_events(request: Request) -> HttpResponse:
    """At most 50 events and 256 KB; each is answered for itself, and kept before it is answered."""
    device: DeviceFacts = request.auth  # type: ignore[attr-defined]
    now: datetime = request.now
    signature = request.headers.get("Lachan-Signature", "")
    try:
        answer = receive(device, request.body, signature, now=now)
    except BatchRefused as refused:
        return _json({"code": refused.code}, status=refused.status)
    wake()
    return _json({"server_time": now, "events": answer.events, "missing_seq": answer.missing_seq})


def _json(content: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = JsonResponse(content, status=status)
    patch_cache_control(response, no_store=True, private=True)
    return response
