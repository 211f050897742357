"""Investigations for programs: lines in and out, places, sending on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_many, log_reading
from lachan.tracing.actions.asking import ask_who_else
from lachan.tracing.actions.lines import LineWords, MetWords, add_line, strike_line
from lachan.tracing.actions.sending import receive_lines, send_lines
from lachan.tracing.actions.venues import PlaceWords
from lachan.tracing.queries import investigations as queries
from lachan.tracing.queries.venues import venues_named
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import LineKind, Permission, Precision, Setting, Source

router = Router()
MOST = 200


class InvestigationOut(Schema):
    """One case looked into; `lines` is how many stand."""

    key: UUID
    case: UUID
    person: UUID
    path: str
    days: int
    days_by: str
    zero_on: str
    last_on: str | None
    opened_at: datetime
    closed_at: datetime | None
    lines: int


class LineOut(Schema):
    """One line; `place_id` is the engine's."""

    key: UUID
    kind: str
    started_at: datetime
    ended_at: datetime
    precision: str
    venue: UUID | None
    place_id: int | None
    place: str
    met_id: int | None
    setting: str
    row: int | None
    words: str
    source: str
    replaces: UUID | None
    recorded_at: datetime
    recorded_by: str
    struck_at: datetime | None
    struck_because: str


class PlaceIn(Schema):
    """A place by its key, or by its name in a unit."""

    key: UUID | None = None
    name: str = Field("", max_length=200)
    setting: Setting = Setting.OTHER
    path: str = Field("", max_length=120)
    address: str = Field("", max_length=300)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


class MetIn(Schema):
    """Somebody met, by their key, or by what is known of them."""

    key: UUID | None = None
    full_name: str = Field("", max_length=200)
    phone: str = Field("", max_length=20)
    birth_year: int | None = Field(None, ge=1900, le=2200)
    path: str = Field("", max_length=120)
    address: str = Field("", max_length=300)


class LineIn(Schema):
    """A line with the UUID that the device made for it."""

    key: UUID
    kind: LineKind
    started_at: datetime
    ended_at: datetime
    precision: Precision = Precision.MINUTE
    place: PlaceIn | None = None
    met: MetIn | None = None
    setting: Setting | None = None
    row: int | None = None
    words: str = Field("", max_length=500)
    interview: UUID | None = None
    replaces: UUID | None = None


class LinesIn(Schema):
    """A batch of a device; it is never refused for one bad line."""

    lines: list[LineIn] = Field(max_length=500)


class Answered(Schema):
    """What became of one line: stored (new or known before), or refused with its reasons."""

    key: UUID
    state: str
    reasons: list[str] = []


class ReasonIn(Schema):
    reason: str = Field(min_length=3, max_length=300)


class HandOffOut(Schema):
    """Lines that one commune was sent."""

    key: UUID
    path: str
    sent_at: datetime
    received_at: datetime | None


class VenueOut(Schema):
    """A place where people meet; `id` is the engine's `place_id`."""

    id: int
    key: UUID
    name: str
    setting: str
    path: str
    address: str


class PresentOut(Schema):
    """Somebody who was there; the person by key, never by name."""

    person: UUID
    since: datetime
    until: datetime
    minutes: int
    row: int | None
    source: str


class PresenceOut(Schema):
    """Who else was there; of people of other areas the number alone."""

    people: list[PresentOut]
    elsewhere: int


def _out(row: Any) -> dict[str, Any]:
    return {
        "key": row.key,
        "case": row.case.key,
        "person": row.person.key,
        "path": row.path,
        "days": row.days,
        "days_by": row.days_by,
        "zero_on": row.zero_on.isoformat(),
        "last_on": row.last_on.isoformat() if row.last_on else None,
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "lines": row.lines_number,
    }


@router.get("/tracing/investigations", response=list[InvestigationOut], summary="In sight")
def list_investigations(request: Request, open_only: bool = False) -> list[dict[str, Any]]:
    """The latest 200 in sight."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at investigations")
    rows = queries.investigations(request.actor)
    if open_only:
        rows = rows.filter(closed_at__isnull=True)
    found = [_out(row) for row in rows[:MOST]]
    log_many(request.actor, len(found), "tracing:investigations", request.now)
    return found


@router.get("/tracing/investigations/{uuid:key}/lines", response=list[LineOut], summary="Lines")
def list_lines(request: Request, key: UUID) -> list[dict[str, Any]]:
    """All lines of one investigation, struck ones as well; whom they show is logged."""
    found = queries.get_investigation(request.actor, key)
    lines = queries.lines_of(found)
    shown = [found.person.pk, *queries.persons_shown(lines)]
    log_reading(request.actor, shown, "tracing:timeline", request.now)
    return [queries.as_row(line) for line in lines]


@router.post(
    "/tracing/investigations/{uuid:key}/lines", response=list[Answered], summary="Add lines"
)
def add_lines(request: Request, key: UUID, batch: LinesIn) -> list[dict[str, Any]]:
    """Each line is saved by itself and answered by itself; sent again, it is stored once."""
    found = queries.get_investigation(request.actor, key)
    answers = []
    for line in batch.lines:
        try:
            add_line(request.actor, found.key, _words(line), now=request.now)
            answers.append({"key": line.key, "state": "stored"})
        except Refused as refused:
            reasons = [str(reason) for reason in refused.reasons]
            answers.append({"key": line.key, "state": "refused", "reasons": reasons})
        except NotThere:
            answers.append({"key": line.key, "state": "refused", "reasons": ["not found"]})
    return answers


def _words(line: LineIn) -> LineWords:
    if line.started_at.tzinfo is None or line.ended_at.tzinfo is None:
        raise Refused("give instants with their offset, such as 2021-09-10T07:00:00+07:00")
    if line.ended_at < line.started_at:
        raise Refused("the line ends before it began")
    return LineWords(
        key=line.key,
        kind=line.kind,
        span=Span(line.started_at, line.ended_at, line.precision),
        place=PlaceWords(**line.place.dict()) if line.place else None,
        met=MetWords(**line.met.dict()) if line.met else None,
        setting=line.setting,
        row=line.row,
        words=line.words,
        source=Source.INTERVIEW,
        interview_key=line.interview,
        replaces=line.replaces,
    )


@router.post("/tracing/lines/{uuid:key}/strike", response=LineOut, summary="Strike a line")
def strike(request: Request, key: UUID, given: ReasonIn) -> dict[str, Any]:
    """Struck with its stays and its meeting; it stays readable."""
    line = strike_line(request.actor, key, given.reason, now=request.now)
    return queries.as_row(line)


@router.get("/tracing/lines/{uuid:key}/who-else", response=PresenceOut, summary="Who else")
def who_else(request: Request, key: UUID) -> dict[str, Any]:
    """Who else was at the place of a line in its time; that it was asked is kept."""
    line = queries.get_line(request.actor, key)
    if line.venue is None:
        raise NotThere
    found = ask_who_else(request.actor, line, now=request.now)
    return {
        "people": [
            {
                "person": one.person.key,
                "since": one.since,
                "until": one.until,
                "minutes": one.minutes,
                "row": one.row,
                "source": one.source,
            }
            for one in found.people
        ],
        "elsewhere": found.elsewhere,
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


@router.get("/tracing/venues", response=list[VenueOut], summary="Places by name")
def list_venues(request: Request, q: str, near: str = "") -> list[Any]:
    """Places whose name holds the words, without diacritics, the near ones first."""
    return venues_named(request.actor, q[:120], near=near)
