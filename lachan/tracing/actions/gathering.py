"""Bring in the stays that other domains know: check-ins at places with a code, and trips.

What they tell now is held against the stays that stand: what is new is written, what is no longer
told (a passenger removed, a trip cancelled) or told otherwise is struck, and whoever may correct a
notice that rests on it is told. Run as often as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Exists, F, OuterRef, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils.translation import gettext as _

from lachan.arrivals.models import PlaceVisit, WatchPlace
from lachan.audit.actions import record
from lachan.core.actor import system
from lachan.core.dates import day_of
from lachan.core.text import folded
from lachan.tracing import events
from lachan.tracing.actions.notice_lists import doubt_notices
from lachan.tracing.models import Stay, Venue
from lachan.tracing.queries.leaving import left_at
from lachan.tracing.queries.limits import limit
from lachan.tracing.rules.lines import LARGEST_ROW
from lachan.tracing.terms import LimitName, Setting, Source
from lachan.transport.models import Trip
from lachan.transport.queries.trips import trip_stays
from lachan.transport.rules.vehicles import plate_words

GATHERER = system("gathering of stays")
AT_ONCE = 2000
NO_ROW = -1
# What a stay holds, and under which name what another domain tells is held against it.
TOLD = {
    "reference": "told_reference",
    "root": "told_person",
    "venue__reference": "told_place",
    "entered_at": "told_since",
    "left_at": "told_until",
    "seat_row": "told_row",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A stay as another domain tells it; `place` names the row that the venue stands for."""

    reference: str
    person_id: int
    place: str
    entered_at: datetime
    left_at: datetime
    row: int


def gather_stays(now: datetime) -> int:
    """Bring stays of the days looked back up to date with what is told; how many are new."""
    since = now - timedelta(days=limit(LimitName.LOOK_BACK_DAYS, day_of(now)).value)
    written = _settle(Source.CHECK_IN, _check_ins(since, now), since, now)
    return written + _settle(Source.TRIP, _trips(since, now), since, now)


def _check_ins(since: datetime, now: datetime) -> Any:
    return PlaceVisit.objects.filter(entered_at__gte=since, entered_at__lte=now).annotate(
        told_reference=_named("arrivals.placevisit:"),
        told_person=F("person__root_id"),
        told_place=_named("arrivals.watchplace:", "place_id"),
        told_since=F("entered_at"),
        told_until=left_at("entered_at", "left_at", first=since, last=now),
        told_row=Value(NO_ROW),
    )


def _trips(since: datetime, now: datetime) -> Any:
    stays: Any = trip_stays(since, now)
    gone: Any = left_at("entered", "gone", first=since, last=now)
    return stays.filter(entered__gte=since).annotate(
        told_reference=_named("transport.passenger:"),
        told_person=F("person__root_id"),
        told_place=F("place"),
        told_since=F("entered"),
        told_until=Greatest(gone, "entered"),
        told_row=Case(When(row__lte=LARGEST_ROW, then="row"), default=NO_ROW),
    )


def _named(table: str, field: str = "pk") -> Concat:
    return Concat(Value(table), Cast(field, TextField()), output_field=TextField())


def _settle(source: Source, told: Any, since: datetime, now: datetime) -> int:
    """Write what is new, strike what is told no more; one run at a time for a source.

    The database holds them against each other: of very many, only the differences come here.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"tracing.{source}"]
            )
        standing = Stay.objects.filter(
            source=source, struck_at__isnull=True, line__isnull=True
        ).annotate(
            root=Coalesce("person__root_id", "person_id"),
            seat_row=Coalesce("row", Value(NO_ROW)),
        )
        so_told = told.filter(**{name: OuterRef(own) for own, name in TOLD.items()})
        so_standing = standing.filter(**{own: OuterRef(name) for own, name in TOLD.items()})
        gone = _strike(standing.filter(~Exists(so_told), entered_at__gte=since), now)
        new = told.filter(~Exists(so_standing)).order_by("pk").values_list(*TOLD.values())
        rows = (Told(*one) for one in new.iterator(AT_ONCE))
        ids: list[int] = []
        while some := list(islice(rows, AT_ONCE)):
            # A trip that was corrected stood at its old hour, whenever that was. The index of
            # references leaves empty ones out: it serves only whoever says so too.
            before = standing.filter(reference__in=[one.reference for one in some])
            gone += _strike(before.exclude(reference=""), now)
            ids += _write(source, some, now)
        if ids or gone:
            gathered = events.StaysGathered(
                str(source), len(ids), len(gone), min(ids, default=None), max(ids, default=None)
            )
            record(gathered, actor=GATHERER)
        doubt_notices(GATHERER, tuple(gone), now=now)
        return len(ids)


def _strike(stays: Any, now: datetime) -> list[int]:
    gone = list(stays.values_list("pk", flat=True))
    Stay.objects.filter(pk__in=gone).update(
        struck_at=now, struck_because=_("no longer told so by its source")
    )
    return gone


def _write(source: Source, told: list[Told], now: datetime) -> list[int]:
    venues = _venues(source, {one.place for one in told}, now)
    rows = Stay.objects.bulk_create(
        Stay(
            person_id=one.person_id,
            venue_id=venues[one.place],
            entered_at=one.entered_at,
            left_at=one.left_at,
            row=None if one.row == NO_ROW else one.row,
            source=source,
            reference=one.reference,
            recorded_at=now,
        )
        for one in told
    )
    return [row.pk for row in rows]


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
