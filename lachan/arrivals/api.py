"""Arrivals for programs: declare (without an account), read the register, acknowledge."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Router, Schema
from ninja.responses import Status

from lachan.arrivals.actions import watching
from lachan.arrivals.actions.declaring import PUBLIC, declare
from lachan.arrivals.actions.using import may_use
from lachan.arrivals.forms.declaring import MOST_PEOPLE, JourneyForm, PersonForm, draft_of
from lachan.arrivals.queries import arrivals as found_arrivals
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.queries.declarations import people_of
from lachan.arrivals.terms import Door
from lachan.arrivals.views.public import client_address
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many

router = Router()
MOST = 500


class PersonIn(Schema):
    """One who comes; words as somebody would type them ("1990", "15/9/1987", "pcr:negative")."""

    full_name: str = Field(max_length=120)
    birth: str = Field(max_length=20)
    sex: str = ""
    number: str = ""
    doses: str = ""
    last_dose_on: str = ""
    test: str = ""
    result_at: str = ""
    recovered_on: str = ""
    met_case_on: str = ""
    symptoms: list[str] = []


class DeclarationIn(Schema):
    """What is common to all, and the people; the same fields as the form's."""

    phone: str = Field(max_length=20)
    from_place: str = Field(max_length=200)
    arrives_at: str = Field(max_length=40)
    commune: str = Field(max_length=200)
    hamlet: str = Field("", max_length=120)
    address: str = Field("", max_length=300)
    vehicle: str = Field("", max_length=100)
    left_on: str = ""
    stayed_since: str = ""
    place: str = Field("", max_length=12)
    people: list[PersonIn] = Field(min_length=1, max_length=MOST_PEOPLE)


class ReasonOut(Schema):
    """Why: the rule with its version, the clause and its words."""

    rule: str
    clause: str
    words: str


class DecidedOut(Schema):
    """What was decided; `measure` empty and `undetermined` full while facts are missing."""

    measure: str
    since: date | None
    until: date | None
    test_days: list[date]
    reasons: list[ReasonOut]
    undetermined: list[str]


class DeclaredOut(Schema):
    """The answer: the code to say, and for each person the signed code and the decision."""

    code: str
    passes: list[str]
    decisions: list[DecidedOut]


class NotDeclared(Schema):
    """Which fields are wrong, each with why and what to type."""

    errors: dict[str, list[str]]


class TooOften(Schema):
    """The address declared too often in this hour."""

    detail: str


@router.post(
    "/declarations",
    auth=None,
    response={200: DeclaredOut, 422: NotDeclared, 429: TooOften},
    summary="Declare, without an account",
)
def post_declaration(request: Request, body: DeclarationIn) -> Any:
    """Declare for one person or a household."""
    now: datetime = request.now
    if not may_use(Door.DECLARE_ADDRESS, client_address(request), now):
        return Status(429, {"detail": "too many declarations from this address"})
    typed = body.dict()
    journey = JourneyForm({k: v for k, v in typed.items() if k != "people"}, now=now)
    people = [PersonForm(one, now=now) for one in typed["people"]]
    if not all([journey.is_valid(), *(form.is_valid() for form in people)]):
        errors = {name: [str(e) for e in rows] for name, rows in journey.errors.items()}
        for position, form in enumerate(people):
            for name, rows in form.errors.items():
                errors[f"people.{position}.{name}"] = [str(error) for error in rows]
        return Status(422, {"errors": errors})
    declaration = declare(PUBLIC, draft_of(journey, people, language="vi"), now=now)
    declared = people_of(declaration)
    return {
        "code": declaration.code,
        "passes": [issued.text for row in declared for issued in row.passes.all()],
        "decisions": [row.arrival for row in declared],
    }


class ArrivalOut(DecidedOut):
    """One coming as the register shows it."""

    id: int
    person: str
    birth_year: int | None
    arrived_at: datetime
    from_words: str
    from_path: str
    plate: str
    path: str
    commune: str
    hamlet: str
    destination_words: str
    state: str
    sources: list[str]


class RegisterOut(Schema):
    """`count` is of all that match; at most 500 are told."""

    count: int
    arrivals: list[ArrivalOut]


@router.get("/arrivals", response=RegisterOut, summary="Comings in sight")
def get_arrivals(
    request: Request,
    unit: str = "",
    state: str = "",
    measure: str = "",
    changed_since: datetime | None = None,
) -> Any:
    """The register, newest first, narrowed to a unit, a state, a measure, or to what changed."""
    actor = request.actor
    rows = found_arrivals.visible_arrivals(actor)
    if unit:
        rows = found_arrivals.within_unit(rows, unit)
    if state:
        rows = rows.filter(state=state)
    if measure:
        rows = rows.filter(measure=measure)
    if changed_since:
        rows = rows.filter(changed_at__gte=changed_since)
    found = list(found_arrivals.for_rows(rows)[:MOST])
    communes = watching_units(row.path for row in found)
    log_many(actor, len(found), "arrivals:search", request.now)
    return {"count": rows.count(), "arrivals": [_told(row, communes) for row in found]}


def _told(row: Any, communes: dict[str, str]) -> dict[str, Any]:
    person = row.person.root or row.person
    columns = (
        *("id", "arrived_at", "from_words", "from_path", "plate", "path", "hamlet"),
        *("destination_words", "state", "measure", "since", "until", "test_days", "reasons"),
        "undetermined",
    )
    return {name: getattr(row, name) for name in columns} | {
        "person": person.full_name,
        "birth_year": person.birth_year,
        "commune": communes.get(row.path, ""),
        "sources": row.source_kinds,
    }


class ReceiveIn(Schema):
    """Ids of comings."""

    arrivals: list[int] = Field(min_length=1, max_length=watching.LIMIT)


class ReceivedOut(Schema):
    """How many were acknowledged, and why others were not."""

    done: int
    refused: dict[int, list[str]]


@router.post("/arrivals/receive", response=ReceivedOut, summary="Acknowledge comings")
def post_receive(request: Request, body: ReceiveIn) -> Any:
    """The commune found these people and watches over them; each row for itself."""
    actor, now = request.actor, request.now
    if not body.arrivals:
        raise Refused("no arrivals")
    outcome = watching.receive(actor, body.arrivals, now=now)
    return {"done": outcome.done, "refused": dict(outcome.refusals)}
