"""`lachan checkpoints`: posts, devices, the balance of what was received, making rows anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated

import typer

from lachan.core.actor import Actor

NAME = "checkpoints"
app = typer.Typer(no_args_is_help=True, help="Posts: devices, what they sent, how it balances.")


@contextmanager
def _at_work() -> Iterator[tuple[Actor, datetime]]:
    """The operator of this machine, who may do what the command does, and the present instant."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.checkpoints.terms import Permission

        grants = frozenset((str(permission), "") for permission in Permission)
        yield Actor(None, "command line", grants), import_string(settings.CLOCK)()


@app.command("posts")
def list_posts(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List posts: state, what passed today, what has not come back yet.

    Example: lachan checkpoints posts --json
    """
    with _at_work() as (operator, now):
        from lachan.checkpoints.queries.posts import standings, visible_posts

        posts = list(visible_posts(operator))
        found = standings(posts, now)
        rows = [
            {
                "id": post.pk,
                "path": post.path,
                "name": post.name,
                "kind": post.kind,
                "closed_on": post.closed_on.isoformat() if post.closed_on else None,
                "is_open_to_all": found[post.pk].opening is not None,
                "passages_today": found[post.pk].passages_today,
                "unsent": found[post.pk].unsent,
                "missing": found[post.pk].missing,
                "unkeyed_slips": found[post.pk].unkeyed,
                "quarantined": found[post.pk].quarantined,
            }
            for post in posts
        ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print(
            f"{row['id']:>5}  {row['path']:<40}  {row['passages_today']:>6} today"
            f"  {row['unsent']:>5} unsent  {row['missing']:>5} missing  {row['name']}"
        )
    print(f"{len(rows)} posts")


@app.command()
def enrol(
    post: Annotated[int, typer.Argument(help="Number of the post, as `posts` lists it.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Make a one-time code with which one device can enrol for a post.

    Example: lachan checkpoints enrol 3
    """
    with _at_work() as (operator, now):
        from django.conf import settings

        from lachan.checkpoints.actions.enrolling import make_code
        from lachan.checkpoints.terms import CODE_MINUTES
        from lachan.core.refused import NotThere, Refused

        try:
            code = make_code(operator, post, now=now)
        except NotThere as unknown:
            raise Refused(f"there is no post {post}") from unknown
        address = f"{settings.ADDRESS}/checkpoint/#enrol={code}"
    if as_json:
        print(json.dumps({"code": code, "address": address, "minutes": CODE_MINUTES}))
        return
    print(f"{code}  good for {CODE_MINUTES} minutes\n{address}")


@app.command("devices")
def list_devices(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List devices that are not revoked: key, post, name, last contact.

    Example: lachan checkpoints devices --json
    """
    with _at_work() as (operator, _now):
        from lachan.checkpoints.queries.devices import visible_devices

        rows = [
            {
                "device": str(device.key),
                "path": device.path,
                "name": device.name,
                "last_contact_at": device.last_contact_at and device.last_contact_at.isoformat(),
            }
            for device in visible_devices(operator).filter(revoked_at=None, is_office=False)
        ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print("  ".join(str(value or "–") for value in row.values()))
    print(f"{len(rows)} devices")


@app.command()
def revoke(
    device: Annotated[str, typer.Argument(help="Id of the device.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
) -> None:
    """Revoke a device: it gets nothing any more; what it still sends goes into quarantine.

    Example: lachan checkpoints revoke 0190… --reason "mất máy"
    """
    with _at_work() as (operator, now):
        from lachan.checkpoints.actions.enrolling import revoke as revoke_device
        from lachan.core.refused import NotThere, Refused

        try:
            row = revoke_device(operator, _uuid(device), reason, now=now)
        except NotThere as unknown:
            raise Refused(f"there is no device {device}") from unknown
        print(f"{row.name}: revoked")


def _uuid(text: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(text))
    except ValueError as wrong:
        raise typer.BadParameter(f"{text!r} is no id of a device") from wrong


@app.command()
def rebuild() -> None:
    """Make passages, people, slips, shifts and openings anew from the events.

    Example: lachan checkpoints rebuild
    """
    with _at_work() as (operator, now):
        from lachan.checkpoints.actions.working_in.running import rebuild as make_anew

        count = make_anew(operator, now=now)
        print(f"{count} events worked in anew")


@app.command()
def balance(
    device: Annotated[str, typer.Option(help="Only this device.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Show by device and hour: received = stored + duplicate + different + held + refused.

    Checks each hour against the events that are kept, and each event against its digest; exit 1
    when anything is not accounted for.

    Example: lachan checkpoints balance --json
    """
    with _at_work() as (operator, _now):
        from lachan.checkpoints.queries.balance import ANSWERS, hours, not_whole, waiting

        found = hours(operator, device=_uuid(device) if device else "")
        rows = [
            {
                "device": str(hour.device.key),
                "name": hour.device.name,
                "hour": hour.intake.hour.isoformat(),
                "received": hour.intake.received,
                **{name: getattr(hour.intake, name) for name in ANSWERS},
                "kept": hour.kept,
                "balanced": hour.is_balanced,
            }
            for hour in found
        ]
        answer = {
            "hours": rows,
            "balanced": all(row["balanced"] for row in rows),
            "not_whole": not_whole(),
            "waiting": waiting(),
        }
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            told = "  ".join(f"{row[name]:>6} {name}" for name in ANSWERS)
            sign = "=" if row["balanced"] else "!="
            print(f"{row['hour'][:13]}  {row['name']:<20}  {row['received']:>6} {sign} {told}")
        print(f"{answer['waiting']} waiting, {answer['not_whole']} not whole")
    if not answer["balanced"] or answer["not_whole"]:
        raise typer.Exit(1)
