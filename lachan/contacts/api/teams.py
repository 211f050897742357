"""Teams for programs: set them, give them contacts and devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from ninja import Field, Router, Schema, Status

from lachan.contacts.actions import teams as actions
from lachan.contacts.actions.device_lists import give_device, take_device
from lachan.contacts.api.asked import actor_of
from lachan.contacts.queries import contacts as contact_queries
from lachan.contacts.queries import teams as queries
from lachan.contacts.queries.devices import devices_of
from lachan.contacts.terms import Method, Permission
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.places.queries import path_at

router = Router()


class TeamOut(Schema):
    """A working team; `load` is how many contacts it looks after, `devices` carry its list."""

    key: UUID
    path: str
    name: str
    phone: str
    hamlet: str
    members: list[str]
    load: int
    devices: list[UUID]


class TeamIn(Schema):
    """A team to be set; `members` are names of accounts that may follow contacts there."""

    path: str = Field(max_length=120)
    name: str = Field(max_length=120)
    phone: str = Field("", max_length=20)
    hamlet: str = Field("", max_length=120)
    members: list[str] = Field([], max_length=100)


class GivingIn(Schema):
    """Which commune's contacts without a team are given out, and how."""

    commune: str = Field(max_length=120)
    method: Method = Method.ROUND_ROBIN


class ChosenIn(Schema):
    """Contacts that a team gets, whoever had them before."""

    contacts: list[UUID] = Field(max_length=500)


class NumberOut(Schema):
    """How many contacts were given."""

    given: int


@router.get("/contacts/teams", response=list[TeamOut], summary="Teams")
def teams(request: Request, unit: str = "") -> list[dict[str, Any]]:
    """The teams in sight that work now."""
    commune = f"{unit.rstrip('/')}/" if unit else ""
    return _told(queries.teams(actor_of(request), commune), request.now)


@router.post("/contacts/teams", response=TeamOut, summary="Set a team")
def set_team(request: Request, body: TeamIn) -> dict[str, Any]:
    """The team looks after contacts of the commune, given by path or code, from now on."""
    actor, now = actor_of(request), request.now
    path = path_at(body.path, day_of(now))
    ids = queries.members_named(path, body.members, now)
    words = actions.TeamWords(path, body.name, body.phone, body.hamlet, ids)
    team = actions.set_team(actor, words, now=now)
    return _one(actor, team.key, now)


@router.post("/contacts/teams/{uuid:key}/end", response={204: None}, summary="End a team")
def end_team(request: Request, key: UUID) -> Status[None]:
    """Its contacts wait for another team; its devices lose the list."""
    actions.end_team(actor_of(request), key, now=request.now)
    return Status(204, None)


@router.post("/contacts/teams/assign", response=NumberOut, summary="Give out a commune's contacts")
def assign(request: Request, body: GivingIn) -> dict[str, int]:
    """Those who have no team get one of the commune's."""
    commune = f"{body.commune.rstrip('/')}/"
    given = actions.assign_commune(actor_of(request), commune, body.method, now=request.now)
    return {"given": given}


@router.post("/contacts/teams/{uuid:key}/contacts", response=NumberOut, summary="Give contacts")
def give(request: Request, key: UUID, body: ChosenIn) -> dict[str, int]:
    """These contacts, whoever had them before; `given` counts those that changed."""
    actor = actor_of(request)
    rows = contact_queries.contacts(actor, Permission.ASSIGN)
    ids = contact_queries.ids_of(rows, body.contacts)
    return {"given": actions.assign_to(actor, ids, key, now=request.now)}


@router.put(
    "/contacts/teams/{uuid:key}/devices/{uuid:device}",
    response=TeamOut,
    summary="Give a device to a team",
)
def device_give(request: Request, key: UUID, device: UUID) -> dict[str, Any]:
    """The device carries the team's list from its next contact on, and no other team's."""
    actor = actor_of(request)
    give_device(actor, key, device, now=request.now)
    return _one(actor, key, request.now)


@router.delete(
    "/contacts/teams/{uuid:key}/devices/{uuid:device}",
    response={204: None},
    summary="Take a device from a team",
)
def device_take(request: Request, key: UUID, device: UUID) -> Status[None]:
    """It loses the list at its next contact; what it recorded is still taken."""
    take_device(actor_of(request), key, device, now=request.now)
    return Status(204, None)


def _one(actor: Any, key: UUID, now: datetime) -> dict[str, Any]:
    return _told(queries.teams(actor).filter(key=key), now)[0]


def _told(teams: QuerySet[Any], now: datetime) -> list[dict[str, Any]]:
    rows = list(queries.with_load(teams, now))
    carried = devices_of(rows)
    return [
        {
            **{name: getattr(row, name) for name in ("key", "path", "name", "phone", "hamlet")},
            "members": sorted(member.username for member in row.members.all()),
            "load": row.load,
            "devices": [link.device.key for link in carried[row.pk]],
        }
        for row in rows
    ]
