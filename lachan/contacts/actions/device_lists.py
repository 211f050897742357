"""Give devices to teams, and hand a team's list out to its device."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.checkpoints.queries.devices import DeviceFacts, refused_of, visible_devices
from lachan.checkpoints.rules.telling import Listed
from lachan.checkpoints.terms import EventKind
from lachan.checkpoints.terms import Permission as PostPermission
from lachan.contacts import events
from lachan.contacts.models import Team, TeamDevice
from lachan.contacts.queries.devices import list_for, stands_near, team_actor, team_now
from lachan.contacts.terms import Permission
from lachan.core.actor import Actor
from lachan.core.refused import refuse_if
from lachan.people.actions.reading import log_on_device


def hand_out(device: DeviceFacts, known: str, *, now: datetime) -> Listed | None:
    """The list of the device's team; None where it works for none.

    Whose names stand in it is logged, each person once a day for a device; nothing is logged where
    the device has this very list (`known`) already.
    """
    team = team_now(device.id)
    if team is None:
        return None
    actor = team_actor(team, device.name)
    shown = list_for(actor, team, now)
    refused = refused_of(device.id, EventKind.CALL, now)
    content = {
        **shown.content,
        "refused": [{"event": event_id, "why": why} for event_id, why in refused],
    }
    tag = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
    if tag == known:
        return Listed(tag, None)
    log_on_device(device.name, device.key, shown.persons, "contacts:device", now)
    return Listed(tag, content)


def give_device(actor: Actor, team_key: UUID, device_key: UUID, *, now: datetime) -> TeamDevice:
    """The device works for the team from now on, and no more for another one."""
    with transaction.atomic():
        team: Team = Team.objects.get_visible(actor, Permission.ASSIGN, key=team_key)
        device = (
            visible_devices(actor)
            .select_for_update(of=("self",))
            .get_visible(actor, PostPermission.READ, key=device_key)
        )
        found = []
        if team.ended_at:
            found.append(_("This team has ended already."))
        if device.revoked_at:
            found.append(_("The device is revoked."))
        if not stands_near(device, team):
            found.append(_("The device belongs to a post of another area."))
        refuse_if(found)
        standing = TeamDevice.objects.filter(device=device, ended_at=None).first()
        if standing is not None and standing.team_id == team.pk:
            return standing
        _end(actor, list(TeamDevice.objects.filter(device=device, ended_at=None)), now)
        link = TeamDevice.objects.create(
            device=device,
            team=team,
            given_at=now,
            given_by_id=actor.id,
            given_by_name=actor.name,
        )
        record(
            events.TeamDeviceSet(team.pk, str(device.key)),
            actor=actor,
            path=team.path,
            subject=team,
        )
    return link


def take_device(actor: Actor, team_key: UUID, device_key: UUID, *, now: datetime) -> None:
    """The device gets the team's list no more; what it recorded is still taken."""
    with transaction.atomic():
        team: Team = Team.objects.get_visible(actor, Permission.ASSIGN, key=team_key)
        rows = TeamDevice.objects.select_for_update().filter(
            team=team, device__key=device_key, ended_at=None
        )
        _end(actor, list(rows), now)


def end_devices(actor: Actor, team: Team, *, now: datetime) -> None:
    """A team that ends keeps no device; in the transaction that ends it."""
    rows = TeamDevice.objects.select_for_update().filter(team=team, ended_at=None)
    _end(actor, list(rows), now)


def _end(actor: Actor, links: list[TeamDevice], now: datetime) -> None:
    for link in links:
        link.ended_at = now
        link.save(update_fields=["ended_at"])
        record(
            events.TeamDeviceSet(link.team_id, str(link.device.key), ended=True),
            actor=actor,
            path=link.team.path,
            subject=link.team,
        )
