"""Notices in sight, what they are drafted from, and what the public reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import override

from lachan.cases.models import Case
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere
from lachan.core.text import folded
from lachan.people.models import Person
from lachan.people.queries.persons import family_of
from lachan.tracing.models import Line, Notice, NoticeList, NoticePlace, Stay, Venue
from lachan.tracing.queries.notice_homes import Homes
from lachan.tracing.rules.homes import AskedBecause
from lachan.tracing.rules.notices import Visit, span_words, trip_words
from lachan.tracing.terms import NoticeState, Permission, Setting
from lachan.transport.models import Trip

TRIP = "transport.trip:"


def notices(actor: Actor) -> QuerySet[Notice]:
    """Notices in sight, with how many spans they name and whether they are to be corrected."""
    rows: QuerySet[Notice] = Notice.objects.visible_to(actor, Permission.READ)
    return rows.annotate(
        number=Count("places", filter=Q(places__struck_at__isnull=True)),
        is_doubted=Exists(_doubted().filter(notice=OuterRef("pk"))),
    )


def get_notice(actor: Actor, key: UUID | str) -> Notice:
    """One notice in sight, or NotThere."""
    row = notices(actor).filter(key=key).first()
    if row is None:
        raise NotThere
    return row


def _doubted() -> QuerySet[NoticePlace]:
    """Standing spans of which a stay was struck since they were written or looked at."""
    return NoticePlace.objects.filter(
        stays__struck_at__gt=Coalesce(F("checked_at"), F("recorded_at")), struck_at__isnull=True
    ).exclude(notice__state=NoticeState.WITHDRAWN)


def doubted_places(stays: Iterable[int]) -> list[NoticePlace]:
    """The spans that rest on these struck stays and are to be looked at again."""
    return list(_doubted().filter(stays__in=list(stays)).select_related("notice").distinct())


def names_in_doubt(notice: Notice) -> list[str]:
    """The places of a notice whose hours rest on a struck stay, and were not looked at since."""
    rows = _doubted().filter(notice=notice).order_by("name")
    return list(rows.values_list("name", flat=True).distinct())


def places_of(notice: Notice) -> list[NoticePlace]:
    """All spans of a notice, struck ones as well, those to be corrected marked `is_doubted`."""
    doubted = set(_doubted().filter(notice=notice).values_list("pk", flat=True))
    rows: list[Any] = list(notice.places.select_related("venue"))
    for row in rows:
        row.is_doubted = row.pk in doubted
        row.hours = span_words(row.started_at, row.ended_at)
    return rows


def visits_of(case: Case, homes: Homes) -> list[Visit]:
    """Every standing stay of a case, as the rule of the draft reads it."""
    person = case.person.root or case.person
    stays = Stay.objects.filter(person__root=person, struck_at__isnull=True).select_related("venue")
    rows = list(stays.order_by("entered_at", "pk"))
    trips = trips_of([row.venue for row in rows])
    places = homes.places({row.venue_id: row.venue for row in rows})
    asked = {pk: homes.why_asked(place) for pk, place in places.items()}
    private = {pk for pk, place in places.items() if homes.is_home(place)}
    return [
        _visit(
            row,
            trips.get(row.venue_id),
            is_home=row.venue_id in private,
            asked=asked[row.venue_id],
        )
        for row in rows
    ]


def _visit(row: Stay, trip: Trip | None, *, is_home: bool, asked: AskedBecause | None) -> Visit:
    venue = row.venue
    return Visit(
        stay_id=row.pk,
        venue_id=venue.pk,
        name=name_of(venue, trip),
        address=venue.address,
        setting=Setting(venue.setting),
        started_at=min(row.entered_at, trip.departs_at) if trip else row.entered_at,
        ended_at=max(row.left_at, trip.arrives_at or row.left_at) if trip else row.left_at,
        is_home=is_home,
        is_private_vehicle=trip is not None and trip.carrier is None,
        asked=asked,
    )


def name_of(venue: Venue, trip: Trip | None, rows: Collection[int] = ()) -> str:
    """How the public is told of a place; a trip by carrier, number, line, departure and seat rows.

    `rows` are those in which the cases sat; none: whoever was on board.
    """
    if trip is None or trip.carrier is None:
        return venue.name
    with override("vi"):
        return trip_words(
            trip.carrier.name, trip.number, trip.origin, trip.destination, trip.departs_at, rows
        )[:200]


def seat_rows(stays: Iterable[int]) -> set[int]:
    """The rows of seats in which these stays were, as far as known."""
    rows: Any = Stay.objects.filter(pk__in=list(stays), row__isnull=False)
    return set(rows.values_list("row", flat=True))


def trips_of(venues: Iterable[Venue]) -> dict[int, Trip]:
    """Venue id -> the trip that it stands for."""
    ids = {
        venue.pk: int((venue.reference or "").removeprefix(TRIP))
        for venue in venues
        if (venue.reference or "").startswith(TRIP)
    }
    rows = Trip.objects.filter(pk__in=ids.values()).select_related("carrier").in_bulk()
    return {venue: rows[trip] for venue, trip in ids.items() if trip in rows}


def names_around(cases: Iterable[Case]) -> list[str]:
    """Whose names no notice may hold: the cases, their households, whom they named."""
    found: set[str] = set()
    for case in cases:
        person = case.person.root or case.person
        found |= {person.full_name, case.person.full_name}
        found |= {one.full_name for one in family_of(person)}
        met = Line.objects.filter(investigation__case=case, met__isnull=False)
        found |= set(met.values_list("met__full_name", flat=True))
    return sorted(found - {""})


def public_notices(now: datetime) -> list[dict[str, Any]]:
    """What everybody may read, the latest first: the last version of each, word for word."""
    rows = Notice.objects.filter(published_at__lte=now)
    return [public_form(row) for row in rows.order_by("-published_at", "-pk")[:200]]


def public_notice(key: UUID | str) -> dict[str, Any]:
    """One notice as everybody may read it, or NotThere."""
    row = Notice.objects.filter(key=key, published_at__isnull=False).first()
    if row is None:
        raise NotThere
    return public_form(row)


def public_form(notice: Notice) -> dict[str, Any]:
    """The last published version, with what became of it since."""
    last = notice.versions.first()
    assert last is not None
    return {
        **last.content,
        "key": str(notice.key),
        "version": last.number,
        "updated_at": last.made_at,
        "published_at": notice.published_at,
        "withdrawn_at": notice.withdrawn_at,
        "withdrawn_because": notice.withdrawn_because,
    }


def content_of(notice: Notice) -> dict[str, Any]:
    """The words for the public: title, guidance, telephone, places with their hours."""
    places: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in places_of(notice):
        if row.is_asked or (row.struck_at is not None and not row.is_public_strike):
            continue
        span = {
            "from": row.started_at.isoformat(),
            "until": row.ended_at.isoformat(),
            "words": _public_hours(row),
            "struck_because": row.struck_because,
            "is_struck": row.struck_at is not None,
        }
        places.setdefault((row.name, row.address, row.unit_words), []).append(span)
    return {
        "title": notice.title,
        "guidance": notice.guidance,
        "phone": notice.phone,
        "places": [
            {"name": name, "address": address, "unit": unit, "hours": hours}
            for (name, address, unit), hours in places.items()
        ],
    }


def _public_hours(row: NoticePlace) -> str:
    with override("vi"):
        return span_words(row.started_at, row.ended_at)


def lists_of(notice: Notice) -> list[NoticeList]:
    """What communes were handed, the latest first, with how many persons each."""
    return list(notice.lists.annotate(number=Count("persons")))


def get_list(actor: Actor, key: UUID | str) -> NoticeList:
    """One list that a commune in sight was handed, or of a notice in sight; or NotThere."""
    row: NoticeList | None = NoticeList.objects.filter(key=key).select_related("notice").first()
    if row is None or not (
        actor.may(Permission.RECEIVE, row.path) or actor.may(Permission.READ, row.notice.path)
    ):
        raise NotThere
    return row


def window_of(case: Case, now: datetime) -> tuple[datetime, datetime] | None:
    """From when until when the case may infect others, as known now; None where nobody can say."""
    if case.infectious_from is None:
        return None
    return case.infectious_from, min(case.infectious_until or now, now)


def as_notice(notice: Any, places: Sequence[Any]) -> dict[str, Any]:
    """A notice as plain values for programs in the house."""
    return {
        "key": str(notice.key),
        "path": notice.path,
        "state": str(notice.state),
        "version": notice.version,
        "title": notice.title,
        "guidance": notice.guidance,
        "phone": notice.phone,
        "drafted_on": day_of(notice.drafted_at).isoformat(),
        "changed_at": notice.changed_at,
        "published_at": notice.published_at,
        "withdrawn_because": notice.withdrawn_because,
        "left_out": notice.left_out,
        "places": [
            {
                "id": row.pk,
                "name": row.name,
                "address": row.address,
                "unit": row.unit_words,
                "hours": row.hours,
                "to_be_corrected": row.is_doubted,
                "struck_because": row.struck_because,
                "asked_because": row.asked_because if row.is_asked else "",
            }
            for row in places
        ],
    }


def persons_of(handed: NoticeList) -> list[Person]:
    """The people of a list, by name."""
    rows = handed.persons.select_related("root", "household")
    return sorted(rows, key=lambda one: (folded(one.full_name), one.pk))
