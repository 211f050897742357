"""`lachan people`: link records, and what was proposed."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from lachan.core.refused import Refused

NAME = "people"
app = typer.Typer(no_args_is_help=True, help="Persons: which records may be one.")


@app.callback()
def _domain() -> None:
    """Persons: which records may be one."""


@app.command()
def link(
    everything: Annotated[
        bool, typer.Option("--all", help="Compare all records, not only the changed ones.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare the records of persons and propose which may be one.

    Example: lachan people link --all
    """
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.people.actions.linking import link_records

        now = import_string(settings.CLOCK)()
        run = link_records(now, changed_only=False if everything else None)
        if run is None:
            made = {"records": 0, "proposed": 0, "withdrawn": 0, "changed_only": True}
        else:
            made = {
                "records": run.records,
                "proposed": run.proposed,
                "withdrawn": run.withdrawn,
                "changed_only": run.changed_only,
            }
    if as_json:
        print(json.dumps(made))
    elif run is None:
        raise Refused("nothing changed since the last comparison, or one is under way")
    else:
        print(
            f"{made['records']} records compared: {made['proposed']} pairs proposed,"
            f" {made['withdrawn']} withdrawn"
        )


@app.command("reading-limit")
def reading_limit(
    persons: Annotated[int, typer.Argument(help="Persons a day and user; more is unusual.")],
    since: Annotated[str, typer.Option("--from", help="First day, such as 2021-10-01.")],
    source: Annotated[str, typer.Option(help="The decision that says so.")],
) -> None:
    """Say from which day on how many persons a day are usual to look at.

    Example: lachan people reading-limit 200 --from 2021-10-01 --source "QĐ 12/QĐ-UBND"
    """
    from config.database import ready

    with ready():
        from datetime import date

        from lachan.core.actor import system
        from lachan.people.actions.reading import limit_readings

        try:
            first = date.fromisoformat(since)
        except ValueError as wrong:
            raise typer.BadParameter(f"not a day: {since}", param_hint="--from") from wrong
        limit_readings(system("lachan people"), persons, since=first, source=source)
    print(f"more than {persons} persons a day are unusual from {first:%d/%m/%Y} on")
