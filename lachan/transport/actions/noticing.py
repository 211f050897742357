"""Every minute: name the carriers that departed undeclared, and the vehicles that stay too long."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lachan.accounts.queries import nearest_users_with
from lachan.audit.actions import record
from lachan.core.actor import system
from lachan.core.dates import VIETNAM, day_of
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency
from lachan.transport.events import CarrierNamed, OverstayNamed
from lachan.transport.models import FreightRun, Trip
from lachan.transport.queries.freight import overstaying
from lachan.transport.queries.trips import departed_undeclared
from lachan.transport.rules.vehicles import plate_words
from lachan.transport.terms import Permission

CLOCK = system("transport", *Permission)
MOST = 200
# What departed longer ago than this was found out later, by a list: it is shown, nobody is woken.
NAMED_WITHIN = timedelta(days=14)


def notice(now: datetime) -> tuple[int, int]:
    """Tell what has become due; returns how many carriers and how many vehicles were named."""
    with override("vi"):
        return name_undeclared(now), name_overstays(now)


def name_undeclared(now: datetime) -> int:
    """Name each carrier that departed undeclared to its commune, once a trip."""
    with transaction.atomic():
        rows = Trip.objects.filter(named_at__isnull=True, departs_at__gt=now - NAMED_WITHIN)
        due = departed_undeclared(rows, now).select_for_update(skip_locked=True, of=("self",))
        trips = list(due.select_related("vehicle", "carrier").order_by("departs_at")[:MOST])
        for trip in trips:
            told = notify(
                nearest_users_with(Permission.EDIT, trip.path, day_of(now)),
                title=_("A carrier departed without declaring"),
                body=_("%(vehicle)s, %(origin)s – %(destination)s, departed %(at)s.")
                % {
                    "vehicle": plate_words(trip.vehicle.plate) if trip.vehicle else trip.number,
                    "origin": trip.origin,
                    "destination": trip.destination,
                    "at": f"{trip.departs_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}",
                },
                link=f"/transport/trips/{trip.pk}/",
                urgency=Urgency.URGENT,
                key=f"transport-undeclared-{trip.pk}",
                path=trip.path,
                now=now,
            )
            trip.named_at = now
            trip.save(update_fields=["named_at"])
            record(
                CarrierNamed(trip.pk, trip.carrier_id, told),
                actor=CLOCK,
                path=trip.path,
                subject=trip,
            )
    return len(trips)


def name_overstays(now: datetime) -> int:
    """Tell each unit which goods vehicles are beyond their time, once each."""
    with transaction.atomic():
        rows = FreightRun.objects.filter(named_at__isnull=True)
        due = overstaying(rows, now).select_for_update(skip_locked=True, of=("self",))
        runs = list(due.select_related("vehicle")[:MOST])
        by_path: dict[str, list[FreightRun]] = defaultdict(list)
        for run in runs:
            by_path[run.path].append(run)
        for path, late in by_path.items():
            told = notify(
                nearest_users_with(Permission.EDIT, path, day_of(now)),
                title=_("%(count)d goods vehicles are beyond their time in the province")
                % {"count": len(late)},
                body="\n".join(plate_words(run.vehicle.plate) for run in late[:10]),
                link="/transport/freight/?state=late",
                urgency=Urgency.URGENT,
                key=f"transport-overstay-{path}-{now.isoformat()}",
                path=path,
                now=now,
            )
            record(OverstayNamed(tuple(run.pk for run in late), told), actor=CLOCK, path=path)
        FreightRun.objects.filter(pk__in=[run.pk for run in runs]).update(named_at=now)
    return len(runs)
