"""How we know of one link: the meetings behind it; and who else may be the source of a case."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lachan.cases.queries.cases import get_case
from lachan.cases.terms import Permission as CasePermission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.people.actions.reading import log_many, log_reading
from lachan.people.queries.persons import persons
from lachan.tracing.queries.clusters import chain_of, limits_of_links
from lachan.tracing.queries.meetings import candidates_for, links_in
from lachan.tracing.queries.venues import venues
from lachan.tracing.rules.cluster_words import BASES, DOUBTS
from lachan.tracing.rules.meetings import Meeting
from lachan.tracing.rules.words import SETTINGS, SOURCES
from lachan.tracing.views.cluster_words import dress_cases
from lachan.tracing.views.shared import name_units

EDGES = (
    *("source", "case", "source_day", "case_day", "interval"),
    *("meetings", "minutes", "household", "doubts"),
)


@require_GET
def evidence(request: Request, key: UUID) -> HttpResponse:
    """What supports the link to a case, what speaks against it, and other possible sources."""
    chain = chain_of(request.actor, key)
    case = get_case(request.actor, key)
    member = chain.whole[case.pk]
    limits = limits_of_links(day_of(request.now))
    source = next((one for one in chain.seen.members if one.id == member.source), None)
    found = links_in([member, source], chain.whole, limits, request.now) if source else []
    link = next((one for one in found if one.infected.id == member.id), None)
    offered = candidates_for(request.actor, member, limits, request.now)
    candidates = [one for one in offered.found if one.member.id != member.source]
    shown = [
        member,
        chain.seen.first,
        *([source] if source else []),
        *(one.member for one in candidates),
    ]
    dressed = dress_cases(request.actor, shown)
    words = _Words(request, [*(link.meetings if link else ()), *_all(candidates)])
    seen = [row.shown.pk for row in dressed.values() if row.name]
    log_reading(request.actor, [*seen, *words.tellers], "tracing:cluster_evidence", request.now)
    row = dressed[member.id]
    context = {
        "case": row,
        "first": dressed[chain.seen.first.id],
        "basis": BASES[member.basis],
        "member": member,
        "source": dressed[source.id] if source else None,
        "source_member": source,
        "is_source_elsewhere": member.source is not None and source is None,
        "link": link,
        "doubts": [DOUBTS[doubt] for doubt in link.doubts] if link else [],
        "meetings": words.rows(link.meetings) if link else [],
        "candidates": [
            {
                "one": one,
                "row": dressed[one.member.id],
                "meetings": words.rows(one.meetings),
                "url": _set_source(row, dressed[one.member.id]),
            }
            for one in candidates
        ],
        "offered": offered,
        "limits": limits,
        "may_set": request.actor.may(CasePermission.OPEN, row.path),
    }
    response = render(request, "tracing/cluster_evidence.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_GET
def edges(request: Request, key: UUID) -> HttpResponse:
    """The links of a cluster as CSV, by case number; without names."""
    chain = chain_of(request.actor, key)
    limits = limits_of_links(day_of(request.now))
    dressed = dress_cases(request.actor, chain.seen.members)
    log_many(request.actor, len(dressed), "tracing:cluster_edges", request.now)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(EDGES)
    for link in links_in(chain.seen.members, chain.whole, limits, request.now):
        writer.writerow(
            [
                *(dressed[link.source.id].full_code, dressed[link.infected.id].full_code),
                *(link.source.day.isoformat(), link.infected.day.isoformat(), link.interval),
                *(len(link.meetings), link.minutes, "yes" if link.is_household else "no"),
                " ".join(link.doubts),
            ]
        )
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    name = dressed[chain.seen.first.id].code.replace("/", "-")
    response["Content-Disposition"] = f'attachment; filename="cluster-{name}.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


def _all(candidates: Iterable[Any]) -> list[Meeting]:
    return [meeting for one in candidates for meeting in one.meetings]


def _set_source(row: Any, source: Any) -> str:
    """The form that sets the source, with this case typed in; a person sends it, or does not."""
    address = reverse("cases:source", args=[row.key])
    return f"{address}?{urlencode({'source_case': source.key})}"


class _Words:
    """Meetings in words: the place where it may be known, who told it, by which way."""

    def __init__(self, request: Request, meetings: Sequence[Meeting]) -> None:
        wanted = {meeting.venue for meeting in meetings if meeting.venue}
        self.venues: dict[int, Any] = {
            row.pk: row for row in venues(request.actor).filter(pk__in=wanted)
        }
        name_units(self.venues.values())
        tellers = {told.person for meeting in meetings for told in meeting.told if told.person}
        self.tellers: dict[int, str] = dict(
            persons(request.actor).filter(pk__in=tellers).values_list("pk", "full_name")
        )

    def rows(self, meetings: Iterable[Meeting]) -> list[dict[str, Any]]:
        return [
            {
                "meeting": meeting,
                "venue": self.venues.get(meeting.venue) if meeting.venue else None,
                "is_place": meeting.venue is not None,
                "setting": SETTINGS.get(meeting.setting, ""),
                "told": list(
                    dict.fromkeys(
                        (
                            str(SOURCES[told.way]),
                            self.tellers.get(told.person or 0, ""),
                            told.by,
                        )
                        for told in meeting.told
                    )
                ),
            }
            for meeting in meetings
        ]
