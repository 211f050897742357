"""Cases for programs: the line list, one case, opening, classifying; definitions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from pydantic import AwareDatetime

from lachan.cases.actions import classifying, correcting
from lachan.cases.actions.opening import Ill, Report, open_case, reference_of
from lachan.cases.queries import cases as queries
from lachan.cases.queries.definitions import definitions_on
from lachan.cases.queries.figures import figures
from lachan.cases.queries.limits import limit
from lachan.cases.rules.definitions import Evidence
from lachan.cases.rules.sources import SourceWords
from lachan.cases.terms import (
    Classification,
    LimitName,
    Origin,
    Permission,
    Result,
    SourceState,
    Symptoms,
)
from lachan.core.dates import at, day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.core.scope import within
from lachan.people.actions.reading import log_reading
from lachan.people.rules.numbers import other_number
from lachan.places.queries import path_at

router = Router()
MOST = 500


class CaseOut(Schema):
    """A case; the person by key, without a name. `infectious_until` null: until now."""

    key: UUID
    number: int
    year: int
    path: str
    person: UUID
    episode: int
    is_re_positive: bool
    classification: str
    reported_at: datetime
    onset_on: date | None
    sampled_at: datetime | None
    confirmed_at: datetime | None
    isolated_at: datetime | None
    infectious_from: datetime | None
    infectious_until: datetime | None
    protocol: str
    origin: str
    source: str
    outcome: str
    outcome_at: datetime | None


class CasesOut(Schema):
    """A page of the line list; `after` is given again to get the next one, null at the end."""

    cases: list[CaseOut]
    after: str | None


class CaseIn(Schema):
    """A report; without a classification the definitions of its day say what it is.

    `path` is that of a unit of today, or its code; instants come with their offset. `reference`
    makes it count once at its unit. `citizen` is any card number by which a person is
    found.
    """

    reference: str
    path: str
    full_name: str
    birth_on: date | None = None
    birth_year: int | None = None
    citizen: str = ""
    reported_at: AwareDatetime
    classification: Classification | None = None
    basis: str = ""
    pcr: Result = Result.UNKNOWN
    antigen: Result = Result.UNKNOWN
    ct: Decimal | None = None
    symptoms: Symptoms = Symptoms.UNKNOWN
    has_link: bool = False
    onset_on: date | None = None
    sampled_at: AwareDatetime | None = None
    isolated_at: AwareDatetime | None = None
    origin: Origin = Origin.UNKNOWN
    origin_words: str = ""
    note: str = ""


class OpenedOut(Schema):
    """The case, and whether this report had opened it before.

    With `was_brought_in` nothing was opened: the sample is of this earlier case, which has ended.
    """

    case: CaseOut
    was_repeated: bool
    was_brought_in: bool
    warnings: list[str]


class JudgementIn(Schema):
    """What a case is, on what."""

    classification: Classification
    pcr: Result
    antigen: Result
    ct: Decimal | None = None
    symptoms: Symptoms
    has_link: bool
    basis: str = ""


class SourceIn(Schema):
    """From where and from whom; `source_case` is the key of a case in sight."""

    origin: Origin
    origin_words: str = ""
    source: SourceState
    source_case: UUID | None = None
    note: str = ""


class IsolationIn(Schema):
    at: AwareDatetime


class FigureOut(Schema):
    """So many of so many."""

    name: str
    numerator: int
    denominator: int


class DefinitionOut(Schema):
    """A case definition in force."""

    definition: str
    classification: str
    criteria: list[list[str]]
    words: str
    valid_from: date
    valid_until: date | None
    source: str
    is_confirmed: bool


def _actor(request: Request) -> Any:
    actor = request.actor
    if not actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at cases")
    return actor


def _out(case: Any) -> dict[str, Any]:
    return {
        "person": (case.person.root or case.person).key,
        "is_re_positive": case.previous_id is not None,
        "protocol": case.window_protocol,
        **{
            name: getattr(case, name)
            for name in CaseOut.model_fields
            if name not in ("person", "is_re_positive", "protocol")
        },
    }


@router.get("/cases", response=CasesOut, summary="The line list")
def line_list(
    request: Request,
    unit: str = "",
    classification: Classification | None = None,
    origin: Origin | None = None,
    source: SourceState | None = None,
    since: date | None = None,
    until: date | None = None,
    new: bool = False,
    after: str = "",
) -> dict[str, Any]:
    """Cases in sight, the latest report first, 500 at a time; `new`: without re-positives."""
    rows = queries.cases(_actor(request))
    if unit:
        rows = rows.filter(within((f"{unit.rstrip('/')}/",)))
    for name, value in (("classification", classification), ("origin", origin), ("source", source)):
        if value:
            rows = rows.filter(**{name: value})
    if since:
        rows = rows.filter(reported_at__gte=at(since, 0))
    if until:
        rows = rows.filter(reported_at__lt=at(until + timedelta(days=1), 0))
    rows = queries.cases_after(rows.new() if new else rows, after)
    page = list(rows[: MOST + 1])
    more = page[MOST - 1] if len(page) > MOST else None
    return {
        "cases": [_out(row) for row in page[:MOST]],
        "after": queries.place_of(more) if more else None,
    }


@router.post("/cases", response=OpenedOut, summary="Open a case")
def open_one(request: Request, body: CaseIn) -> dict[str, Any]:
    """Open a case by hand or for another program; the same reference of a unit once.

    A reference that was given for another person is refused.
    """
    actor = request.actor
    path = path_at(body.path, day_of(request.now))
    opened = open_case(
        actor,
        Ill(
            body.full_name,
            birth_on=body.birth_on,
            birth_year=body.birth_on.year if body.birth_on else body.birth_year,
            identifiers=(other_number(body.citizen),) if body.citizen else (),
        ),
        Report(
            reported_at=body.reported_at,
            classification=body.classification,
            basis=body.basis,
            evidence=Evidence(
                body.pcr,
                body.antigen,
                Symptoms.PRESENT if body.onset_on else body.symptoms,
                body.has_link,
            ),
            ct=body.ct,
            onset_on=body.onset_on,
            sampled_at=body.sampled_at,
            isolated_at=body.isolated_at,
            origin=body.origin,
            origin_words=body.origin_words,
            note=body.note,
        ),
        path=path,
        reference=reference_of("cases.api", path, body.reference),
        now=request.now,
    )
    return {
        "case": _out(opened.case),
        "was_repeated": opened.was_repeated,
        "was_brought_in": opened.was_brought_in,
        "warnings": list(opened.warnings),
    }


@router.get("/cases/figures", response=list[FigureOut], summary="Figures of the line list")
def told_figures(request: Request) -> list[Any]:
    """What the line list says at a glance, each with its numerator and denominator."""
    now = request.now
    hours = limit(LimitName.SOURCE_HOURS, day_of(now)).value
    return list(figures(queries.cases(_actor(request)), now, hours))


@router.get("/cases/definitions", response=list[DefinitionOut], summary="Definitions in force")
def definitions(request: Request, on: date | None = None) -> list[dict[str, Any]]:
    """The case definitions in force on a day (today when left out)."""
    _actor(request)
    return [
        {
            "definition": row.reference,
            "classification": str(row.classification),
            "criteria": [[str(asked) for asked in each] for each in row.criteria],
            "words": row.words,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "source": row.source,
            "is_confirmed": row.is_confirmed,
        }
        for row in definitions_on(on or day_of(request.now))
    ]


@router.get("/cases/{uuid:key}", response=CaseOut, summary="One case")
def one(request: Request, key: UUID) -> dict[str, Any]:
    """A case in sight; the look is logged."""
    actor = _actor(request)
    case = queries.get_case(actor, key)
    log_reading(actor, [case.person_id], "cases:case", request.now)
    return _out(case)


@router.post("/cases/{uuid:key}/classification", response=CaseOut, summary="Classify a case")
def classify(request: Request, key: UUID, body: JudgementIn) -> dict[str, Any]:
    """Classify by the definitions in force today, or by a document."""
    evidence = Evidence(body.pcr, body.antigen, body.symptoms, body.has_link)
    judgement = classifying.Judgement(body.classification, evidence, body.ct, body.basis)
    return _out(classifying.classify(_actor(request), key, judgement, now=request.now))


@router.post("/cases/{uuid:key}/source", response=CaseOut, summary="Set source and origin")
def source(request: Request, key: UUID, body: SourceIn) -> dict[str, Any]:
    """Say from where and from whom the infection came."""
    words = SourceWords(
        origin=body.origin, origin_words=body.origin_words, source=body.source, note=body.note
    )
    return _out(
        correcting.set_source(
            _actor(request), key, words, source_key=body.source_case, now=request.now
        )
    )


@router.post("/cases/{uuid:key}/isolation", response=CaseOut, summary="Isolated")
def isolation(request: Request, key: UUID, body: IsolationIn) -> dict[str, Any]:
    """The person was isolated at an instant."""
    return _out(correcting.isolate(_actor(request), key, body.at, now=request.now))
