"""`lachan transport`: who stays too long, who sat near whom, trips and the border."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer

from lachan.core.limit_commands import add_limit_commands
from lachan.core.refused import NotThere, Refused

NAME = "transport"
app = typer.Typer(no_args_is_help=True, help="Vehicles, trips, who sat where, and the border.")

Unit = Annotated[str, typer.Option(help="Path of the unit, such as 96/964/.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


def _asked(unit: str, ask: Callable[[Any, datetime], Any]) -> Any:
    """Ask with the database ready, as an operator who reads the unit."""
    from config.database import ready

    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lachan.core.actor import Actor
        from lachan.transport.terms import Permission

        operator = Actor(
            id=None, name="command line", grants=frozenset({(str(Permission.READ), unit)})
        )
        return ask(operator, import_string(settings.CLOCK)())


def _print(rows: list[dict[str, Any]], what: str, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        print("  ".join("–" if value in (None, "") else str(value) for value in row.values()))
    print(f"{len(rows)} {what}")


def _local(instant: datetime | None) -> str | None:
    from lachan.core.dates import VIETNAM

    return instant.astimezone(VIETNAM).isoformat(timespec="minutes") if instant else None


@app.command()
def overstay(
    at: Annotated[str, typer.Option(help="An instant, such as 2021-09-15T09:00+07:00.")] = "",
    unit: Unit = "",
    as_json: AsJson = False,
) -> None:
    """List goods vehicles in the province beyond their time, the longest first.

    Example: lachan transport overstay --unit 96/ --json
    """

    def ask(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.transport.queries.freight import overstaying, runs
        from lachan.transport.rules.vehicles import plate_words

        return [
            {
                "id": run.pk,
                "plate": plate_words(run.vehicle.plate),
                "trailer_plate": plate_words(run.trailer.plate) if run.trailer else "",
                "entered_at": _local(run.entered_at),
                "allowed_until": _local(run.allowed_until),
                "path": run.path,
                "goods": run.goods,
            }
            for run in overstaying(runs(actor), _instant(at) if at else now)
        ]

    _print(_asked(unit, ask), "goods vehicles beyond their time", as_json=as_json)


def _instant(words: str) -> datetime:
    from lachan.core.dates import VIETNAM

    try:
        read = datetime.fromisoformat(words)
    except ValueError as wrong:
        raise Refused(f"not an instant: {words}; write 2021-09-15T09:00+07:00") from wrong
    return read if read.tzinfo else read.replace(tzinfo=VIETNAM)


@app.command()
def shared(trip: int, seat: str, unit: Unit = "", as_json: AsJson = False) -> None:
    """Tell who sat near the passenger of a seat; persons by key, without names.

    Example: lachan transport shared 7 12B
    """

    def ask(actor: Any, now: datetime) -> dict[str, Any]:
        from lachan.core.dates import day_of
        from lachan.transport.queries.limits import limit
        from lachan.transport.queries.trips import get_trip, passenger_on_seat, sharing
        from lachan.transport.terms import LimitName

        try:
            found = get_trip(actor, trip)
            who = passenger_on_seat(found, seat)
        except NotThere:
            raise Refused(f"there is no trip {trip} with one passenger on seat {seat}") from None
        told = sharing(found, who.pk, limit(LimitName.ROWS_APART, day_of(now)).value)
        return {
            "rows_apart": told.rows_apart,
            **{
                name: [
                    {
                        "person": str((one.passenger.person.root or one.passenger.person).key),
                        "seat": one.passenger.seat,
                        "rows_away": one.apart,
                    }
                    for one in getattr(told, name)
                ]
                for name in ("near", "undetermined", "apart", "elsewhen")
            },
        }

    told = _asked(unit, ask)
    if as_json:
        print(json.dumps(told, indent=1))
        return
    for name in ("near", "undetermined", "apart", "elsewhen"):
        _print(told[name], name, as_json=False)


@app.command()
def trips(
    undeclared: Annotated[
        bool, typer.Option("--undeclared", help="Only those that departed undeclared or late.")
    ] = False,
    unit: Unit = "",
    as_json: AsJson = False,
) -> None:
    """List trips, the latest first.

    Example: lachan transport trips --undeclared --unit 96/964/
    """

    def ask(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.transport.queries.trips import departed_undeclared
        from lachan.transport.queries.trips import trips as trips_in_sight
        from lachan.transport.rules.declaring import declared
        from lachan.transport.rules.vehicles import plate_words

        rows: Any = trips_in_sight(actor)
        if undeclared:
            rows = departed_undeclared(rows, now)
        return [
            {
                "id": row.pk,
                "plate": plate_words(row.vehicle.plate) if row.vehicle else row.number,
                "departs_at": _local(row.departs_at),
                "route": f"{row.origin} – {row.destination}",
                "people": row.people,
                "declared": str(declared(row.departs_at, row.declared_at, now)),
                "path": row.path,
            }
            for row in rows
        ]

    _print(_asked(unit, ask), "trips", as_json=as_json)


@app.command()
def border(unit: Unit = "", as_json: AsJson = False) -> None:
    """List people who came over the border, the latest first; by key, without names.

    Example: lachan transport border --unit 96/ --json
    """

    def ask(actor: Any, now: datetime) -> list[dict[str, Any]]:
        from lachan.transport.queries.border import entries

        return [
            {
                "id": row.pk,
                "kind": row.kind,
                "at": _local(row.at),
                "place": row.place,
                "path": row.path,
                "status": row.status,
                "person": str((row.person.root or row.person).key),
            }
            for row in entries(actor)
        ]

    _print(_asked(unit, ask), "entries over the border", as_json=as_json)


@contextmanager
def _numbers_ready() -> Iterator[Any]:
    from config.database import ready

    with ready():
        from lachan.transport.actions.limits import NUMBERS

        yield NUMBERS


add_limit_commands(
    app,
    NAME,
    _numbers_ready,
    example='stay_hours 48 --source "6255/UBND-KGVX, khoản 1"',
)
