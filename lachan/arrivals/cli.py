"""`lachan arrivals`: the register, deciding again, the watch list on paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lachan.core.limit_commands import add_limit_commands

NAME = "arrivals"
app = typer.Typer(
    no_args_is_help=True, help="Arrivals: who came, what applies to them, who watches over them."
)


def _now() -> datetime:
    from django.conf import settings
    from django.utils.module_loading import import_string

    now: datetime = import_string(settings.CLOCK)()
    return now


@app.command("list")
def list_arrivals(
    unit: Annotated[str, typer.Option(help="Path of the unit, such as 96/964/.")] = "",
    state: Annotated[
        str, typer.Option(help="unplaced, sent, received, not_here, ended; empty: all.")
    ] = "",
    late: Annotated[bool, typer.Option("--late", help="Only those who wait too long.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List those who came, newest first; persons by the key of their record, never by name.

    Example: lachan arrivals list --unit 96/964/ --state sent
    """
    from config.database import ready

    with ready():
        from lachan.arrivals.queries.arrivals import late_condition, visible_arrivals
        from lachan.arrivals.terms import Permission
        from lachan.core.actor import Actor

        operator = Actor(
            id=None, name="command line", grants=frozenset({(str(Permission.READ), unit)})
        )
        rows = visible_arrivals(operator).select_related("person")
        if state:
            rows = rows.filter(state=state)
        if late:
            rows = rows.filter(late_condition(_now()))
        lines = [_line(row) for row in rows]
    if as_json:
        print(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for line in lines:
        print(
            f"{line['id']:>8}  {line['arrived_at']:<25}  {line['state']:<9}  "
            f"{line['measure'] or 'undetermined':<24}  {line['until'] or '–':<10}  {line['path']}"
        )
    print(f"{len(lines)} arrivals")


def _line(row: Any) -> dict[str, Any]:
    from lachan.core.dates import VIETNAM

    return {
        "id": row.pk,
        "person": str(row.person.key),
        "arrived_at": row.arrived_at.astimezone(VIETNAM).isoformat(),
        "from": row.from_path or row.from_words,
        "path": row.path,
        "state": row.state,
        "measure": row.measure,
        "until": row.until.isoformat() if row.until else None,
        "undetermined": row.undetermined,
        "reasons": row.reasons,
        "sources": row.source_kinds,
    }


@app.command()
def decide(
    arrival_id: Annotated[int, typer.Argument(help="Number of the arrival.")],
) -> None:
    """Decide about one person again by the rules of this instant.

    Example: lachan arrivals decide 12
    """
    from config.database import ready

    with ready():
        from lachan.arrivals.actions.rerunning import decide_one_again
        from lachan.arrivals.queries.arrivals import get_arrival
        from lachan.arrivals.terms import Permission
        from lachan.core.actor import system
        from lachan.core.refused import NotThere

        operator = system("command line", *Permission)
        try:
            row = get_arrival(operator, arrival_id)
        except NotThere:
            typer.echo(f"there is no arrival {arrival_id}", err=True)
            raise typer.Exit(1) from None
        changed = decide_one_again(operator, row, now=_now())
        row = get_arrival(operator, arrival_id)
        print(f"{'changed' if changed else 'unchanged'}: {row.measure or 'undetermined'}")
        for reason in row.reasons:
            print(f"  {reason['rule']}  {reason['clause']}  {reason['words']}")
        for missing in row.undetermined:
            print(f"  missing: {missing}")


@app.command("print-watch")
def print_watch(
    commune: Annotated[str, typer.Argument(help="Path of the commune, such as 96/964/32023/.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The PDF to write.")],
) -> None:
    """Print the household watch of a commune, by hamlet, as PDF on A4.

    Example: lachan arrivals print-watch 96/964/32023/ -o theo-doi.pdf
    """
    from config.database import ready

    with ready():
        from django.utils.translation import override

        from lachan.arrivals.queries.communes import watching_units
        from lachan.arrivals.terms import Permission
        from lachan.arrivals.views.paper_watch import watch_paper
        from lachan.core.actor import system

        if commune not in watching_units([commune]):
            typer.echo(f"{commune} is no commune", err=True)
            raise typer.Exit(1)
        operator = system("command line", *Permission)
        with override("vi"):
            content, number = watch_paper(operator, commune, _now())
    out.write_bytes(content)
    print(f"{number} persons, {out}")


@contextmanager
def _numbers_ready() -> Iterator[Any]:
    from config.database import ready

    with ready():
        from lachan.arrivals.actions.limits import NUMBERS

        yield NUMBERS


add_limit_commands(
    app,
    NAME,
    _numbers_ready,
    example='receive_hours 4 --source "308-CV/TU, khoản 2"',
)


@app.command("passes")
def list_passes(
    arrival_id: Annotated[int, typer.Argument(help="Number of the arrival.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the personal codes given out for one arrival, newest first.

    Example: lachan arrivals passes 12
    """
    from config.database import ready

    with ready():
        from lachan.arrivals.queries.arrivals import get_arrival
        from lachan.arrivals.queries.passes import passes_of
        from lachan.arrivals.terms import Permission
        from lachan.core.actor import system
        from lachan.core.dates import VIETNAM
        from lachan.core.refused import NotThere, Refused

        def local(instant: datetime | None) -> str | None:
            return instant.astimezone(VIETNAM).isoformat(timespec="minutes") if instant else None

        operator = system("command line", *Permission)
        try:
            row = get_arrival(operator, arrival_id)
        except NotThere:
            raise Refused(f"there is no arrival {arrival_id}") from None
        found = [
            {
                "id": told.row.pk,
                "state": str(told.state),
                "issued_at": local(told.row.issued_at),
                "expires_at": local(told.row.expires_at),
                "revoked_at": local(told.row.revoked_at),
                "revoked_by": told.revoked_by,
                "reason": told.row.revoked_because,
            }
            for told in passes_of(operator, row, _now())
        ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for line in found:
        print("  ".join(str(value) if value else "–" for value in line.values()))
    print(f"{len(found)} codes")


@app.command("revoke-pass")
def revoke_one_pass(
    pass_id: Annotated[int, typer.Argument(help="Number of the code; see `arrivals passes`.")],
    reason: Annotated[str, typer.Option(help="Why it is taken back.")],
) -> None:
    """Take a personal code back; posts learn it with their next work list.

    Example: lachan arrivals revoke-pass 7 --reason "Mất điện thoại"
    """
    from config.database import ready

    with ready():
        from lachan.arrivals.actions.passes import revoke_pass
        from lachan.arrivals.terms import Permission
        from lachan.core.actor import system
        from lachan.core.refused import NotThere, Refused

        operator = system("command line", *Permission)
        try:
            revoke_pass(operator, pass_id, reason, now=_now())
        except NotThere:
            raise Refused(f"there is no code {pass_id}") from None
        print(f"code {pass_id} is taken back")
