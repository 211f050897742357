"""Clusters for programs: the list, one cluster with its links, who may be a source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from lachan.cases.queries.cases import get_case
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many
from lachan.tracing.queries import cluster_rows as rows
from lachan.tracing.queries.clusters import chain_of, chains, limits_of_links
from lachan.tracing.queries.meetings import candidates_for
from lachan.tracing.terms import Permission

router = Router()
MOST = 500


class ClusterOut(Schema):
    """Cases held together by their sources; `key` is that of the first case in sight."""

    key: UUID
    number: str
    cases: int
    elsewhere: int
    first_on: date
    last_on: date
    generations: int | None
    paths: list[str]
    quiet_days: int
    is_closed: bool
    unknown_sources: int


class MemberOut(Schema):
    """A case of a cluster; `day` is onset, else sample, else report: `basis` says which."""

    key: UUID
    number: str
    path: str
    day: date
    basis: str
    generation: int | None
    source: UUID | None
    is_source_elsewhere: bool
    is_imported: bool
    is_source_unknown: bool
    infectious_from: datetime | None
    infectious_until: datetime | None


class MeetingOut(Schema):
    """Two were together; without a `venue` somebody named the meeting, or it is out of sight."""

    since: datetime
    until: datetime
    minutes: int
    venue: UUID | None
    place: str
    ways: list[str]


class LinkOut(Schema):
    """From a source case to the case that it infected, with what is known and what is doubted."""

    source: UUID
    source_number: str
    case: UUID
    case_number: str
    interval: int
    minutes: int
    is_household: bool
    is_supported: bool
    doubts: list[str]
    meetings: list[MeetingOut]


class ClusterPage(Schema):
    """One cluster: its cases and its links."""

    cluster: ClusterOut
    cases: list[MemberOut]
    links: list[LinkOut]


class CandidateOut(Schema):
    """A case that may be the source; `interval` in days between the two onsets."""

    key: UUID
    number: str
    interval: int
    minutes: int
    is_household: bool
    meetings: list[MeetingOut]


class CandidatesOut(Schema):
    """Who may be the source; `elsewhere` is how many cases of other units may be."""

    first_on: date
    last_on: date
    elsewhere: int
    candidates: list[CandidateOut]


@router.get("/tracing/clusters", response=list[ClusterOut], summary="Clusters in sight")
def list_clusters(
    request: Request, least: int = 2, active_only: bool = False
) -> list[dict[str, Any]]:
    """Those of `least` cases or more, the one with the latest case first; 500 at most."""
    actor: Any = request.actor
    if not actor.may_somewhere(Permission.READ):
        raise Refused("you may not look at investigations")
    today = day_of(request.now)
    limits = limits_of_links(today)
    found = [
        chain
        for chain in chains(actor)
        if chain.cases >= least and not (active_only and chain.seen.is_closed(today, limits))
    ]
    return rows.cluster_rows(actor, found[:MOST], today, limits)


@router.get("/tracing/clusters/{uuid:key}", response=ClusterPage, summary="One cluster")
def show_cluster(request: Request, key: UUID) -> dict[str, Any]:
    """The cluster of a case in sight; that its cases were shown is logged."""
    actor: Any = request.actor
    now: datetime = request.now
    chain = chain_of(actor, key)
    limits = limits_of_links(day_of(now))
    log_many(actor, len(chain.seen.members), "tracing:cluster", now)
    (cluster,) = rows.cluster_rows(actor, [chain], day_of(now), limits)
    return {
        "cluster": cluster,
        "cases": rows.case_rows(actor, chain),
        "links": rows.link_rows(actor, chain, limits, now),
    }


@router.get(
    "/tracing/clusters/{uuid:key}/candidates", response=CandidatesOut, summary="Possible sources"
)
def list_candidates(request: Request, key: UUID) -> dict[str, Any]:
    """Cases that met this one while they were infectious; nothing is set."""
    actor: Any = request.actor
    now: datetime = request.now
    chain = chain_of(actor, key)
    member = chain.whole[get_case(actor, key).pk]
    found = candidates_for(actor, member, limits_of_links(day_of(now)), now)
    log_many(actor, len(found.found) + 1, "tracing:cluster_evidence", now)
    return {
        "first_on": found.first_on,
        "last_on": found.last_on,
        "elsewhere": found.elsewhere,
        "candidates": rows.candidate_rows(actor, found),
    }
