"""Follow-up for programs: whom to call today, and what calls came to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from lachan.contacts.actions import calls as actions
from lachan.contacts.api.asked import MOST, actor_of
from lachan.contacts.queries import follow_up as queries
from lachan.contacts.queries import scripts
from lachan.contacts.rules.calls import CallWords
from lachan.contacts.rules.follow_up_words import SYMPTOMS
from lachan.contacts.terms import Outcome, Rung, Way
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import refuse_if
from lachan.people.actions.reading import log_reading

router = Router()


class FollowedOut(Schema):
    """Whom somebody calls today, without a name: what is next, by when, and who has it."""

    contact: UUID
    path: str
    level: int | None
    next: Rung
    due_at: datetime
    is_late: bool
    seen_at: datetime | None
    has_symptoms: bool
    team: str | None


class CallIn(Schema):
    """What a call or visit came to; `key` is made by the sender, the same again is taken once."""

    key: UUID
    at: datetime
    way: Way = Way.TELEPHONE
    outcome: Outcome
    symptoms: list[str] = Field([], max_length=20)
    symptoms_since: date | None = None
    next_try_at: datetime | None = None
    second_phone: str = Field("", max_length=20)
    note: str = Field("", max_length=300)


class CallOut(Schema):
    """A call or visit that was written down."""

    key: UUID
    at: datetime
    way: Way
    outcome: Outcome
    symptoms: list[str]
    symptoms_since: date | None
    next_try_at: datetime | None
    note: str
    by_name: str
    recorded_at: datetime


class ScriptOut(Schema):
    """What is asked and said in calls from a day on, by this document."""

    valid_from: date
    text: str
    source: str


class ScriptIn(Schema):
    """The next text; it holds from today on at the earliest."""

    valid_from: date
    text: str = Field(max_length=10_000)
    source: str = Field(max_length=300)


@router.get("/contacts/follow-up", response=list[FollowedOut], summary="Whom to call today")
def to_call(
    request: Request, unit: str = "", late: bool = False, skip: int = 0
) -> list[dict[str, Any]]:
    """The late first calls first, 500 at a time; `skip` so many to get the next."""
    now = request.now
    rows = queries.to_follow(actor_of(request), now)
    if unit:
        rows = queries.in_commune(rows, f"{unit.rstrip('/')}/")
    if late:
        rows = queries.late(rows, now)
    since = max(skip, 0)
    return [
        {
            "contact": row.key,
            "path": row.path,
            "level": row.counted_level,
            "next": row.next_rung,
            "due_at": row.next_due,
            "is_late": row.next_due < now,
            "seen_at": row.seen,
            "has_symptoms": row.ill,
            "team": row.team_name,
        }
        for row in rows[since : since + MOST]
    ]


@router.get("/contacts/{uuid:key}/calls", response=list[CallOut], summary="What was tried")
def calls(request: Request, key: UUID) -> list[Any]:
    """Calls and visits of a contact, newest first; the look is logged."""
    actor = actor_of(request)
    row = queries.get_followed(actor, key)
    log_reading(actor, [row.person.root_id or row.person_id], "contacts:call", request.now)
    return list(queries.calls_of(row)[:MOST])


@router.post("/contacts/{uuid:key}/calls", response=CallOut, summary="Write down a call or visit")
def call(request: Request, key: UUID, body: CallIn) -> Any:
    """What it came to; where the contact stands is reckoned from all its calls."""
    strange = sorted(set(body.symptoms) - set(SYMPTOMS))
    refuse_if([f"not a known symptom: {one}" for one in strange])
    refuse_if(
        [
            f"{name}: an instant with its offset is wanted"
            for name in ("at", "next_try_at")
            if (moment := getattr(body, name)) and moment.tzinfo is None
        ]
    )
    words = CallWords(**body.dict() | {"symptoms": tuple(dict.fromkeys(body.symptoms))})
    return actions.record_call(actor_of(request), key, words, now=request.now)


@router.get("/contacts/script", response=ScriptOut, summary="What is said in calls today")
def script(request: Request) -> Any:
    """The text in force today, with its source."""
    actor_of(request)
    return scripts.script(day_of(request.now))


@router.post("/contacts/script", response=ScriptOut, summary="Set what is said in calls")
def set_script(request: Request, body: ScriptIn) -> Any:
    """The text from a day on; what was said before stays as it was."""
    return actions.set_script(
        actor_of(request), body.text, body.valid_from, body.source, now=request.now
    )
