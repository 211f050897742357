"""Keep who looked at whom: every look at an identified person leaves a row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.dates import at, day_of
from lachan.core.refused import Refused, refuse_if
from lachan.people.events import ReadingLimited, Revealed
from lachan.people.models import Person, Reading, ReadingLimit
from lachan.people.rules.words import IDENTIFIER_KINDS
from lachan.people.terms import Permission


def log_reading(
    actor: Actor,
    person_ids: Iterable[int],
    page: str,
    now: datetime,
    *,
    purpose: str = "",
    fields: Sequence[str] = (),
) -> None:
    """Write that these persons were shown to the actor, on which page (`arrivals:watch`).

    One row a person; `fields` are the columns shown in full. Upper domains call it from the view
    or the query that shows an identified person; what the system itself reads is not logged.
    """
    wanted = list(dict.fromkeys(person_ids))
    if not wanted or actor.id is None:
        return
    paths = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "root__path"))
    Reading.objects.bulk_create(
        Reading(
            reader_id=actor.id,
            reader_name=actor.name,
            person_id=pk,
            path=paths[pk] or "",
            page=page,
            purpose=purpose[:300],
            fields=list(fields),
            read_at=now,
        )
        for pk in wanted
        if pk in paths
    )


def log_on_device(name: str, key: str, person_ids: Iterable[int], page: str, now: datetime) -> None:
    """Write that these persons were handed to a device; each once a Vietnamese day.

    A device has no account: it stands as reader by its name, with its key as the purpose.
    """
    wanted = list(dict.fromkeys(person_ids))
    known = set(
        Reading.objects.filter(
            person__in=wanted, page=page, purpose=key, read_at__gte=at(day_of(now), 0)
        ).values_list("person_id", flat=True)
    )
    paths = dict(Person.objects.filter(pk__in=wanted).values_list("pk", "root__path"))
    Reading.objects.bulk_create(
        Reading(
            reader_name=name,
            person_id=pk,
            path=paths[pk] or "",
            page=page,
            purpose=key,
            read_at=now,
        )
        for pk in wanted
        if pk not in known and pk in paths
    )


def log_many(actor: Actor, count: int, page: str, now: datetime, *, purpose: str = "") -> None:
    """Write that a search or an export showed so many persons; which ones is not kept."""
    if actor.id is None:
        return
    Reading.objects.create(
        reader_id=actor.id,
        reader_name=actor.name,
        path=actor.workplace or next(iter(actor.paths_for(Permission.READ)), ""),
        page=page,
        purpose=purpose[:300],
        count=count,
        read_at=now,
    )


def reveal(
    actor: Actor, person: Person, fields: Sequence[str], reason: str, now: datetime
) -> tuple[str, ...]:
    """Note that the person's numbers are shown in full, and why; returns the kinds to be shown.

    Raises Refused without a reason, and for who may not read the person's unit.
    """
    kinds = tuple(kind for kind in IDENTIFIER_KINDS if kind in fields)
    obstacles = []
    if not actor.may(Permission.READ, person.path):
        raise Refused(_("you may not look at this person"))
    if len(reason.strip()) < 3:
        obstacles.append(_("say why you need the numbers in full"))
    if not kinds:
        obstacles.append(_("choose what is to be shown"))
    refuse_if(obstacles)
    with transaction.atomic():
        log_reading(actor, [person.pk], "people:reveal", now, purpose=reason.strip(), fields=kinds)
        record(
            Revealed(person.pk, tuple(map(str, kinds)), reason.strip()),
            actor=actor,
            path=person.path,
            subject=person,
        )
    return kinds


def limit_readings(actor: Actor, persons_a_day: int, *, since: date, source: str) -> ReadingLimit:
    """Put a reading limit in force from a day on, until the next one that is known.

    The limit before it ends the day before; saying the same day again replaces what it said.
    Raises Refused for a number below one or without a source.
    """
    if persons_a_day < 1 or not source.strip():
        raise Refused(_("a limit needs a number and the decision that says so"))
    with transaction.atomic():
        later = ReadingLimit.objects.filter(valid_from__gt=since).order_by("valid_from").first()
        earlier = ReadingLimit.objects.filter(valid_from__lt=since)
        earlier.filter(Q(valid_until=None) | Q(valid_until__gt=since)).update(valid_until=since)
        limit, _made = ReadingLimit.objects.update_or_create(
            valid_from=since,
            defaults={
                "persons_a_day": persons_a_day,
                "source": source.strip(),
                "valid_until": later.valid_from if later else None,
            },
        )
        record(ReadingLimited(persons_a_day, since, source.strip()), actor=actor, subject=limit)
    return limit
