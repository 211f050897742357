"""What is sent on to communes, for programs: sent, read, received."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_reading
from lachan.tracing.actions.sending import receive_lines, send_lines
from lachan.tracing.api.lines import LineOut
from lachan.tracing.queries import hand_offs as queries
from lachan.tracing.queries.investigations import as_row, persons_shown
from lachan.tracing.terms import Permission

router = Router()
MOST = 200


class HandOffOut(Schema):
    """Lines that one commune was sent."""

    key: UUID
    path: str
    sent_at: datetime
    received_at: datetime | None


class HandOffPage(HandOffOut):
    """A hand-off with its lines as they stand now; the case by its number in a unit."""

    number: str
    number_path: str
    lines: list[LineOut]


@router.get("/tracing/received", response=list[HandOffOut], summary="Received from traces")
def list_hand_offs(request: Request, waiting_only: bool = False) -> list[Any]:
    """What the communes in sight were sent, those not yet received first; 200 at most."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at investigations")
    rows = queries.hand_offs(request.actor)
    if waiting_only:
        rows = rows.filter(received_at__isnull=True)
    return list(rows[:MOST])


@router.get("/tracing/received/{uuid:key}", response=HandOffPage, summary="Lines of a commune")
def show_hand_off(request: Request, key: UUID) -> dict[str, Any]:
    """The lines that a commune was sent, struck ones as struck; whom they show is logged."""
    found = queries.get_hand_off(request.actor, key)
    lines = queries.handed_lines(found)
    log_reading(request.actor, persons_shown(lines), "tracing:hand_off", request.now)
    case = found.investigation.case
    return {
        **{name: getattr(found, name) for name in ("key", "path", "sent_at", "received_at")},
        "number": f"{case.number}/{case.year}",
        "number_path": case.number_path,
        "lines": [as_row(line) for line in lines],
    }


@router.post(
    "/tracing/investigations/{uuid:key}/send", response=list[HandOffOut], summary="Send now"
)
def send(request: Request, key: UUID) -> list[Any]:
    """Send each commune the lines that it does not have; an empty list where all have all."""
    return send_lines(request.actor, key, now=request.now)


@router.post("/tracing/received/{uuid:key}", response=HandOffOut, summary="Received")
def receive(request: Request, key: UUID) -> Any:
    """The commune says that it has the lines."""
    return receive_lines(request.actor, key, now=request.now)
