"""Bring in the stays that other domains know: check-ins at places with a code, and trips.

What they tell now is held against the stays that stand: what is new is written, what is no longer
told (a passenger removed, a trip cancelled) or told otherwise is struck, and whoever may correct a
notice that rests on it is told. Run as often as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.audit.actions import record
from lachan.core.actor import system
from lachan.core.dates import day_of
from lachan.core.text import folded
from lachan.tracing import events
from lachan.tracing.actions.notice_lists import doubt_notices
from lachan.tracing.models import Stay, Venue
from lachan.tracing.queries.limits import limit
from lachan.tracing.rules.lines import LARGEST_ROW
from lachan.tracing.terms import LimitName, Setting, Source
from lachan.transport.models import Trip
from lachan.transport.queries.trips import trip_stays
from lachan.transport.rules.vehicles import plate_words

GATHERER = system("gathering of stays")
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Told:
    """A stay as another domain tells it; `place` names the row that the venue stands for."""

    reference: str
    person_id: int
    place: str
    entered_at: datetime
    left_at: datetime
    row: int | None = None


def gather_stays(now: datetime) -> int:
    """Bring stays of the days looked back up to date with what is told; how many are new."""
    today = day_of(now)
    since = now - timedelta(days=limit(LimitName.LOOK_BACK_DAYS, today).value)
    usual = timedelta(minutes=limit(LimitName.USUAL_STAY_MINUTES, today).value)
    written = _settle(Source.CHECK_IN, _check_ins(since, now, usual), since, now)
    return written + _settle(Source.TRIP, _trips(since, now, usual), since, now)


def _check_ins(since: datetime, now: datetime, usual: timedelta) -> Iterator[Told]:
    rows: Any = PlaceVisit.objects.filter(entered_at__gte=since, entered_at__lte=now)
    for pk, person, place, entered, left in rows.values_list(
        "pk", "person__root_id", "place_id", "entered_at", "left_at"
    ).iterator(AT_ONCE):
        yield Told(
            f"arrivals.placevisit:{pk}",
            person,
            f"arrivals.watchplace:{place}",
            entered,
            left or entered + usual,
        )


def _trips(since: datetime, now: datetime, usual: timedelta) -> Iterator[Told]:
    for stay in trip_stays(since, now):
        row = stay.row if stay.row is not None and stay.row <= LARGEST_ROW else None
        left = stay.left_at or stay.entered_at + usual
        if stay.entered_at >= since:
            yield Told(
                f"transport.passenger:{stay.passenger_id}",
                stay.person_id,
                stay.place,
                stay.entered_at,
                max(left, stay.entered_at),
                row,
            )


def _settle(source: Source, told: Iterable[Told], since: datetime, now: datetime) -> int:
    """Write what is new, strike what is told no more; one run at a time for a source."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tracing.{source}"]
            )
        wanted = {one.reference: one for one in told}
        standing = Stay.objects.filter(source=source, struck_at__isnull=True, line__isnull=True)
        gone = []
        for stay in _held_against(standing, since, wanted):
            one = wanted.get(stay.reference)
            if one == Told(
                stay.reference,
                stay.person.root_id or stay.person_id,
                stay.venue.reference or "",
                stay.entered_at,
                stay.left_at,
                stay.row,
            ):
                del wanted[stay.reference]
            else:
                gone.append(stay.pk)
        Stay.objects.filter(pk__in=gone).update(
            struck_at=now, struck_because=_("no longer told so by its source")
        )
        rows = _write(source, list(wanted.values()), now)
        if rows or gone:
            ids = [row.pk for row in rows]
            gathered = events.StaysGathered(
                str(source), len(ids), len(gone), min(ids, default=None), max(ids, default=None)
            )
            record(gathered, actor=GATHERER)
        doubt_notices(GATHERER, tuple(gone), now=now)
        return len(rows)


def _held_against(standing: Any, since: datetime, wanted: dict[str, Told]) -> Iterator[Stay]:
    """The standing stays of the days looked back; then older ones of which something is told that
    those did not say: a trip that was corrected stood at its old hour, whenever that was."""
    rows = standing.select_related("person", "venue")
    yield from rows.filter(entered_at__gte=since)
    references = iter(list(wanted))
    while some := list(islice(references, AT_ONCE)):
        yield from rows.filter(entered_at__lt=since, reference__in=some)


def _write(source: Source, told: list[Told], now: datetime) -> list[Stay]:
    venues = _venues(source, {one.place for one in told}, now)
    return Stay.objects.bulk_create(
        [
            Stay(
                person_id=one.person_id,
                venue_id=venues[one.place],
                entered_at=one.entered_at,
                left_at=one.left_at,
                row=one.row,
                source=source,
                reference=one.reference,
                recorded_at=now,
            )
            for one in told
        ],
        batch_size=AT_ONCE,
    )


def _venues(source: Source, places: set[str], now: datetime) -> dict[str, int]:
    """Reference -> id of its venue; missing ones are made."""
    rows: Any = Venue.objects.filter(reference__in=places).values_list("reference", "pk")
    known: dict[str, int] = dict(rows)
    missing = sorted(places - known.keys())
    ids = [int(reference.rpartition(":")[2]) for reference in missing]
    made = _of_trips(ids, now) if source == Source.TRIP else _of_places(ids, now)
    for venue in Venue.objects.bulk_create(made):
        known[str(venue.reference)] = venue.pk
    return known


def _of_trips(ids: list[int], now: datetime) -> list[Venue]:
    found = []
    for trip in Trip.objects.filter(pk__in=ids).select_related("vehicle"):
        plate = plate_words(trip.vehicle.plate) if trip.vehicle else ""
        route = f"{trip.origin} – {trip.destination}"
        name = " · ".join(filter(None, [plate, trip.number, route]))
        found.append(_venue(f"transport.trip:{trip.pk}", name, Setting.VEHICLE, trip.path, "", now))
    return found


def _of_places(ids: list[int], now: datetime) -> list[Venue]:
    return [
        _venue(
            f"arrivals.watchplace:{place.pk}",
            place.name,
            Setting.OTHER,
            place.path,
            place.address,
            now,
        )
        for place in WatchPlace.objects.filter(pk__in=ids)
    ]


def _venue(
    reference: str, name: str, setting: Setting, path: str, address: str, now: datetime
) -> Venue:
    return Venue(
        reference=reference,
        name=name[:200],
        folded_name=folded(name)[:200],
        setting=setting,
        path=path,
        address=address,
        recorded_at=now,
    )
