"""Tell the communes: whose lists changed, and whom nobody has acknowledged."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lachan.accounts.queries import nearest_users_with
from lachan.arrivals import events
from lachan.arrivals.models import Arrival, Rerun
from lachan.arrivals.queries.arrivals import late_condition
from lachan.arrivals.queries.communes import watching_units
from lachan.arrivals.terms import Permission, WatchState
from lachan.audit.actions import record
from lachan.core import path as paths
from lachan.core.actor import system
from lachan.core.dates import VIETNAM, day_of
from lachan.notifications.actions import notify
from lachan.notifications.terms import Urgency

REMIND_EVERY = timedelta(hours=6)
WATCH = system("watch lists", *Permission)


def tell_of_rerun(run: Rerun, now: datetime) -> int:
    """One message a commune whose list changed; how many people were told."""
    rows = Arrival.objects.filter(decisions__rerun=run, decisions__is_change=True)
    per_unit = Counter(rows.values_list("path", flat=True))
    communes = watching_units(per_unit)
    per_commune: Counter[str] = Counter()
    for path, number in per_unit.items():
        per_commune[communes.get(path, path)] += number
    told = 0
    for path, number in sorted(per_commune.items()):
        told += notify(
            nearest_users_with(Permission.RECEIVE, path, day_of(now)),
            title=ngettext(
                "%(number)d person on your list has a new measure",
                "%(number)d persons on your list have a new measure",
                number,
            )
            % {"number": number},
            body=run.words or run.rule,
            link=reverse("arrivals:rerun", args=[run.pk]),
            urgency=Urgency.URGENT,
            key=f"arrivals.rerun.{run.pk}.{path}",
            path=path,
            now=now,
        )
    return told


def tell_lateness(now: datetime) -> int:
    """Remind those who must act of people whom nobody acknowledged in time; how many persons.

    Once in six hours a person; unplaced ones and those not found are told to the level above.
    """
    with transaction.atomic():
        rows = list(
            Arrival.objects.standing()
            .filter(late_condition(now))
            .exclude(told_late_at__gt=now - REMIND_EVERY)
            .select_for_update(of=("self",), skip_locked=True)
            .only("pk", "path", "state")
        )
        if not rows:
            return 0
        communes = watching_units(row.path for row in rows)
        waiting: Counter[tuple[str, bool]] = Counter()
        for row in rows:
            commune = communes.get(row.path, row.path)
            is_sent = row.state == WatchState.SENT
            waiting[commune if is_sent else paths.parent(commune) or commune, is_sent] += 1
        for (path, is_sent), number in sorted(waiting.items()):
            _tell(path, number, is_sent=is_sent, now=now)
        Arrival.objects.filter(pk__in=[row.pk for row in rows]).update(told_late_at=now)
    return len(rows)


def _tell(path: str, number: int, *, is_sent: bool, now: datetime) -> None:
    if is_sent:
        title = ngettext(
            "%(number)d person on your list is not acknowledged",
            "%(number)d persons on your list are not acknowledged",
            number,
        )
        link = f"{reverse('arrivals:arrivals')}?state={WatchState.SENT}"
    else:
        title = ngettext(
            "%(number)d person is on no commune's list",
            "%(number)d persons are on no commune's list",
            number,
        )
        link = f"{reverse('arrivals:arrivals')}?late=True"
    notify(
        nearest_users_with(Permission.RECEIVE, path, day_of(now)),
        title=title % {"number": number},
        body=_("Open the list, find the person, acknowledge or say where they are."),
        link=link,
        urgency=Urgency.URGENT,
        key=f"arrivals.late.{path}.{is_sent}.{now.astimezone(VIETNAM):%Y%m%d%H}",
        path=path,
        now=now,
    )
    record(
        events.LatenessTold(
            path=path,
            unplaced=0 if is_sent else number,
            unreceived=number if is_sent else 0,
        ),
        actor=WATCH,
        path=path,
    )
