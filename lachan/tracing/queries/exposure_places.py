"""Where the cases of a cluster were while they were infectious, and on which map it is drawn."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q

from lachan.cases.models import Case
from lachan.core import path as paths
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.places.models import Unit
from lachan.places.queries.units import EVER, became, mapped_parts, unit_at
from lachan.places.rules.geometry import Frame, drawn, frame_around
from lachan.places.terms import UnitKind
from lachan.tracing.models import Stay, Venue
from lachan.tracing.queries.venues import venues
from lachan.tracing.rules.clusters import Member
from lachan.tracing.rules.exposure_map import (
    SIZE,
    Point,
    View,
    centre,
    radius_of,
    spread,
    view_around,
)

# A map of more places shows nothing any more; the rest is in the list alone.
MOST_DRAWN = 150
# A commune's name stands below its centre, where a spot may be.
NAME_BELOW = 34


@dataclass(frozen=True, slots=True)
class ExposurePlace:
    """A place at which cases were infectious: which ones, on which days, how many others."""

    venue: Venue
    cases: tuple[int, ...]
    days: tuple[date, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """The places of a choice of days; `per_day` counts places a day, over all days.

    `hidden` is how many places the actor may not know.
    """

    places: tuple[ExposurePlace, ...]
    per_day: dict[date, int]
    hidden: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map; `is_exact` is false where it stands for the commune's centre.

    It is drawn at `x`, `y`, beside `true_x`, `true_y` where others would cover it.
    """

    place: ExposurePlace
    x: int
    y: int
    true_x: int
    true_y: int
    radius: int
    is_exact: bool

    @property
    def is_moved(self) -> bool:
        return math.hypot(self.x - self.true_x, self.y - self.true_y) > self.radius


@dataclass(frozen=True, slots=True)
class ExposureMap:
    """Outlines as (path, name), spots, and which part is shown; places without a spot are apart.

    `names` are those of outlines whose centre is shown, with where they are written.
    """

    shapes: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, int, int], ...]
    spots: tuple[Spot, ...]
    view: View
    unplaced: tuple[ExposurePlace, ...]


def exposure_of(
    actor: Actor, members: Sequence[Member], now: datetime, day: date | None = None
) -> Exposure:
    """Places where these cases stayed within their windows, the one with most cases first."""
    windows = {member.id: (member.since, member.until or now) for member in members if member.since}
    persons: Any = Case.objects.filter(pk__in=windows).values_list("pk", "person__root_id")
    of_person: dict[int, list[int]] = defaultdict(list)
    for case, person in persons:
        of_person[person].append(case)
    rows: Any = Stay.objects.filter(
        person__root_id__in=list(of_person), struck_at__isnull=True
    ).values_list("pk", "person__root_id", "venue_id", "entered_at", "left_at")
    days: dict[int, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    stays: dict[int, set[date]] = {}
    for pk, person, venue, entered, left in rows:
        for case in of_person[person]:
            since, until = windows[case]
            for one in _days(max(entered, since), min(left, until)):
                days[venue][one].add(case)
                stays.setdefault(pk, set()).add(one)
    per_day: dict[date, int] = defaultdict(int)
    for by_day in days.values():
        for one in by_day:
            per_day[one] += 1
    wanted = [venue for venue, by_day in days.items() if day is None or day in by_day]
    known = {row.pk: row for row in venues(actor).filter(pk__in=wanted)}
    chosen = [pk for pk, on in stays.items() if day is None or day in on]
    others = _others(chosen, list(of_person))
    places = []
    for pk, venue in known.items():
        on = [day] if day else sorted(days[pk])
        cases = sorted({case for one in on for case in days[pk][one]})
        places.append(ExposurePlace(venue, tuple(cases), tuple(on), others.get(pk, 0)))
    places.sort(key=lambda place: (-len(place.cases), -place.others, place.venue.pk))
    return Exposure(tuple(places), dict(sorted(per_day.items())), len(wanted) - len(places))


def _days(since: datetime, until: datetime) -> list[date]:
    """The days that a span touches; none where it ends before it begins."""
    if until < since:
        return []
    first, last = day_of(since), day_of(until)
    if last > first and until == at(last, 0):
        last -= timedelta(days=1)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _others(stays: list[int], persons: list[int]) -> dict[int, int]:
    """Venue -> how many other persons were there during any of these stays."""
    theirs = Stay.objects.filter(pk__in=stays, venue_id=OuterRef("venue_id")).filter(
        Q(entered_at__lt=OuterRef("left_at"), left_at__gt=OuterRef("entered_at"))
        | Q(
            entered_at=F("left_at"), entered_at__range=(OuterRef("entered_at"), OuterRef("left_at"))
        )
    )
    at_venues = Stay.objects.filter(pk__in=stays).values("venue_id")
    rows: Any = (
        Stay.objects.filter(Exists(theirs), venue_id__in=at_venues, struck_at__isnull=True)
        .exclude(person__root_id__in=persons)
        .order_by()
        .values_list("venue_id")
        .annotate(number=Count("person__root_id", distinct=True))
    )
    return dict(rows)


def map_of_places(found: Sequence[ExposurePlace], day: date) -> ExposureMap | None:
    """The places over the outlines of the province's communes; None where nothing can be drawn.

    Outlines are those of the day, else of today's communes. A place without coordinates stands at
    the centre of its commune, or of the commune that this one became.
    """
    places, left_out = found[:MOST_DRAWN], found[MOST_DRAWN:]
    provinces = {paths.join(paths.parts(place.venue.path)[0]) for place in places}
    outlines = [unit for province in sorted(provinces) for unit in _outlines(province, day)]
    centres = _centres({place.venue.path for place in places if not _point(place)})
    points: list[tuple[ExposurePlace, Point, bool]] = []
    unplaced = list(left_out)
    for place in places:
        exact = _point(place)
        point = exact or centres.get(place.venue.path)
        if point is None:
            unplaced.append(place)
        else:
            points.append((place, point, exact is not None))
    if not points:
        return None
    frame = frame_around([*(unit.boundary or {} for unit in outlines), _around(points)], SIZE)
    exactly = [frame.at(point) for _place, point, _exact in points]
    view = view_around(exactly)
    radii = [radius_of(len(place.cases)) * view.unit for place, _point_, _exact in points]
    spots = tuple(
        Spot(place, *drawn_at, *truly, round(radius), exact)
        for (place, _point_, exact), truly, drawn_at, radius in zip(
            points, exactly, spread(exactly, radii), radii, strict=True
        )
    )
    below = round(NAME_BELOW * view.unit)
    at_centre = [(unit.full_name, *frame.at(centre(unit.boundary or {}))) for unit in outlines]
    named = [(name, x, y + below) for name, x, y in at_centre]
    return ExposureMap(
        tuple(
            (drawn(unit.boundary or {}, frame), unit.full_name)
            for unit in outlines
            if view.meets(_corners(unit.boundary or {}, frame))
        ),
        tuple(one for one in named if view.holds(*one[1:])),
        spots,
        view,
        tuple(unplaced),
    )


def _point(place: ExposurePlace) -> Point | None:
    venue = place.venue
    if venue.longitude is None or venue.latitude is None:
        return None
    return venue.longitude, venue.latitude


def _around(points: Sequence[tuple[ExposurePlace, Point, bool]]) -> dict[str, Any]:
    """The points as one ring, so that the frame holds those outside of every outline as well."""
    return {"coordinates": [[[point for _place, point, _exact in points]]]}


def _corners(boundary: dict[str, Any], frame: Frame) -> list[tuple[int, int]]:
    """The corners of an outline as they are drawn."""
    rings = [ring for polygon in boundary["coordinates"] for ring in polygon]
    return [frame.at(point) for ring in rings for point in ring]


def _outlines(province: str, day: date) -> list[Unit]:
    for when in (day, EVER):
        unit = unit_at(province, when)
        found = mapped_parts(unit, when) if unit else []
        if found:
            return found
    return []


def _centres(wanted: set[str]) -> dict[str, Point]:
    """Path of a place -> the centre of its commune, where an outline of it is known.

    The commune as it was, else the one that it became; a district or province is no centre.
    """
    communes = Unit.objects.filter(
        path__in={one for path in wanted for one in paths.ancestors(path)},
        kind=UnitKind.COMMUNE,
    )
    rows = list(communes.order_by("valid_from"))
    heirs = became([unit for unit in rows if unit.boundary is None], EVER)
    ids = {one.unit.pk for each in heirs.values() for one in each}
    bounded = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids).exclude(boundary=None)}
    found: dict[str, Point] = {}
    for unit in rows:
        known = [unit, *(bounded.get(one.unit.pk) for one in heirs.get(unit.pk, ()))]
        boundary = next((one.boundary for one in known if one and one.boundary), None)
        if boundary is not None:
            found[unit.path] = centre(boundary)
    return {path: found[one] for path in wanted for one in paths.ancestors(path) if one in found}
