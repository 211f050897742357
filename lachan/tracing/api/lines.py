"""Lines of investigations for programs: in and out, struck; places; who else was there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Field, Router, Schema
from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused
from lachan.people.actions.reading import log_reading
from lachan.tracing.actions.asking import ask_who_else
from lachan.tracing.actions.lines import LineWords, MetWords, add_line, strike_line
from lachan.tracing.api.fields import Instant, ReasonIn, Text, phone_digits, unit_path
from lachan.tracing.api.places import PlaceIn
from lachan.tracing.queries import investigations as queries
from lachan.tracing.queries.venues import venues_named
from lachan.tracing.rules.spans import Span
from lachan.tracing.terms import LineKind, Precision, Setting, Source

router = Router()


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


class MetIn(Schema):
    """Somebody met, by their key, or by what is known of them."""

    key: UUID | None = None
    full_name: Text = Field("", max_length=200)
    phone: Text = Field("", max_length=20)
    birth_year: int | None = Field(None, ge=1900, le=2200)
    path: Text = Field("", max_length=120)
    address: Text = Field("", max_length=300)


class LineIn(Schema):
    """A line with the UUID that the device made for it; `photo` is the picture it is keyed from."""

    key: UUID
    kind: LineKind
    started_at: Instant
    ended_at: Instant
    precision: Precision = Precision.MINUTE
    place: PlaceIn | None = None
    met: MetIn | None = None
    setting: Setting | None = None
    row: int | None = None
    words: Text = Field("", max_length=500)
    interview: UUID | None = None
    photo: UUID | None = None
    replaces: UUID | None = None


class Unread(Schema):
    """A line that is none, with what is wrong in it."""

    key: UUID | None
    reasons: list[str]


def _each_for_itself(sent: Any, read: ValidatorFunctionWrapHandler) -> Any:
    """The line that was sent; Unread where it cannot be read, so that the others still are."""
    try:
        return read(sent)
    except ValidationError as wrong:
        reasons = [
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in wrong.errors()
        ]
        return Unread(key=_key_of(sent), reasons=reasons)


def _key_of(sent: Any) -> UUID | None:
    try:
        return UUID(sent["key"])
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


class LinesIn(Schema):
    """A batch of a device; it is never refused for one bad line."""

    lines: list[Annotated[LineIn, WrapValidator(_each_for_itself)]] = Field(max_length=500)


class Answered(Schema):
    """What became of one line: stored (new or known before), or refused with its reasons.

    Answers stand in the order of the lines; `key` is null where the line had none.
    """

    key: UUID | None
    state: str
    reasons: list[str] = []


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
    return [_answered(request, found.key, line) for line in batch.lines]


def _answered(request: Request, investigation: UUID, line: LineIn | Unread) -> dict[str, Any]:
    if isinstance(line, Unread):
        return {"key": line.key, "state": "refused", "reasons": line.reasons}
    try:
        words = _words(line, day_of(request.now))
        add_line(request.actor, investigation, words, now=request.now)
    except Refused as refused:
        reasons = [str(reason) for reason in refused.reasons]
        return {"key": line.key, "state": "refused", "reasons": reasons}
    except NotThere:
        return {"key": line.key, "state": "refused", "reasons": ["not found"]}
    return {"key": line.key, "state": "stored"}


def _words(line: LineIn, today: date) -> LineWords:
    if line.ended_at < line.started_at:
        raise Refused("the line ends before it began")
    return LineWords(
        key=line.key,
        kind=line.kind,
        span=Span(line.started_at, line.ended_at, line.precision),
        place=line.place.words(today) if line.place else None,
        met=_met(line.met, today) if line.met else None,
        setting=line.setting,
        row=line.row,
        words=line.words,
        source=Source.PHOTO if line.photo else Source.INTERVIEW,
        interview_key=line.interview,
        photo_key=line.photo,
        replaces=line.replaces,
    )


def _met(met: MetIn, today: date) -> MetWords:
    """Of a person who is chosen by their key, unit and number are known."""
    path, phone = ("", "") if met.key else (unit_path(met.path, today), phone_digits(met.phone))
    return MetWords(**met.dict() | {"path": path, "phone": phone})


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


@router.get("/tracing/venues", response=list[VenueOut], summary="Places by name")
def list_venues(request: Request, q: Text, near: Text = "") -> list[Any]:
    """Places whose name holds the words, without diacritics, the near ones first."""
    return venues_named(request.actor, q[:120], near=near)
