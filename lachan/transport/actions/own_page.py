"""A carrier declares its own trip by its secret address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.core.actor import Actor
from lachan.core.refused import Refused
from lachan.transport.actions.passengers import take_manifest
from lachan.transport.actions.trips import TripFacts, plan_trip
from lachan.transport.models import Carrier, Trip
from lachan.transport.rules.manifest import Line
from lachan.transport.terms import Permission

MOST_A_DAY = 60


def declare_own_trip(
    carrier: Carrier, facts: TripFacts, lines: Sequence[Line], *, form_id: str, now: datetime
) -> Trip:
    """Declare a trip with its passengers in the carrier's name; the same form twice is one trip.

    Raises Refused for another carrier's vehicle, and beyond so many trips a day as no carrier
    drives: the address has then come into wrong hands.
    """
    actor = Actor(
        id=None,
        name=f"carrier {carrier.pk}",
        grants=frozenset({(Permission.EDIT.value, carrier.path)}),
    )
    with transaction.atomic():
        Carrier.objects.select_for_update().get(pk=carrier.pk)
        if facts.vehicle_id not in carrier.vehicles.values_list("pk", flat=True):
            raise Refused(_("this vehicle is not one of yours"))
        today = carrier.trips.filter(recorded_at__gt=now.replace(hour=0, minute=0))
        if today.count() >= MOST_A_DAY:
            raise Refused(_("too many trips were declared today; call the commune"))
        trip = plan_trip(
            actor,
            facts,
            is_declared=True,
            declared_words=_("by the carrier, on its own page"),
            reference=f"transport.own:{carrier.pk}:{form_id[:40]}",
            now=now,
        )
        if lines:
            take_manifest(actor, trip.pk, lines, form_id=f"own-{form_id[:30]}", now=now)
    return trip
