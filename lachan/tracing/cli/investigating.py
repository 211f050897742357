"""`lachan tracing`: investigations, their lines, places, gathered stays."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lachan.core.limit_commands import add_limit_commands
from lachan.core.refused import NotThere, Refused

if TYPE_CHECKING:
    from lachan.core.limit_setting import Numbers

NAME = "tracing"
app = typer.Typer(no_args_is_help=True, help="Investigations: where cases were, whom they met.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
CaseNumber = Annotated[str, typer.Argument(help="Number of the case, such as 12/2021, or its key.")]


def work_ready(work: Callable[[Any, datetime], Any]) -> Any:
    """Work with the database ready, as an operator who may trace everywhere."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.cases.terms import Permission as CasePermission
        from lachan.core.actor import system
        from lachan.tracing.terms import Permission

        operator = system("command line", *Permission, CasePermission.READ)
        return work(operator, import_string(settings.CLOCK)())


def _print(rows: list[dict[str, Any]], what: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))
        return
    for row in rows:
        print("  ".join("–" if value in (None, "") else _plain(value) for value in row.values()))
    print(f"{len(rows)} {what}")


def _plain(value: Any) -> str:
    from lachan.core.dates import VIETNAM

    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="minutes")
    return str(value)


def case_of(actor: Any, words: str) -> Any:
    """The one case of a number or key; Refused where it is none or several."""
    from uuid import UUID

    from lachan.cases.queries.cases import cases_found, get_case

    try:
        key = UUID(words)
    except ValueError:
        found = list(cases_found(actor, words)[:2]) if "/" in words else []
        if len(found) == 1:
            return found[0]
        why = "several cases have" if found else "no case has"
        raise Refused(f"{why} the number {words}; give the key of the case") from None
    try:
        return get_case(actor, key)
    except NotThere:
        raise Refused(f"no case has the key {words}") from None


@app.command()
def investigate(case: CaseNumber, as_json: AsJson = False) -> None:
    """Look into a case: open its investigation, or show the one that it has.

    Example: lachan tracing investigate 12/2021 --json
    """

    def work(actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.core.dates import day_of
        from lachan.tracing.actions.investigating import open_investigation
        from lachan.tracing.queries.investigations import days_of, lines_of

        made = open_investigation(actor, case_of(actor, case), now=now)
        asked = days_of(made, day_of(now))
        return {
            "key": str(made.key),
            "case": str(made.case.key),
            "path": made.path,
            "days": made.days,
            "days_by": made.days_by,
            "first_on": asked[-1].isoformat(),
            "last_on": asked[0].isoformat(),
            "lines": sum(line.struck_at is None for line in lines_of(made)),
            "closed": made.closed_at is not None,
        }

    found = work_ready(work)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(
            f"{found['key']}  {found['path']}  {found['first_on']} to {found['last_on']}"
            f"  {found['lines']} lines"
        )


@app.command()
def lines(
    case: CaseNumber,
    struck: Annotated[bool, typer.Option("--struck", help="Struck lines as well.")] = False,
    as_json: AsJson = False,
) -> None:
    """List what was told in the investigation of a case, in order of time; no names.

    Example: lachan tracing lines 12/2021 --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.tracing.queries.investigations import as_row, investigations, lines_of

        found = investigations(actor).filter(case=case_of(actor, case)).first()
        if found is None:
            raise Refused(f"case {case} is not looked into; see `lachan tracing investigate`")
        rows = [as_row(line) for line in lines_of(found)]
        return [row for row in rows if struck or row["struck_at"] is None]

    _print(work_ready(work), "lines", as_json=as_json)


@app.command()
def venues(
    words: Annotated[str, typer.Argument(help="Words of the name, without diacritics.")] = "",
    unit: Annotated[str, typer.Option(help="Path of the unit, such as 96/964/.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many at most.")] = 200,
    as_json: AsJson = False,
) -> None:
    """List places where people meet; `id` is the engine's place_id.

    Example: lachan tracing venues "cho phuong 9" --json
    """

    def work(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.tracing.queries.venues import venues_found

        return [
            {
                "id": row.pk,
                "key": str(row.key),
                "name": row.name,
                "setting": row.setting,
                "path": row.path,
                "stays": row.number,
            }
            for row in venues_found(actor, words, unit)[:most]
        ]

    _print(work_ready(work), "places", as_json=as_json)


@app.command()
def gather(as_json: AsJson = False) -> None:
    """Bring in the stays that check-ins and trips tell; the schedule does it every five minutes.

    Example: lachan tracing gather
    """

    def work(actor: Any, now: datetime) -> int:
        from lachan.tracing.actions.gathering import gather_stays

        return gather_stays(now)

    new = work_ready(work)
    print(json.dumps({"new": new}) if as_json else f"{new} new stays")


@contextmanager
def _numbers_ready() -> Iterator[Numbers]:
    from config.database import ready

    with ready():
        from lachan.tracing.actions.limits import NUMBERS

        yield NUMBERS


add_limit_commands(
    app,
    NAME,
    _numbers_ready,
    example='look_back_days 21 --source "CV 5599/BYT-MT"',
)
