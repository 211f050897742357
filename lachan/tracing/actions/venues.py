"""Find the place that words speak of, or make it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lachan.arrivals.queries.communes import watching_units
from lachan.audit.actions import record
from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.core.text import folded, normal
from lachan.people.models import Household
from lachan.tracing import events
from lachan.tracing.models import Venue
from lachan.tracing.queries.venues import get_venue
from lachan.tracing.terms import Setting


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A place as it was chosen (`key`) or typed (`name`, in the unit `path`)."""

    name: str = ""
    setting: Setting = Setting.OTHER
    path: str = ""
    address: str = ""
    key: UUID | None = None
    latitude: float | None = None
    longitude: float | None = None


def find_or_make_venue(actor: Actor, words: PlaceWords, *, now: datetime) -> Venue:
    """The place chosen; else the one of this name in this unit; else a new one.

    One that is known of the commune alone is also that of a hamlet of it. Two who type one name
    at once get one place. Call it inside the transaction of the line.
    """
    if words.key is not None:
        return get_venue(actor, words.key)
    name = normal(words.name)[:200]
    if not name or not words.path:
        raise Refused(_("Say which place it was."))
    with transaction.atomic():
        plain = folded(name)
        commune = watching_units([words.path]).get(words.path, words.path)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"tracing.venue:{commune}:{plain}"],
            )
        known = Venue.objects.filter(folded_name=plain).exclude(setting=Setting.HOUSEHOLD)
        here = known.filter(path__startswith=words.path).order_by("path", "pk").first()
        venue = here or known.filter(path=commune).order_by("pk").first()
        if venue is None:
            venue = Venue.objects.create(
                path=words.path,
                name=name,
                folded_name=plain,
                setting=words.setting,
                address=normal(words.address)[:300],
                latitude=words.latitude,
                longitude=words.longitude,
                recorded_at=now,
                recorded_by_id=actor.id,
            )
            made = events.VenueMade(venue.pk, str(venue.setting))
            record(made, actor=actor, path=venue.path, subject=venue)
    return venue


def venue_for(
    reference: str, *, name: str, setting: Setting, path: str, address: str = "", now: datetime
) -> Venue:
    """The place that stands for a row of another domain, made where it is missing."""
    venue, _made = Venue.objects.get_or_create(
        reference=reference,
        defaults={
            "path": path,
            "name": name[:200],
            "folded_name": folded(name)[:200],
            "setting": setting,
            "address": address[:300],
            "recorded_at": now,
        },
    )
    return venue


def home_of(household: Household, *, now: datetime) -> Venue:
    """The place that stands for a household."""
    hamlet = "" if household.hamlet in household.address else household.hamlet
    words = ", ".join(filter(None, [household.address, hamlet]))
    return venue_for(
        f"people.household:{household.pk}",
        name=words or _("House without a number"),
        setting=Setting.HOUSEHOLD,
        path=household.path,
        address=words,
        now=now,
    )
