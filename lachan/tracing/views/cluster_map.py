"""Map of places where a cluster's cases were infectious, day by day, with the list beside it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.people.actions.reading import log_reading
from lachan.tracing.queries.clusters import chain_of, limits_of_links
from lachan.tracing.queries.exposure_places import exposure_of, map_of_places
from lachan.tracing.rules.words import SETTINGS
from lachan.tracing.views.cluster_words import dress_cases
from lachan.tracing.views.shared import name_units

TALLEST = 48


@require_GET
def places(request: Request, key: UUID) -> HttpResponse:
    """Places of all days, or of the day in the address."""
    chain = chain_of(request.actor, key)
    members = chain.seen.members
    today = day_of(request.now)
    limits = limits_of_links(today)
    day = _day(request.GET.get("day", ""))
    exposure = exposure_of(request.actor, members, request.now, day)
    dressed = dress_cases(request.actor, members)
    name_units(place.venue for place in exposure.places)
    here = {case for place in exposure.places for case in place.cases}
    seen = [row.shown.pk for pk, row in dressed.items() if row.name and pk in here]
    log_reading(request.actor, seen, "tracing:cluster_map", request.now)
    numbers = {id(place): number for number, place in enumerate(exposure.places, 1)}
    drawn = map_of_places(exposure.places, chain.seen.last_on)
    context = {
        "chain": chain,
        "first": dressed[chain.seen.first.id],
        "key": key,
        "day": day,
        "days": _days(exposure.per_day, day),
        "before": max((one for one in exposure.per_day if day and one < day), default=None),
        "after": min((one for one in exposure.per_day if day and one > day), default=None),
        "map": drawn,
        "spots": [(spot, numbers[id(spot.place)]) for spot in drawn.spots] if drawn else [],
        "rows": [
            {
                "place": place,
                "number": number,
                "setting": SETTINGS[place.venue.setting],
                "cases": [dressed[case] for case in place.cases],
            }
            for number, place in enumerate(exposure.places, 1)
        ],
        "hidden": exposure.hidden,
        "inexact": sum(not spot.is_exact for spot in drawn.spots) if drawn else 0,
        "quiet": chain.seen.quiet_days(today),
        "is_closed": chain.seen.is_closed(today, limits),
    }
    response = render(request, "tracing/cluster_map.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _days(per_day: dict[date, int], chosen: date | None) -> list[dict[str, Any]]:
    """One bar a day, from the first to the last day with a place."""
    most = max(per_day.values(), default=1)
    first = min(per_day, default=None)
    if first is None:
        return []
    length = (max(per_day) - first).days + 1
    days = [date.fromordinal(first.toordinal() + number) for number in range(length)]
    return [
        {
            "day": one,
            "number": per_day.get(one, 0),
            "height": round(TALLEST * per_day.get(one, 0) / most),
            "is_chosen": one == chosen,
        }
        for one in days
    ]
