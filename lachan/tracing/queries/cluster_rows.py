"""Clusters as plain values, for programs: cases by key and number, never by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from lachan.core.actor import Actor
from lachan.tracing.models import Venue
from lachan.tracing.queries.clusters import Chain, cases_of
from lachan.tracing.queries.meetings import Candidates, Link, links_in
from lachan.tracing.queries.venues import venues
from lachan.tracing.rules.clusters import Limits
from lachan.tracing.rules.meetings import Meeting


def cluster_rows(
    actor: Actor, chains: Iterable[Chain], today: date, limits: Limits
) -> list[dict[str, Any]]:
    """One row a cluster; `key` is that of its first case in sight."""
    chains = list(chains)
    firsts = cases_of(actor, [chain.seen.first for chain in chains])
    return [
        {
            "key": firsts[chain.seen.first.id].key,
            "number": _number(firsts[chain.seen.first.id]),
            "cases": chain.cases,
            "elsewhere": chain.elsewhere,
            "first_on": chain.seen.first.day,
            "last_on": chain.seen.last_on,
            "generations": chain.seen.generations,
            "paths": sorted(chain.seen.paths),
            "quiet_days": chain.seen.quiet_days(today),
            "is_closed": chain.seen.is_closed(today, limits),
            "unknown_sources": sum(one.is_source_sought for one in chain.seen.members),
        }
        for chain in chains
    ]


def case_rows(actor: Actor, chain: Chain) -> list[dict[str, Any]]:
    """One row a case in sight, in the order of their days; `generation` counts from 1."""
    rows = cases_of(actor, chain.seen.members)
    found = []
    for member in chain.seen.members:
        level = chain.levels[member.id]
        source = rows.get(member.source) if member.source is not None else None
        found.append(
            {
                "key": rows[member.id].key,
                "number": _number(rows[member.id]),
                "path": member.path,
                "day": member.day,
                "basis": str(member.basis),
                "generation": None if level is None else level + 1,
                "source": source.key if source else None,
                "is_source_elsewhere": member.source is not None and source is None,
                "is_imported": member.is_imported,
                "is_source_unknown": member.is_source_sought,
                "infectious_from": member.since,
                "infectious_until": member.until,
            }
        )
    return found


def link_rows(actor: Actor, chain: Chain, limits: Limits, now: datetime) -> list[dict[str, Any]]:
    """One row a link between two cases in sight, with its meetings."""
    rows = cases_of(actor, chain.seen.members)
    links = links_in(chain.seen.members, chain.whole, limits, now)
    known = _venues(actor, [meeting for link in links for meeting in link.meetings])
    return [_link_row(link, rows, known) for link in links]


def candidate_rows(actor: Actor, candidates: Candidates) -> list[dict[str, Any]]:
    """One row a case that may be the source, the likeliest first."""
    rows = cases_of(actor, [one.member for one in candidates.found])
    known = _venues(actor, [meeting for one in candidates.found for meeting in one.meetings])
    return [
        {
            "key": rows[one.member.id].key,
            "number": _number(rows[one.member.id]),
            "interval": one.interval,
            "minutes": one.minutes,
            "is_household": one.is_household,
            "meetings": [_meeting_row(meeting, known) for meeting in one.meetings],
        }
        for one in candidates.found
    ]


def _link_row(link: Link, rows: Mapping[int, Any], known: Mapping[int, Venue]) -> dict[str, Any]:
    return {
        "source": rows[link.source.id].key,
        "source_number": _number(rows[link.source.id]),
        "case": rows[link.infected.id].key,
        "case_number": _number(rows[link.infected.id]),
        "interval": link.interval,
        "minutes": link.minutes,
        "is_household": link.is_household,
        "is_supported": link.is_supported,
        "doubts": [str(doubt) for doubt in link.doubts],
        "meetings": [_meeting_row(meeting, known) for meeting in link.meetings],
    }


def _meeting_row(meeting: Meeting, known: Mapping[int, Venue]) -> dict[str, Any]:
    venue = known.get(meeting.venue) if meeting.venue is not None else None
    return {
        "since": meeting.since,
        "until": meeting.until,
        "minutes": meeting.minutes,
        "venue": venue.key if venue else None,
        "place": venue.name if venue else "",
        "ways": [str(told.way) for told in meeting.told],
    }


def _venues(actor: Actor, meetings: Iterable[Meeting]) -> dict[int, Venue]:
    wanted = {meeting.venue for meeting in meetings if meeting.venue is not None}
    return {row.pk: row for row in venues(actor).filter(pk__in=wanted)}


def _number(row: Any) -> str:
    return f"{row.number}/{row.year}"
