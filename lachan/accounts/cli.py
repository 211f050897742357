"""`lachan accounts`: people and roles from the command line, for who keeps the machine."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Annotated, Any

import typer

from lachan.core.refused import Refused

NAME = "accounts"
OPERATOR = "command line"
app = typer.Typer(no_args_is_help=True, help="People, their roles, and who acts for whom.")


def _now() -> datetime:
    from django.conf import settings
    from django.utils.module_loading import import_string

    now: datetime = import_string(settings.CLOCK)()
    return now


def _operator() -> Any:
    """Who has the machine may keep every account; the record says that it was done there."""
    from lachan.accounts.terms import Permission
    from lachan.core.actor import system

    return system(
        OPERATOR,
        Permission.READ,
        Permission.GRANT,
        Permission.APPOINT,
        Permission.ADMINISTER,
    )


def _person(username: str) -> Any:
    from lachan.accounts.queries import user_named

    found = user_named(username)
    if found is None:
        raise Refused(f"there is no account {username}; see `lachan accounts list`")
    return found


def _place(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _day(words: str, option: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise typer.BadParameter(
            f"{option} must be a day such as 2021-09-15, not {words}"
        ) from error


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="Sign-in name, such as nguyen.van.an.")],
    name: Annotated[str, typer.Option(help="Full name; needed for a new account.")] = "",
    role: Annotated[str, typer.Option(help="Role, such as head, officer or clerk.")] = "officer",
    at: Annotated[str, typer.Option(help="Path of the place, such as 96/964/.")] = "",
    position: Annotated[str, typer.Option(help="Position, such as Chủ tịch UBND.")] = "",
    reason: Annotated[str, typer.Option(help="Kept on record.")] = "by the command line",
) -> None:
    """Open an account with a role at a place, or give the role to who has an account.

    The temporary password is printed once; it must be changed at the first sign-in.

    Example: lachan accounts add nguyen.van.an --name "Nguyễn Văn An" --role head --at 96/964/
    """
    from config.database import ready

    if not at:
        raise typer.BadParameter("--at says the place, such as 96/964/")
    with ready():
        from lachan.accounts import actions
        from lachan.accounts.queries import user_named
        from lachan.core.dates import day_of

        now, operator = _now(), _operator()
        user = user_named(username)
        if user is None:
            _made, password = actions.open_account(
                operator,
                username=username,
                full_name=name,
                position=position,
                path=_place(at),
                role=role,
                reason=reason,
                now=now,
            )
            print(f"{username}  {password}")
            return
        actions.give_grant(
            operator,
            user_id=user.pk,
            role=role,
            path=_place(at),
            valid_from=day_of(now),
            reason=reason,
            now=now,
        )
        print(f"{username}  {role} at {_place(at)}")


@app.command("list")
def list_accounts(
    at: Annotated[str, typer.Option(help="Only roles at this place and below it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the roles that hold today, by place.

    Example: lachan accounts list --at 96/964/
    """
    from config.database import ready

    with ready():
        from lachan.accounts.queries import grants_within
        from lachan.core.dates import day_of

        rows = [
            {
                "username": grant.user.username,
                "name": grant.user.full_name,
                "role": grant.role,
                "path": grant.path,
                "place": grant.place_name,
                "from": grant.valid_from.isoformat(),
                "until": grant.valid_until.isoformat() if grant.valid_until else None,
                "acts_for": grant.deputises.user.username if grant.deputises else None,
            }
            for grant in grants_within(_place(at) if at else "", day_of(_now()))
        ]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        acts_for = f" (for {row['acts_for']})" if row["acts_for"] else ""
        print(
            f"{row['path']:<22} {row['role']:<14} {row['username']:<20} "
            f"{row['name']}{acts_for}, {row['place']}"
        )
    print(f"{len(rows)} roles")


@app.command()
def deputise(
    leader: Annotated[str, typer.Argument(help="Sign-in name of the leader.")],
    deputy: Annotated[str, typer.Argument(help="Sign-in name of who acts.")],
    until: Annotated[str, typer.Option(help="Last day, such as 2021-09-30.")],
    since: Annotated[str, typer.Option("--from", help="First day; today if left out.")] = "",
    at: Annotated[str, typer.Option(help="Place, when the leader leads several.")] = "",
    reason: Annotated[str, typer.Option(help="Kept on record.")] = "by the command line",
) -> None:
    """Let somebody act for a leader at the leader's place ("giao thay mặt").

    Example: lachan accounts deputise lanh.dao tong.hop --until 2021-09-30
    """
    from config.database import ready

    with ready():
        from lachan.accounts import actions
        from lachan.accounts.queries import leading_grants
        from lachan.core.dates import day_of

        now = _now()
        first = _day(since, "--from") if since else day_of(now)
        last = _day(until, "--until")
        person, acting = _person(leader), _person(deputy)
        held = leading_grants(person, day_of(now), path=_place(at) if at else None)
        if len(held) != 1:
            places = ", ".join(grant.path for grant in held)
            raise Refused(
                f"{leader} leads {places}: say one with --at"
                if held
                else f"{leader} leads no place today"
            )
        actions.deputise(
            _operator(),
            grant_id=held[0].pk,
            deputy_id=acting.pk,
            valid_from=first,
            valid_until=last,
            reason=reason,
            now=now,
        )
        print(f"{deputy} acts for {leader} at {held[0].path} until {last.isoformat()}")
