"""Investigations in sight, and everything that was told in one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lachan.cases.queries.cases import cases_found
from lachan.core.actor import Actor
from lachan.core.refused import NotThere
from lachan.people.models import Person
from lachan.people.queries.persons import family_of
from lachan.tracing.models import Interview, Investigation, Line, Photo
from lachan.tracing.rules.lines import LineFacts
from lachan.tracing.rules.spans import days_asked
from lachan.tracing.terms import LineKind, Permission


def investigations(actor: Actor) -> QuerySet[Investigation]:
    """Investigations in sight, the latest first, with how many lines stand and the last one.

    Each row asks for its own lines, so that a page counts those of its rows alone.
    """
    rows: QuerySet[Investigation] = Investigation.objects.visible_to(actor, Permission.READ)
    lines = Line.objects.filter(investigation=OuterRef("pk")).order_by().values("investigation")
    standing = lines.filter(struck_at__isnull=True).annotate(number=Count("pk"))
    return rows.select_related("case__person__root__household").annotate(
        lines_number=Coalesce(Subquery(standing.values("number")), 0),
        last_line_at=Subquery(lines.annotate(last=Max("recorded_at")).values("last")),
    )


def investigations_found(actor: Actor, words: str) -> QuerySet[Investigation]:
    """Those in sight of a case of this number (`12/2021`), or of a person by name or number."""
    return investigations(actor).filter(case__in=cases_found(actor, words))


def get_investigation(actor: Actor, key: UUID | str) -> Investigation:
    """One investigation in sight, or NotThere."""
    found = investigations(actor).filter(key=key).first()
    if found is None:
        raise NotThere
    return found


def may_investigate(actor: Actor, investigation: Investigation) -> bool:
    """Whether the actor may add lines."""
    return actor.may(Permission.INVESTIGATE, investigation.path)


def lines_of(investigation: Investigation) -> list[Line]:
    """All lines, struck ones as well, in order of time."""
    return list(
        investigation.lines.select_related(
            "venue", "met__root", "person__root", "interview", "photo", "struck_by"
        ).order_by("started_at", "pk")
    )


def get_line(actor: Actor, key: UUID | str) -> Line:
    """One line of an investigation in sight, or NotThere."""
    row = (
        Line.objects.filter(key=key)
        .select_related(
            *("investigation__case__person__root", "venue"),
            *("met__root", "person__root", "struck_by"),
        )
        .first()
    )
    if row is None or not actor.may(Permission.READ, row.investigation.path):
        raise NotThere
    return row


def told_instead(line: Line) -> Line | None:
    """The first line that was told in place of this one; None where nobody corrected it."""
    return Line.objects.filter(replaces=line).order_by("pk").first()


def facts_of(line: Line) -> LineFacts:
    """What the rules need of a line."""
    return LineFacts(
        id=line.pk,
        kind=LineKind(line.kind),
        started_at=line.started_at,
        replaces=line.replaces_id,
        is_struck=line.struck_at is not None,
        venue_path=line.venue.path if line.venue else "",
        met_path=_path_of(line.met),
        person_path=_path_of(line.person),
    )


def _path_of(person: Person | None) -> str:
    if person is None:
        return ""
    return person.root.path if person.root else person.path


def interviews_of(investigation: Investigation) -> list[Interview]:
    """Who asked whom and when."""
    return list(investigation.interviews.all())


def photos_of(investigation: Investigation) -> list[Photo]:
    """The pictures, with how many lines were keyed from each."""
    return list(
        investigation.photos.annotate(
            number=Count("lines", filter=Q(lines__struck_at__isnull=True))
        )
    )


def get_photo(actor: Actor, key: UUID | str) -> Photo:
    """One picture of an investigation in sight, or NotThere."""
    row = Photo.objects.filter(key=key).select_related("investigation__case").first()
    if row is None or not actor.may(Permission.READ, row.investigation.path):
        raise NotThere
    return row


def household_of(investigation: Investigation) -> list[Person]:
    """With whom the case lives, as the household book says."""
    return list(family_of(investigation.person).select_related("household"))


def days_of(investigation: Investigation, today: date) -> list[date]:
    """The days that are asked about, the latest first."""
    last = investigation.last_on or today
    return days_asked(investigation.zero_on, investigation.days, last)


def persons_shown(lines: Iterable[Line]) -> list[int]:
    """Whom a page of lines shows, for the log of readings."""
    return [pk for line in lines for pk in (line.person_id, line.met_id) if pk is not None]


def persons_pictured(photo: Photo) -> list[int]:
    """Whom a picture of a list shows, as far as it is keyed, for the log of readings."""
    return [photo.investigation.person.pk, *persons_shown(photo.lines.all())]


def as_row(line: Line) -> dict[str, Any]:
    """A line as plain values, for programs."""
    return {
        "key": str(line.key),
        "kind": line.kind,
        "started_at": line.started_at,
        "ended_at": line.ended_at,
        "precision": line.precision,
        "venue": str(line.venue.key) if line.venue else None,
        "place_id": line.venue_id,
        "place": line.venue.name if line.venue else "",
        "met_id": line.met.root_id if line.met else None,
        "setting": line.setting,
        "row": line.row,
        "words": line.words,
        "source": line.source,
        "replaces": str(line.replaces.key) if line.replaces else None,
        "recorded_at": line.recorded_at,
        "recorded_by": line.recorded_by_name,
        "struck_at": line.struck_at,
        "struck_because": line.struck_because,
    }
