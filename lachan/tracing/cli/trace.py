"""`lachan trace`: from files of cases, visits and contacts to everyone exposed; no database."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lachan.core.refused import Refused

if TYPE_CHECKING:
    from lachan.tracing.engine.from_files import Files
    from lachan.tracing.engine.reading import Account
    from lachan.tracing.engine.tables import Exposures, Terms


class Engine(StrEnum):
    """Where the trace is computed."""

    LOCAL = "local"
    SPARK = "spark"


class Format(StrEnum):
    """How the file is written; the engine's own words, whose libraries are loaded only to run."""

    PARQUET = "parquet"
    CSV = "csv"


Several = list[str] | None


def trace(
    cases: Annotated[
        list[str],
        typer.Option(help="person_id, infectious_from, infectious_until: a file, folder or glob."),
    ],
    out: Annotated[Path, typer.Option(help="File to write; one that is there is replaced.")],
    visits: Annotated[
        Several, typer.Option(help="person_id, place_id, entered_at, left_at, row (or none).")
    ] = None,
    contacts: Annotated[
        Several, typer.Option(help="person_a, person_b, started_at, ended_at, setting.")
    ] = None,
    levels: Annotated[int, typer.Option(min=1, max=1000, help="Levels to follow: 4 is F4.")] = 4,
    min_minutes: Annotated[
        int, typer.Option(min=0, max=10**6, help="How long a meeting must last.")
    ] = 15,
    latency_minutes: Annotated[
        int, typer.Option(min=0, max=10**6, help="From being exposed until exposing others.")
    ] = 0,
    until: Annotated[
        str, typer.Option(help="Horizon of level 2 and on, e.g. 2021-07-27T21:00:00+07:00.")
    ] = "",
    engine: Annotated[Engine, typer.Option(help="This machine, or Spark.")] = Engine.LOCAL,
    master: Annotated[
        str, typer.Option(help="Spark's master, e.g. spark://host:7077; else Spark runs here.")
    ] = "",
    form: Annotated[Format | None, typer.Option("--format", help="Default: as --out ends.")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="CSV file for every row that is left out, with the reason.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a summary as JSON.")] = False,
) -> None:
    """Trace contacts to any level, with the evidence; needs no database (docs/formats.md).

    --cases, --visits and --contacts take CSV and Parquet files and may be repeated. Bad rows are
    named and left out; the file is written without them, and the exit code is 1.

    Example: lachan trace --cases cases.csv --visits visits/ --contacts "f1/*.csv" --out f.parquet
    """
    if not visits and not contacts:
        raise typer.BadParameter("give --visits, --contacts or both")
    if master and engine is not Engine.SPARK:
        raise typer.BadParameter("only --engine spark has a --master")
    form = form or _format_of(out)
    if rejects is not None and rejects.resolve() == out.resolve():
        raise typer.BadParameter("--rejects and --out are the same file")
    _refuse_unless_writable(out)
    if rejects is not None:
        _refuse_unless_writable(rejects)

    from lachan.tracing.engine import writing
    from lachan.tracing.engine.from_files import Files
    from lachan.tracing.engine.reading import Account

    terms = _terms(levels, min_minutes, latency_minutes, until)
    steps = Steps()
    with _refusals(out), Account(steps.say, rejects, steps.rows) as account:
        files = Files(cases, visits or [], contacts or [])
        _refuse_overwriting(files, out, rejects)
        exposures = _exposures(files, terms, account, engine, master, steps)
        with steps.step("write"):
            writing.write(exposures, out, writing.Format(form))
    _tell(account, rejects, steps)
    found = {"engine": engine, "out": str(out), "format": form}
    found |= _summary(exposures, account, terms) | {"seconds": steps.seconds}
    print(json.dumps(found, ensure_ascii=False, indent=1) if as_json else _sentence(found))
    if account.left_out:
        raise typer.Exit(1)


# What stands beside the domains: `lachan trace`.
ON_TOP = (trace,)


class Steps:
    """How long each step takes; on a terminal also where the work is."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._is_terminal = sys.stderr.isatty()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block."""
        self._show(f"{name} …")
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = round(time.perf_counter() - started, 3)
            self._show("")

    def rows(self, table: str, count: int) -> None:
        """So many rows of a table were read."""
        self._show(f"read {table}: {count:,}")

    def say(self, sentence: str) -> None:
        """A sentence for whoever runs the command."""
        self._show("")
        print(sentence, file=sys.stderr)

    def _show(self, words: str) -> None:
        if self._is_terminal:
            print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


# Before the work


def _format_of(out: Path) -> Format:
    try:
        return Format(out.suffix.lower().removeprefix("."))
    except ValueError as wrong:
        raise typer.BadParameter("--out must end in .parquet or .csv, or say --format") from wrong


def _refuse_unless_writable(path: Path) -> None:
    if path.is_dir():
        raise Refused(f"{path}: is a folder; name a file")
    if path.exists() and not path.is_file():
        raise Refused(f"{path}: is no file that can be replaced")
    if not path.parent.is_dir():
        raise Refused(f"{path}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK):
        raise Refused(f"{path}: nothing may be written into {path.parent}")


def _refuse_overwriting(files: Files, *written: Path | None) -> None:
    """Raise for a file that is to be read and written; `Unreadable` for one that is not there."""
    from lachan.tracing.engine.reading import sources

    read = [*sources(files.cases), *sources(files.visits), *sources(files.contacts)]
    for path in written:
        if path is not None and path.resolve() in {source.path.resolve() for source in read}:
            raise Refused(f"{path}: is read and would be overwritten")


def _terms(levels: int, min_minutes: int, latency_minutes: int, until: str) -> Terms:
    from lachan.tracing.engine.reading import instant_of
    from lachan.tracing.engine.tables import FOREVER, Terms

    try:
        horizon = instant_of(until) if until else int(FOREVER)
    except ValueError as wrong:
        raise typer.BadParameter(f"{until!r} {wrong}", param_hint="--until") from wrong
    return Terms(levels, min_minutes * 60, latency_minutes * 60, horizon)


# The work


@contextmanager
def _refusals(out: Path) -> Iterator[None]:
    """What the engine says no to, as refusals."""
    from lachan.tracing.engine.reading import Unreadable

    try:
        yield
    except Unreadable as wrong:
        raise Refused(str(wrong)) from wrong
    except OSError as error:
        raise Refused(f"{error.filename or out}: {error.strerror or error}") from error


def _exposures(
    files: Files, terms: Terms, account: Account, engine: Engine, master: str, steps: Steps
) -> Exposures:
    from lachan.tracing.engine import from_files

    if engine is Engine.LOCAL:
        try:
            return from_files.trace_here(files, terms, account, steps.step)
        except from_files.TooWide as wrong:
            raise Refused(str(wrong)) from wrong
    from lachan.tracing.engine.spark import NoSpark

    try:
        return from_files.trace_on_spark(files, terms, account, master or "local[*]", steps.step)
    except NoSpark as wrong:
        raise Refused(str(wrong)) from wrong


# After the work


def _tell(account: Account, rejects: Path | None, steps: Steps) -> None:
    """What standard error says at the end: rows left out, seconds cut, nothing to start from."""
    from lachan.tracing.engine.reading import SHOWN

    if account.left_out > SHOWN:
        steps.say(f"… and {account.left_out - SHOWN:,} more")
    if account.left_out:
        of_each = ", ".join(
            f"{tally.left_out:,} of {tally.rows:,} {table}"
            for table, tally in account.tallies.items()
            if tally.left_out
        )
        where = f"all are in {rejects}" if rejects else "--rejects FILE writes all of them"
        steps.say(f"rows left out: {of_each}; {where}")
    if account.cut:
        steps.say(f"rows in which fractions of a second were cut off: {account.cut:,}")
    cases = account.tally("cases")
    if cases.rows == cases.left_out:
        steps.say("there is no case, so that nobody is exposed")


def _summary(exposures: Exposures, account: Account, terms: Terms) -> dict[str, Any]:
    import numpy as np

    from lachan.tracing.engine.tables import FOREVER

    is_first = np.ones(len(exposures), bool)
    is_first[1:] = exposures.person[1:] != exposures.person[:-1]
    levels, persons = np.unique(exposures.level[is_first], return_counts=True)
    until = None if terms.horizon == FOREVER else f"{np.datetime64(terms.horizon, 's')}Z"
    return {
        "levels": terms.levels,
        "min_minutes": terms.minimum // 60,
        "latency_minutes": terms.latency // 60,
        "until": until,
        "read": {table: asdict(tally) for table, tally in account.tallies.items()},
        "left_out": account.left_out,
        "encodings": account.encodings,
        "persons": int(is_first.sum()),
        "persons_by_level": {str(k): int(v) for k, v in zip(levels, persons, strict=True)},
        "labels": len(exposures),
    }


def _sentence(found: dict[str, Any]) -> str:
    by_level = ", ".join(f"F{k} {count:,}" for k, count in found["persons_by_level"].items())
    read = ", ".join(
        f"{tally['rows'] - tally['left_out']:,} {table}" for table, tally in found["read"].items()
    )
    took = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found["seconds"].items())
    exposed = f"{found['persons']:,} exposed" + (f" ({by_level})" if by_level else "")
    return f"{found['out']}: {exposed} by {read}; {took}"
