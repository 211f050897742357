"""`lachan tracing index` and `lachan tracing check`: the engine's index, beside the database."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from lachan.tracing.cli.investigating import AsJson, app, work_ready


@app.command("index")
def index(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make it again from the stays, whatever is there.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date with the database, or make it again; what it holds.

    Example: lachan tracing index --rebuild
    """

    def work(_actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.tracing.actions.indexing import current_index, rebuild_index

        standing = rebuild_index(now) if rebuild else current_index(now)
        made = standing.index
        return {
            "persons": len(made.persons),
            "places": len(made.places),
            "days": len(made.days),
            "long_stays": len(made.longs.person),
            "meetings": len(made.setting_of),
            "bytes": made.nbytes,
            "up_to": standing.state.at.isoformat(),
        }

    _print(work_ready(work), as_json=as_json)


@app.command("check")
def check(as_json: AsJson = False) -> None:
    """Hold the index against every stay and meeting of the database; 1 where they differ.

    Example: lachan tracing check
    """

    def work(_actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.tracing.actions.indexing import check_index

        told = check_index(now)
        return {
            "agree": told.holds,
            "stays": told.stays[0],
            "stays_recorded": told.stays_recorded[0],
            "meetings": told.meetings[0],
            "meetings_recorded": told.meetings_recorded[0],
        }

    found = work_ready(work)
    _print(found, as_json=as_json)
    if not found["agree"]:
        raise typer.Exit(1)


def _print(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, indent=1))
        return
    for name, value in found.items():
        shown = f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value
        print(f"{name:<18} {shown}")
