"""One test, every engine: each is held against the oracle in the same worlds."""

from __future__ import annotations

from functools import cache

import ibis
import pyarrow as pa
import pytest

from lachan.tracing.engine import frames
from lachan.tracing.engine.tables import NO_ROW, NO_SETTING
from lachan.tracing.engine.tests import oracle, worlds


@cache
def connection():
    return ibis.duckdb.connect()


def as_tables(world: worlds.World) -> list[pa.Table]:
    """The tables of a world as `frames` wants them, nulls for what is missing."""
    cases, visits, contacts, _ = world
    words = [
        None if index == NO_SETTING else contacts.settings[index] for index in contacts.setting
    ]
    return [
        pa.table({"person_id": cases.person, "since": cases.since, "until": cases.until}),
        pa.table(
            {
                "person_id": visits.person,
                "place_id": visits.place,
                "entered": visits.entered,
                "left": visits.left,
                "row": pa.array(visits.row, mask=visits.row == NO_ROW),
            }
        ),
        pa.table(
            {
                "person_a": contacts.a,
                "person_b": contacts.b,
                "started": contacts.started,
                "ended": contacts.ended,
                "setting": pa.array(words, pa.string()),
            }
        ),
    ]


def on_duckdb(*world):
    tables = [ibis.memtable(table) for table in as_tables(worlds.World(*world))]
    return frames.trace(connection(), *tables, world[-1])


@pytest.mark.parametrize("seed", range(20))
def test_many_worlds(seed):
    batch = worlds.apart(worlds.seeded_worlds(seed, 100))
    expected = sorted(row for world in batch for row in oracle.rows_of(oracle.trace(*world)))
    assert oracle.rows_of(on_duckdb(*worlds.joined(batch))) == expected
