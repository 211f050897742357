"""Worlds through files: whatever the format, what comes out is what the oracle says of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lachan.tracing.engine import frames
from lachan.tracing.engine.from_files import Files, trace_here
from lachan.tracing.engine.reading import Account, copied
from lachan.tracing.engine.tables import FOREVER, NO_ROW, NO_SETTING, Cases
from lachan.tracing.engine.tests import oracle, worlds

HALF = timedelta(hours=5, minutes=30)


def instants(values, style: int) -> list[str]:
    """ISO 8601 in one of three spellings; FOREVER is empty."""
    written = []
    for value in values.tolist():
        if value == FOREVER:
            written.append("")
            continue
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value)
        elsewhere = (moment + HALF).strftime("%Y-%m-%d %H:%M:%S") + "+05:30"
        plain = moment.strftime("%Y-%m-%dT%H:%M:%S")
        written.append((plain, f"{plain}Z", elsewhere)[style])
    return written


def texts(world: worlds.World, style: int) -> dict[str, dict[str, list[str]]]:
    """The tables of a world, each as columns of text."""
    cases, visits, contacts, _terms = world
    words = ["" if i == NO_SETTING else contacts.settings[i] for i in contacts.setting]
    return {
        "cases": {
            "person_id": cases.person.astype(str).tolist(),
            "infectious_from": instants(cases.since, style),
            "infectious_until": instants(cases.until, style),
        },
        "visits": {
            "person_id": visits.person.astype(str).tolist(),
            "place_id": visits.place.astype(str).tolist(),
            "entered_at": instants(visits.entered, style),
            "left_at": instants(visits.left, style),
            "row": ["" if row == NO_ROW else str(row) for row in visits.row],
        },
        "contacts": {
            "person_a": contacts.a.astype(str).tolist(),
            "person_b": contacts.b.astype(str).tolist(),
            "started_at": instants(contacts.started, style),
            "ended_at": instants(contacts.ended, style),
            "setting": words,
        },
    }


def left_in(folder, world, style: int) -> Files:
    """Half of each table as CSV, half as Parquet of text or of numbers and timestamps."""
    for name, columns in texts(world, style).items():
        (folder / name).mkdir()
        rows = list(zip(*columns.values(), strict=True))
        half = len(rows) // 2
        lines = [",;\t"[style].join(row) for row in [tuple(columns), *rows[:half]]]
        (folder / name / "a.csv").write_text("\n".join(lines))
        table = pa.table({column: cells[half:] for column, cells in columns.items()})
        if style == 1:
            table = pa.table({column: typed(column, table[column]) for column in columns})
        pq.write_table(table, folder / name / "b.parquet", row_group_size=3)
    return Files(*([folder / name] for name in ("cases", "visits", "contacts")))


def forward(world: worlds.World) -> worlds.World:
    """The same world without windows that end before they begin: in a file those are bad rows."""
    cases = world.cases
    until = np.maximum(cases.since, cases.until)
    return world._replace(cases=Cases(cases.person, cases.since, until))


def typed(name: str, cells: pa.ChunkedArray) -> pa.Array:
    words = [cell or None for cell in cells.to_pylist()]
    if name == "setting":
        return pa.array(words, pa.string())
    if name.endswith(("_at", "_from", "_until")):
        stamps = [cell and datetime.fromisoformat(cell) for cell in words]
        return pa.array(stamps, pa.timestamp("ms", tz="UTC"))
    return pa.array([cell and int(cell) for cell in words], pa.int64())


@pytest.mark.parametrize("style", [0, 1, 2])
@pytest.mark.parametrize("seed", [0, 1])
def test_through_files_every_engine_finds_what_the_oracle_finds(tmp_path, seed, style):
    batch = worlds.apart([forward(world) for world in worlds.seeded_worlds(seed, 30)])
    expected = sorted(row for world in batch for row in oracle.rows_of(oracle.trace(*world)))
    world = worlds.joined(batch)
    files, account = left_in(tmp_path, world, style), Account()
    assert expected
    assert oracle.rows_of(trace_here(files, world.terms, account)) == expected
    assert account.left_out == 0

    (tmp_path / "copies").mkdir()
    copies = copied(files.cases, files.visits, files.contacts, tmp_path / "copies", Account())
    connection = ibis.duckdb.connect()
    tables = [
        connection.read_parquet(path) for path in (copies.cases, copies.visits, copies.contacts)
    ]
    assert oracle.rows_of(frames.trace(connection, *tables, world.terms)) == expected
