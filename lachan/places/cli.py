"""`lachan places`: units, bodies, hamlets and boundaries from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

NAME = "places"
app = typer.Typer(
    no_args_is_help=True, help="Places: units of both worlds, bodies, hamlets, boundaries."
)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Day = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="The day on which the units are meant; default today."),
]


@app.command()
def load(
    province: Annotated[
        list[str] | None,
        typer.Option(help="GSO code of a province, such as 96; may be repeated. Default: all."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Load the units of both worlds: until 30/6/2025 and since, with their successions.

    What is there already stays as it is; a second run adds nothing.

    Example: lachan places load --province 96
    """
    from config.database import ready

    with ready(migrate=True):
        from lachan.places.actions import load_units

        with _progress() as progress:
            counts = load_units(province, progress)
    if as_json:
        _print(
            {
                "units": {
                    "received": counts.units,
                    "new": counts.units_new,
                    "present": counts.units_present,
                },
                "successions": {
                    "received": counts.successions,
                    "new": counts.successions_new,
                    "present": counts.successions_present,
                },
                "provinces": counts.provinces,
                "communes_of_2021": counts.communes_of_2021,
                "communes_of_today": counts.communes_of_today,
            }
        )
        return
    print(f"units: {counts.units} = new {counts.units_new} + present {counts.units_present}")
    print(
        f"successions: {counts.successions} = new {counts.successions_new}"
        f" + present {counts.successions_present}"
    )
    print(
        f"{counts.provinces} provinces; communes: {counts.communes_of_2021} on 15/9/2021, "
        f"{counts.communes_of_today} on 1/7/2025"
    )


@app.command()
def amend(
    file: File,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen.")] = False,
    as_json: AsJson = False,
) -> None:
    """Apply dated changes of units by legal acts: rename, merge, split, create, end.

    Columns: action, day, path, name, to_path, to_name, partial, source. Rows that do not fit are
    named on standard error and left out; the others are kept.

    Example: lachan places amend changes.csv --dry-run
    """
    from config.database import ready

    with ready():
        from lachan.places.actions import amend_units, cells_of
        from lachan.places.rules.amendments import COLUMNS
        from lachan.places.rules.tables import rows_under_headings

        cells, _encoding = cells_of(file.read_bytes(), file.name)
        rows = _readable(
            lambda: rows_under_headings(
                cells, {name: (name,) for name in COLUMNS}, (("action",), ("path",))
            )
        )
        result = amend_units(_operator(), rows, dry_run=dry_run)
    if as_json:
        _print(
            {
                "received": result.received,
                "applied": [number for number, _one in result.applied],
                "known": [number for number, _one in result.known],
                "refused": [{"row": row, "why": why} for row, why, _cells in result.refused],
                "dry_run": dry_run,
            }
        )
    else:
        print(
            f"received {result.received} = {'would apply' if dry_run else 'applied'} "
            f"{len(result.applied)} + known {len(result.known)} + refused {len(result.refused)}"
        )
    _report_faults(file, [(row, why) for row, why, _cells in result.refused])
    if result.refused and not result.applied and not result.known:
        raise typer.Exit(1)


@app.command()
def organisations(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False)] = None,
    export: Annotated[
        Path | None, typer.Option("--export", help="Write the bodies to this .csv file.")
    ] = None,
    establish: Annotated[
        str, typer.Option(help="Add the standard bodies of this province, such as 96/.")
    ] = "",
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Import bodies from a .csv file, export them, or add a province's standard bodies.

    Example: lachan places organisations --establish 96/ --day 2021-09-15
    """
    from config.database import ready

    if [bool(file), bool(export), bool(establish)].count(True) != 1:
        raise typer.BadParameter("give one of FILE, --export or --establish")
    with ready():
        if establish:
            from lachan.places.actions import establish_organisations

            added = establish_organisations(establish.rstrip("/") + "/", _day(day))
            answer: dict[str, Any] = {"new": added}
        elif export:
            from lachan.places.queries.files import organisations_csv

            content, count = organisations_csv(_operator(), _day(day))
            export.write_text(content, encoding="utf-8", newline="")
            answer = {"written": count}
        elif file:
            answer = _import_organisations(file)
    if as_json:
        _print(answer)
    else:
        print(", ".join(f"{name} {value}" for name, value in answer.items() if name != "faults"))


def _import_organisations(file: Path) -> dict[str, Any]:
    from lachan.places.actions import cells_of, import_organisations
    from lachan.places.rules.bodies import COLUMNS
    from lachan.places.rules.tables import rows_under_headings

    cells, _encoding = cells_of(file.read_bytes(), file.name)
    rows = _readable(
        lambda: rows_under_headings(
            cells, {name: (name,) for name in COLUMNS}, (("path",), ("name",), ("kind",))
        )
    )
    result = import_organisations(_operator(), rows, file.name)
    faults = [(row, why) for row, why, _cells in result.faults]
    _report_faults(file, faults)
    return {
        "received": result.received,
        "new": result.new,
        "changed": result.changed,
        "present": result.present,
        "faulty": len(faults),
        "faults": [{"row": row, "why": why} for row, why in faults],
    }


@app.command()
def hamlets(file: File, day: Day = None, as_json: AsJson = False) -> None:
    """Import hamlets (ấp, khóm) from a commune's .csv or .xlsx list; good rows are kept.

    Example: lachan places hamlets ap-khom.xlsx --day 2021-09-15
    """
    from config.database import ready

    with ready():
        from lachan.places.actions import cells_of, import_hamlets
        from lachan.places.rules.hamlets import HEADINGS, REQUIRED
        from lachan.places.rules.tables import rows_under_headings

        cells, encoding = cells_of(file.read_bytes(), file.name)
        rows = _readable(lambda: rows_under_headings(cells, HEADINGS, REQUIRED))
        result = import_hamlets(_operator(), rows, file=file.name, day=_day(day))
        faults = [(row, why) for row, why, _cells in result.faults]
        if as_json:
            _print(
                {
                    "encoding": encoding,
                    "received": result.received,
                    "new": len(result.new),
                    "duplicate": len(result.duplicates),
                    "faulty": len(faults),
                    "faults": [{"row": row, "why": why} for row, why in faults],
                }
            )
        else:
            from lachan.places.queries.files import balance_line

            print(f"{file.name} ({encoding})")
            print(balance_line(result))
    _report_faults(file, faults)
    if faults and not result.new and not result.duplicates:
        raise typer.Exit(1)


@app.command()
def boundaries(
    file: File,
    code: Annotated[
        str, typer.Option("--property", help="The property that holds the unit's code.")
    ] = "",
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Import boundaries from GeoJSON by the units' codes; says what did not match.

    Example: lachan places boundaries communes.geojson --day 2026-08-02
    """
    from config.database import ready

    with ready():
        from lachan.places.actions import import_boundaries

        result = import_boundaries(
            _operator(), file.read_bytes(), file=file.name, day=_day(day), code_name=code
        )
    if as_json:
        _print(
            {
                "property": result.by,
                "received": result.received,
                "matched": len(result.matched),
                "unmatched": [{"feature": n, "code": c} for n, c in result.unmatched],
                "faulty": [{"feature": n, "code": c, "why": w} for n, c, w in result.faulty],
            }
        )
    else:
        print(
            f"received {result.received} = matched {len(result.matched)} + unmatched "
            f"{len(result.unmatched)} + faulty {len(result.faulty)} (by “{result.by}”)"
        )
        for number, value in result.unmatched:
            print(f"{file.name}: feature {number}: no unit has the code “{value}”", file=sys.stderr)
        for number, value, why in result.faulty:
            print(f"{file.name}: feature {number} ({value}): {why}", file=sys.stderr)
    if not result.matched:
        raise typer.Exit(1)


@app.command()
def search(query: str, day: Day = None, as_json: AsJson = False) -> None:
    """Find units and bodies by any name, old or new, and what each is on the day.

    Example: lachan places search "an xuyen"
    """
    from config.database import ready

    with ready():
        from lachan.places.queries.files import found_as_json
        from lachan.places.queries.search import search as find

        found = [found_as_json(one) for one in find(_operator(), query, day=_day(day))]
    if as_json:
        _print(found)
        return
    for one in found:
        now = "; ".join(became["name"] for became in one["became"])
        print(f"{one['path']:<24} {one['label']}{f' → {now}' if now else ''}")
    print(f"{len(found)} found")


@app.command()
def compare(file: File, day: Day = None, as_json: AsJson = False) -> None:
    """Compare the communes of a day with an official list, and say what differs.

    Columns: province_code, district_code (before 1/7/2025), ward_code, ward_full_name. Exits with
    1 when something differs.

    Example: lachan places compare danh-muc-2021.csv --day 2021-09-15
    """
    from config.database import ready

    with ready():
        from lachan.places.actions import cells_of
        from lachan.places.queries.files import differences

        cells, _encoding = cells_of(file.read_bytes(), file.name)
        headings, *lines = cells
        rows = [dict(zip(headings, line, strict=False)) for line in lines if any(line)]
        answer = differences(rows, _day(day))
    if as_json:
        _print(answer)
    else:
        for province, one in answer.items():
            print(f"{province}: {one['listed']} listed, {one['stored']} stored")
            for kind in ("missing", "extra", "named_otherwise"):
                for words in one[kind]:
                    print(f"  {kind}: {words}")
    if any(one["missing"] or one["extra"] or one["named_otherwise"] for one in answer.values()):
        raise typer.Exit(1)


def _operator() -> Any:
    """Whoever can run commands on the server may do everything with places."""
    from lachan.core.actor import system
    from lachan.places.terms import Permission

    return system("lachan places", *Permission)


def _day(day: datetime | None) -> date:
    if day is not None:
        return day.date()
    from django.conf import settings
    from django.utils.module_loading import import_string

    from lachan.core.dates import day_of

    return day_of(import_string(settings.CLOCK)())


def _readable(read: Callable[[], Any]) -> Any:
    from lachan.core.refused import Refused
    from lachan.places.rules.tables import Unreadable

    try:
        return read()
    except Unreadable as problem:
        raise Refused(str(problem)) from problem


def _report_faults(file: Path, faults: list[tuple[int, str]]) -> None:
    for number, why in faults:
        for line in why.splitlines():
            print(f"{file.name}: row {number}: {line}", file=sys.stderr)


def _print(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, on a terminal only."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=1, label="units", file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield advance
