"""`lachan contacts follow-up`: whom to call, giving out, reminding, the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer

TeamKey = Annotated[UUID, typer.Argument(help="Key of the team, as `teams` prints it.")]
DeviceKey = Annotated[
    UUID, typer.Argument(help="Key of the device, as `lachan checkpoints devices` prints it.")
]

app = typer.Typer(no_args_is_help=True, help="Follow-up of contacts: calls, teams, reminders.")


@contextmanager
def _ready() -> Iterator[tuple[Any, datetime]]:
    """The database ready; an operator who may follow everywhere, and the instant."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.checkpoints.terms import Permission as PostPermission
        from lachan.contacts.terms import Permission
        from lachan.core.actor import system

        actor = system("command line", *Permission, PostPermission.READ)
        yield actor, import_string(settings.CLOCK)()


@app.command()
def due(
    unit: Annotated[str, typer.Option(help="Path of a unit, such as 96/964/.")] = "",
    late: Annotated[bool, typer.Option("--late", help="Only those who are overdue.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List whom to call today, the late first calls first; without names.

    Example: lachan contacts follow-up due --unit 96/964/ --late --json
    """
    with _ready() as (actor, now):
        from lachan.contacts.queries import follow_up as queries
        from lachan.core.dates import VIETNAM
        from lachan.core.path import closed

        rows = queries.to_follow(actor, now)
        if unit:
            rows = queries.in_commune(rows, closed(unit))
        if late:
            rows = queries.late(rows, now)
        found = [
            {
                "contact": str(row.key),
                "path": row.path,
                "level": row.counted_level,
                "next": str(row.next_rung),
                "by": row.next_due.astimezone(VIETNAM).isoformat(timespec="minutes"),
                "late": row.next_due < now,
                "symptoms": row.ill,
                "team": row.team_name,
            }
            for row in rows
        ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found:
        print("  ".join("–" if value is None else str(value) for value in one.values()))
    print(f"{len(found)} contacts")


@app.command()
def assign(
    commune: Annotated[str, typer.Argument(help="Path of the commune, such as 96/964/32025/.")],
    nearest: Annotated[
        bool, typer.Option("--nearest", help="By hamlet, the others evenly; else all evenly.")
    ] = False,
) -> None:
    """Give the contacts of a commune that have no team to its teams.

    Example: lachan contacts follow-up assign 96/964/32025/ --nearest
    """
    with _ready() as (actor, now):
        from lachan.contacts.actions.teams import assign_commune
        from lachan.contacts.terms import Method
        from lachan.core.path import closed

        method = Method.NEAREST if nearest else Method.ROUND_ROBIN
        number = assign_commune(actor, closed(commune), method, now=now)
    print(f"{number} contacts given to teams")


@app.command()
def remind() -> None:
    """Remind of contacts whose call or visit is overdue; runs by itself every five minutes.

    Example: lachan contacts follow-up remind
    """
    with _ready() as (_actor, now):
        from lachan.contacts.actions.calls import tell_lateness

        number = tell_lateness(now)
    print(f"{number} overdue contacts told of")


@app.command()
def teams(
    unit: Annotated[str, typer.Option(help="Path of a unit, such as 96/964/.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the teams that work now, how many contacts each has, and the devices it carries.

    Example: lachan contacts follow-up teams --unit 96/964/
    """
    with _ready() as (actor, now):
        from lachan.contacts.queries import teams as queries
        from lachan.contacts.queries.devices import devices_of
        from lachan.core.path import closed

        rows: list[Any] = list(queries.with_load(queries.teams(actor, closed(unit)), now))
        carried = devices_of(rows)
        found = [
            {
                "team": str(row.key),
                "path": row.path,
                "name": row.name,
                "contacts": row.load,
                "devices": [str(link.device.key) for link in carried[row.pk]],
            }
            for row in rows
        ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for one in found:
        told = {**one, "devices": ", ".join(one["devices"]) or "–"}
        print("  ".join(str(value) for value in told.values()))
    print(f"{len(found)} teams")


@app.command("set-team")
def set_team(
    commune: Annotated[str, typer.Argument(help="Path of the commune, such as 96/964/32025/.")],
    name: Annotated[str, typer.Argument(help="Name of the team.")],
    hamlet: Annotated[str, typer.Option(help="Where the team is at home.")] = "",
    phone: Annotated[str, typer.Option(help="Its telephone.")] = "",
    member: Annotated[list[str] | None, typer.Option(help="An account; may be repeated.")] = None,
) -> None:
    """Set a team that looks after contacts of the commune, and print its key.

    Example: lachan contacts follow-up set-team 96/964/32025/ "Tổ ấp 3" --hamlet "Ấp 3"
    """
    with _ready() as (actor, now):
        from lachan.contacts.actions.teams import TeamWords
        from lachan.contacts.actions.teams import set_team as setting
        from lachan.contacts.queries.teams import members_named
        from lachan.core.dates import day_of
        from lachan.places.queries import path_at

        path = path_at(commune, day_of(now))
        members = members_named(path, member or [], now)
        print(setting(actor, TeamWords(path, name, phone, hamlet, members), now=now).key)


@app.command("give-device")
def give_device(team: TeamKey, device: DeviceKey) -> None:
    """Let a post's device work for a team: it gets the team's list at its next contact.

    Example: lachan contacts follow-up give-device TEAM DEVICE
    """
    with _ready() as (actor, now):
        from lachan.contacts.actions.device_lists import give_device as giving

        giving(actor, team, device, now=now)
    print("the device gets the team's list at its next contact")


@app.command("take-device")
def take_device(team: TeamKey, device: DeviceKey) -> None:
    """Take a device from a team; what it recorded is still taken in.

    Example: lachan contacts follow-up take-device TEAM DEVICE
    """
    with _ready() as (actor, now):
        from lachan.contacts.actions.device_lists import take_device as taking

        taking(actor, team, device, now=now)
    print("the device loses the team's list at its next contact")
