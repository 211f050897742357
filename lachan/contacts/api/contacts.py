"""Contacts for programs: the list, one contact with its chain, levels, proposals, traces."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Router, Schema

from lachan.cases.terms import Permission as CasePermission
from lachan.contacts.actions import proposals as deciding
from lachan.contacts.actions.levels import set_level
from lachan.contacts.api.asked import MOST, actor_of
from lachan.contacts.queries import contacts as queries
from lachan.contacts.queries import proposals as proposed
from lachan.contacts.queries import runs as traced
from lachan.contacts.queries.chains import chain_to
from lachan.contacts.terms import Answer, Permission, State
from lachan.core.http import Request
from lachan.core.scope import within
from lachan.people.actions.reading import log_reading
from lachan.tracing.terms import Setting

router = Router()


class ContactOut(Schema):
    """A contact; the person by key, without a name.

    `level` is the one that counts, `traced_level` what the last trace reckoned; null:
    undetermined. `case` is the key of the case at the beginning of the chain, where in sight.
    """

    key: UUID
    path: str
    person: UUID
    case: UUID | None
    state: str
    level: int | None
    traced_level: int | None
    is_by_hand: bool
    by_hand_because: str
    setting: str
    is_home: bool
    risk: int
    exposed_at: datetime | None
    last_exposed_at: datetime | None
    met_from: datetime | None
    met_until: datetime | None
    named_at: datetime
    changed_at: datetime
    follow_until: date | None


class ContactsOut(Schema):
    """A page of the list; `after` is given again to get the next one, null at the end."""

    contacts: list[ContactOut]
    after: str | None


class LinkOut(Schema):
    """One meeting of a chain: who was exposed at which level, from whom, where, when, who told it.

    Persons are null where they are out of sight.
    """

    level: int
    person: UUID | None
    source: UUID | None
    place: UUID | None
    is_home: bool
    setting: str
    met_from: datetime | None
    met_until: datetime | None
    told_by: list[str]


class MetOut(Schema):
    """A day on which the contact met a case; `case` is its number, null where out of sight."""

    case: str | None
    on: date
    met_from: datetime
    met_until: datetime


class ChangeOut(Schema):
    """What a trace changed."""

    run: UUID
    at: datetime
    turn: str
    level_before: int | None
    level_after: int | None
    exposed_before: datetime | None
    exposed_after: datetime | None


class ChainOut(Schema):
    """How do we know; `is_whole` when the first link is with the case itself."""

    contact: ContactOut
    is_whole: bool
    chain: list[LinkOut]
    cases_met: list[MetOut]
    changes: list[ChangeOut]


class LevelIn(Schema):
    """A level by hand: 1 to 9, 0 undetermined, null to take it back."""

    level: int | None
    reason: str


class ProposalOut(Schema):
    """What is proposed to a commune, and its decision."""

    key: UUID
    path: str
    aim: str
    level: int | None
    measure: str
    rule: str
    clause: str
    words: str
    undetermined: list[str]
    people: int
    proposed_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by_name: str
    answered_because: str


class ProposalLineOut(Schema):
    """What is proposed for one contact."""

    contact: UUID
    since: date | None
    until: date | None
    test_days: list[date]


class ReasonIn(Schema):
    reason: str


class RunOut(Schema):
    """A trace of the whole province."""

    key: UUID
    cause: str
    asked_at: datetime
    started_at: datetime
    finished_at: datetime
    traced_in_ms: int
    cases: int
    persons: dict[str, int]
    changes: dict[str, int]


class CountOut(Schema):
    """So many people are contacts in a commune at a level (null: undetermined).

    `followed` of them are followed up; of the others no rule in force asks anything.
    """

    path: str
    level: int | None
    number: int
    followed: int


def _out(actor: Any, row: Any) -> dict[str, Any]:
    own = ("person", "case", "level", "traced_level", "is_by_hand")
    return {
        "person": (row.person.root or row.person).key,
        "case": row.case.key if row.case and _sees(actor, row.case) else None,
        "level": row.counted_level,
        "traced_level": row.level,
        "is_by_hand": row.level_by_hand is not None,
        **{name: getattr(row, name) for name in ContactOut.model_fields if name not in own},
    }


def _sees(actor: Any, case: Any) -> bool:
    return bool(actor.may(CasePermission.READ, case.path))


@router.get("/contacts", response=ContactsOut, summary="The list of contacts")
def contacts(
    request: Request,
    unit: str = "",
    level: int | None = None,
    state: State | Literal["current", "let_be"] = "current",
    setting: Setting | None = None,
    case: str = "",
    after: str = "",
) -> dict[str, Any]:
    """Contacts in sight, the nearest first, 500 at a time; `level` 0: undetermined.

    `current`: those being `followed` up and those let be (`let_be`), because no rule in force
    asks anything of them.
    """
    actor = actor_of(request)
    rows: QuerySet[Any] = queries.in_state(queries.contacts(actor), state, request.now)
    if unit:
        rows = rows.filter(within((f"{unit.rstrip('/')}/",)))
    if level is not None:
        rows = queries.at_level(rows, level)
    if setting:
        rows = rows.filter(setting=setting)
    if case:
        rows = queries.of_case(actor, rows, case)
    page = list(queries.contacts_after(rows, after)[: MOST + 1])
    more = page[MOST - 1] if len(page) > MOST else None
    return {
        "contacts": [_out(actor, row) for row in page[:MOST]],
        "after": queries.place_of(more) if more else None,
    }


@router.get("/contacts/counts", response=list[CountOut], summary="Contacts by commune and level")
def counts(request: Request) -> list[Any]:
    """How many people are contacts now in each commune in sight, at each level."""
    return list(queries.counted(actor_of(request), request.now))


@router.get("/contacts/proposals", response=list[ProposalOut], summary="What is proposed")
def proposals(request: Request, unit: str = "", answer: Answer | None = None) -> list[Any]:
    """The latest 500 proposals in sight."""
    rows = proposed.proposals(actor_of(request))
    if unit:
        rows = rows.filter(within((f"{unit.rstrip('/')}/",)))
    if answer:
        rows = rows.filter(answer=answer)
    return list(rows[:MOST])


@router.get(
    "/contacts/proposals/{uuid:key}/lines",
    response=list[ProposalLineOut],
    summary="For whom it is proposed",
)
def proposal_lines(request: Request, key: UUID) -> list[dict[str, Any]]:
    """The contacts of a proposal with their days; the look is logged."""
    actor = actor_of(request)
    lines = list(proposed.lines_of(proposed.get_proposal(actor, key)))
    persons = [queries.root_id(line.contact.person) for line in lines]
    log_reading(actor, persons, "contacts:proposal", request.now)
    return [
        {
            "contact": line.contact.key,
            "since": line.since,
            "until": line.until,
            "test_days": line.test_days,
        }
        for line in lines
    ]


@router.post(
    "/contacts/proposals/{uuid:key}/approval", response=ProposalOut, summary="Approve a proposal"
)
def approve(request: Request, key: UUID) -> Any:
    """What is proposed is to be done; once only."""
    return deciding.approve(actor_of(request), key, now=request.now)


@router.post(
    "/contacts/proposals/{uuid:key}/refusal", response=ProposalOut, summary="Refuse a proposal"
)
def refuse(request: Request, key: UUID, body: ReasonIn) -> Any:
    """What is proposed is not to be done, for this reason; once only."""
    return deciding.refuse(actor_of(request), key, body.reason, now=request.now)


@router.get("/contacts/traces", response=list[RunOut], summary="Traces of the province")
def runs(request: Request) -> list[Any]:
    """The latest 500 traces."""
    return list(traced.runs(actor_of(request))[:MOST])


@router.get("/contacts/{uuid:key}", response=ChainOut, summary="One contact")
def one(request: Request, key: UUID) -> dict[str, Any]:
    """A contact in sight with how we know; the look is logged."""
    actor = actor_of(request)
    row = queries.get_contact(actor, key)
    log_reading(actor, [queries.root_id(row.person)], "contacts:contact", request.now)
    chain = chain_to(row)
    return {
        "contact": _out(actor, row),
        "is_whole": chain.is_whole,
        "chain": [_link(actor, link) for link in chain.links],
        "cases_met": [
            {
                "case": f"{met.case.number}/{met.case.year}" if _sees(actor, met.case) else None,
                "on": met.on,
                "met_from": met.met_from,
                "met_until": met.met_until,
            }
            for met in queries.exposures_of(row)
        ],
        "changes": [
            {
                "run": change.run.key,
                "at": change.run.finished_at,
                **{
                    name: getattr(change, name)
                    for name in ChangeOut.model_fields
                    if name not in ("run", "at")
                },
            }
            for change in traced.changes_of(row)
        ],
    }


def _link(actor: Any, link: Any) -> dict[str, Any]:
    row = link.contact
    source = link.source.root or link.source
    return {
        "level": row.level,
        "person": (row.person.root or row.person).key
        if actor.may(Permission.READ, row.path)
        else None,
        "source": source.key if actor.may(Permission.READ, source.path) else None,
        "place": row.venue.key if row.venue else None,
        "is_home": row.is_home,
        "setting": row.setting,
        "met_from": row.met_from,
        "met_until": row.met_until,
        "told_by": sorted({str(told.source) for told in link.told}),
    }


@router.post("/contacts/{uuid:key}/level", response=ContactOut, summary="Set the level by hand")
def level(request: Request, key: UUID, body: LevelIn) -> dict[str, Any]:
    """Set the level by hand with the reason, or take that back."""
    actor = actor_of(request)
    set_level(actor, key, body.level, body.reason, now=request.now)
    return _out(actor, queries.get_contact(actor, key))
