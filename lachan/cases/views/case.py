"""One case: what it is and by which definition, its days, its window, its source, its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lachan.cases.queries import cases as queries
from lachan.cases.rules.words import (
    CIRCUMSTANCES,
    CLASSIFICATIONS,
    EVENTS,
    FIELDS,
    ORIGINS,
    OUTCOMES,
    RE_POSITIVE_STATES,
    RESULTS,
    SOURCES,
    SYMPTOMS,
    WINDOW_BASES,
)
from lachan.cases.terms import Classification, Permission
from lachan.cases.views.columns import dress, link_of
from lachan.cases.views.telling import note_of
from lachan.core.http import Request
from lachan.people.actions.reading import log_reading
from lachan.people.terms import Permission as PeoplePermission

HISTORY_SHOWN = 100


@require_GET
def case(request: Request, key: UUID) -> HttpResponse:
    """The page of a case; everybody whom it names is logged as looked at."""
    found: Any = queries.get_case(request.actor, key)
    dress([found])
    episodes: list[Any] = queries.episodes_of(request.actor, found)
    dress(episodes)
    infected: list[Any] = list(queries.infected_by(request.actor, found))
    dress(infected)
    above = _source_case(request, found)
    shown = [found, *infected, *([above["row"]] if above and above["is_in_sight"] else [])]
    log_reading(request.actor, [row.person_id for row in shown], "cases:case", request.now)
    linked = getattr(found, "re_positive", None) if found.previous_id else None
    latest = queries.classifications_of(found).first()
    context = {
        "case": found,
        "latest": latest,
        "symptoms": SYMPTOMS[found.symptoms],
        "tests": {"pcr": RESULTS[found.pcr], "antigen": RESULTS[found.antigen]},
        "days": _days(found),
        "origin": ORIGINS[found.origin],
        "source": SOURCES[found.source],
        "source_case": above,
        "window_basis": WINDOW_BASES.get(found.window_basis, ""),
        "infected": infected,
        "episodes": episodes,
        "open_twice": sum(row.closed_at is None for row in episodes) > 1,
        "re_positive": _re_positive(linked),
        "may_follow": _may_follow(found, episodes),
        "classifications": _classifications(found),
        "history": _history(found),
        "may_open": request.actor.may(Permission.OPEN, found.path),
        "may_classify": request.actor.may(Permission.CLASSIFY, found.path),
        "is_person_in_sight": request.actor.may(PeoplePermission.READ, found.shown.path),
        "is_discarded": found.classification == Classification.DISCARDED,
    }
    response = render(request, "cases/case.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _days(row: Any) -> list[dict[str, Any]]:
    """The days of a case that are known, in their order."""
    told = (
        (_("Onset"), row.onset_on, True),
        (_("Sampled"), row.sampled_at, False),
        (_("Reported"), row.reported_at, False),
        (_("Confirmed on"), row.confirmed_at, False),
        (_("Isolated"), row.isolated_at, False),
        (_("No longer infectious by a test"), row.cleared_at, False),
        (str(OUTCOMES[row.outcome]).capitalize() if row.outcome else "", row.outcome_at, False),
    )
    lines = [
        {"label": label, "at": at, "is_day": is_day} for label, at, is_day in told if at is not None
    ]
    return sorted(lines, key=lambda line: queries.as_instant(line["at"]))


def _source_case(request: Request, row: Any) -> Any:
    """The source case where it is in sight; one that is not is only said to be there."""
    if row.source_case_id is None:
        return None
    above: Any = queries.cases(request.actor).filter(pk=row.source_case_id).first()
    if above is None:
        return {"is_in_sight": False}
    dress([above])
    return {"is_in_sight": True, "row": above, "url": link_of(above)}


def _re_positive(linked: Any) -> dict[str, Any] | None:
    if linked is None:
        return None
    return {
        "row": linked,
        "state": RE_POSITIVE_STATES[linked.state],
        "circumstance": CIRCUMSTANCES[linked.circumstance],
    }


def _may_follow(row: Any, episodes: Iterable[Any]) -> list[Any]:
    """Earlier episodes that ended in recovery: this case may be a re-positive of one."""
    if row.previous_id:
        return []
    return [
        other
        for other in episodes
        if other.pk != row.pk and other.outcome == "recovered" and other.episode < row.episode
    ]


def _classifications(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "row": made,
            "words": CLASSIFICATIONS[made.classification],
            "before": CLASSIFICATIONS[made.before] if made.before else "",
        }
        for made in queries.classifications_of(row)
    ]


def _history(row: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": entry.recorded_at,
            "by": entry.actor_name,
            "text": str(EVENTS.get(entry.event, entry.event)),
            "note": note_of(entry.event, entry.payload, FIELDS),
        }
        for entry in queries.history_of(row)[:HISTORY_SHOWN]
    ]
