"""Devices of teams: for whom each works, and the list that it carries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from lachan.checkpoints.models import Device
from lachan.checkpoints.queries.devices import visible_devices
from lachan.contacts.models import Call, Team, TeamDevice
from lachan.contacts.queries.follow_up import patience, phones, to_follow
from lachan.contacts.queries.scripts import parts, script
from lachan.contacts.terms import SEEN, Permission
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM, day_of
from lachan.core.limits import told_source
from lachan.core.path import contains
from lachan.people.rules.births import birth_words
from lachan.people.terms import Permission as PeoplePermission
from lachan.places.queries.units import unit_names

MOST = 500
NAME = 200


def team_now(device_id: int) -> Team | None:
    """The working team for which the device works now."""
    link = (
        TeamDevice.objects.filter(device_id=device_id, ended_at=None, team__ended_at=None)
        .select_related("team")
        .first()
    )
    return link.team if link else None


def team_then(device_id: int, at: datetime) -> Team | None:
    """The team for which the device worked at the instant, or nearest to it.

    A device that learns late that it was taken from its team, or whose clock was wrong, made its
    calls for the team all the same.
    """
    links = list(TeamDevice.objects.filter(device_id=device_id).select_related("team"))
    begun = [link for link in links if link.given_at <= at]
    found = begun[0] if begun else (links[-1] if links else None)
    return found.team if found else None


def team_actor(team: Team, name: str) -> Actor:
    """Who acts on a team's device: may follow the contacts of the team's commune, nothing else."""
    held = (Permission.READ, Permission.FOLLOW, PeoplePermission.READ)
    return Actor(
        id=None,
        name=name[:NAME],
        grants=frozenset((str(permission), team.path) for permission in held),
        workplace=team.path,
    )


def devices_of(teams: Iterable[Team]) -> dict[int, list[TeamDevice]]:
    """Team -> its devices now."""
    found: dict[int, list[TeamDevice]] = defaultdict(list)
    rows = TeamDevice.objects.filter(team__in=list(teams), ended_at=None).select_related("device")
    for link in rows.order_by("device__name", "pk"):
        found[link.team_id].append(link)
    return found


def devices_to_give(actor: Actor) -> list[Device]:
    """Devices in sight that are not revoked, for a form."""
    return list(visible_devices(actor).filter(revoked_at=None))


def stands_near(device: Device, team: Team) -> bool:
    """Whether the device's post belongs to a unit of the team's commune, or to one above it."""
    unit = device.post.unit_path
    return contains(unit, team.path) or contains(team.path, unit)


@dataclass(frozen=True)
class DeviceList:
    """What a device carries, and whose names stand in it."""

    content: dict[str, Any]
    persons: list[int]


def list_for(actor: Actor, team: Team, now: datetime) -> DeviceList:
    """Today's contacts of the team and those of its commune that no team has, who is due first.

    At most 500; `left_out` says how many more there are.
    """
    mine = Q(team_id=team.pk) | Q(team_id=None)
    found = list(to_follow(actor, now).filter(mine)[: MOST + 1])
    total = len(found) if len(found) <= MOST else to_follow(actor, now).filter(mine).count()
    rows = found[:MOST]
    numbers, tries = phones(actor, rows), _tries(rows)
    today = day_of(now)
    spoken = script(today)
    source, is_unconfirmed = told_source(spoken.source)
    content = {
        "team": {"name": team.name, "unit": unit_names([team.path]).get(team.path, team.path)},
        "patience": {
            name: value if isinstance(value, int) else int(value.total_seconds() // 60)
            for name, value in asdict(patience(today)).items()
        },
        "script": {
            "source": source,
            "is_unconfirmed": is_unconfirmed,
            "parts": [asdict(part) for part in parts(spoken.text)],
        },
        "contacts": [_shown(row, numbers[row.pk], tries[row.pk], team) for row in rows],
        "left_out": total - len(rows),
    }
    return DeviceList(content, [row.person.root_id or row.person_id for row in rows])


def _shown(row: Any, numbers: Sequence[str], tries: Sequence[Any], team: Team) -> dict[str, Any]:
    root = row.person.root or row.person
    household = root.household
    return {
        "key": str(row.key),
        "name": root.full_name,
        "birth": birth_words(root.birth_on, root.birth_year),
        "phones": list(numbers),
        "hamlet": household.hamlet if household else "",
        "address": household.address if household else "",
        "level": row.counted_level,
        "named_at": _instant(row.named_at),
        "exposed_on": day_of(row.last_exposed_at).isoformat() if row.last_exposed_at else None,
        "follow_until": row.follow_until.isoformat() if row.follow_until else None,
        "has_team": row.team_id == team.pk,
        "tries": tries,
    }


def _tries(rows: Sequence[Any]) -> dict[int, list[dict[str, Any]]]:
    """Contact -> calls since the naming, from the last one in which it was seen."""
    named = {row.pk: row.named_at for row in rows}
    found: dict[int, list[dict[str, Any]]] = {row.pk: [] for row in rows}
    for call in Call.objects.filter(contact__in=named).order_by("at", "pk"):
        if call.at < named[call.contact_id]:
            continue
        told = found[call.contact_id]
        if call.outcome in SEEN:
            told.clear()
        told.append(
            {
                "key": str(call.key),
                "at": _instant(call.at),
                "way": call.way,
                "outcome": call.outcome,
                "next_try_at": _instant(call.next_try_at) if call.next_try_at else None,
            }
        )
    return found


def _instant(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
