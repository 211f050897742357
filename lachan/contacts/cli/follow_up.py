"""`lachan contacts follow-up`: whom to call, giving out, reminding, the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Follow-up of contacts: calls, teams, reminders.")


@contextmanager
def _ready() -> Iterator[tuple[Any, datetime]]:
    """The database ready; an operator who may follow everywhere, and the instant."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.contacts.terms import Permission
        from lachan.core.actor import system

        yield system("command line", *Permission), import_string(settings.CLOCK)()


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

        rows = queries.to_follow(actor, now)
        if unit:
            rows = queries.in_commune(rows, _closed(unit))
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

        method = Method.NEAREST if nearest else Method.ROUND_ROBIN
        number = assign_commune(actor, _closed(commune), method, now=now)
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


def _closed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"
