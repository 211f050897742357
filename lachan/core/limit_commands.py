"""`lachan <domain> limits` and `lachan <domain> set-limit`: a domain's numbers by command."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from lachan.core.refused import Refused

if TYPE_CHECKING:
    from lachan.core.limit_setting import Numbers


def add_limit_commands(
    app: typer.Typer,
    domain: str,
    numbers_ready: Callable[[], AbstractContextManager[Numbers]],
    *,
    example: str,
) -> None:
    """Give the app of a domain the two commands.

    `numbers_ready` opens the database and tells the domain's numbers; `example` is what could be
    typed after `set-limit`.
    """

    @app.command(
        "limits",
        help="List the numbers of this domain: what holds today, what held, what will hold.\n\n"
        f"Example: lachan {domain} limits",
    )
    def list_limits(
        as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    ) -> None:
        with numbers_ready() as numbers:
            _list(numbers, as_json=as_json)

    @app.command(
        "set-limit",
        help="Set the next value of a number, from today or a later day on.\n\n"
        f"Example: lachan {domain} set-limit {example}",
    )
    def set_one_limit(
        name: Annotated[str, typer.Argument(help="Name of the number; see the command `limits`.")],
        value: Annotated[int, typer.Argument(help="Its new value.")],
        source: Annotated[str, typer.Option(help="The document that sets it.")],
        valid_from: Annotated[
            str, typer.Option("--from", help="First day, such as 2021-09-20; empty: today.")
        ] = "",
    ) -> None:
        with numbers_ready() as numbers:
            _set(numbers, domain, name, value, source, valid_from)


def _list(numbers: Numbers, *, as_json: bool) -> None:
    from lachan.core.dates import day_of

    found = [
        {
            "name": str(line.row.name),
            "value": line.row.value,
            "state": str(line.standing),
            "valid_from": line.row.valid_from.isoformat(),
            "last_day": line.last_day.isoformat() if line.last_day else None,
            "confirmed": not line.is_unconfirmed,
            "source": line.source,
        }
        for line in numbers.rows.lines(day_of(_now()))
    ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for line in found:
        unsure = "" if line["confirmed"] else "[to be confirmed] "
        print(
            f"{line['name']:<24}  {line['value']:>6}  {line['state']:<6}  "
            f"{line['valid_from']}  {line['last_day'] or '–':<10}  {unsure}{line['source']}"
        )


def _set(
    numbers: Numbers, domain: str, name: str, value: int, source: str, valid_from: str
) -> None:
    from lachan.core.actor import system
    from lachan.core.dates import day_of
    from lachan.core.limit_setting import set_number

    if name not in set(numbers.rows.names):
        raise Refused(f"there is no number {name}; see `lachan {domain} limits`")
    now = _now()
    try:
        first = date.fromisoformat(valid_from) if valid_from else day_of(now)
    except ValueError as wrong:
        raise Refused(f"not a day: {valid_from}; write 2021-09-20") from wrong
    operator = system("command line", numbers.permission)
    row = set_number(numbers, operator, numbers.rows.names(name), value, first, source, now=now)
    print(f"{row.name} = {row.value} from {row.valid_from}")


def _now() -> datetime:
    from django.conf import settings
    from django.utils.module_loading import import_string

    now: datetime = import_string(settings.CLOCK)()
    return now
