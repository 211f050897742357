"""One test, every engine: each is held against the oracle in the same worlds.

An engine is one line in ENGINES; it takes what `oracle.trace` takes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from lachan.tracing.engine import frames, spark
from lachan.tracing.engine.tables import NO_ROW, NO_SETTING, Exposures, Terms
from lachan.tracing.engine.tests import cluster, oracle, worlds
from lachan.tracing.engine.tests.worlds import World

Engine = Callable[..., Exposures]


@pytest.fixture(scope="module")
def duckdb() -> Engine:
    """Frames on DuckDB, from tables in memory."""
    connection = ibis.duckdb.connect()

    def trace(*world) -> Exposures:
        tables = [ibis.memtable(table) for table in as_tables(World(*world))]
        return frames.trace(connection, *tables, world[-1])

    return trace


@pytest.fixture(scope="module")
def spark_cluster(tmp_path_factory) -> Engine:
    """Frames on a cluster, from Parquet files that its workers read."""
    folder = tmp_path_factory.mktemp("spark")
    with cluster.cluster(folder) as master, spark.session(master, cluster.SMALL) as connection:

        def trace(*world) -> Exposures:
            return frames.trace(connection, *map(connection.read_parquet, files(world)), world[-1])

        def files(world) -> list[Path]:
            written = []
            for number, table in enumerate(as_tables(World(*world))):
                written.append(folder / f"{number}.parquet")
                pq.write_table(table, written[-1])
            return written

        yield trace


ENGINES = ["duckdb"]
CLUSTERS = [pytest.param("spark_cluster", marks=pytest.mark.spark)]


@pytest.fixture
def engine(request) -> Engine:
    return request.getfixturevalue(request.param)


def as_tables(world: World) -> list[pa.Table]:
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


def check_as_one(engine: Engine, seed: int, count: int) -> list[tuple[object, ...]]:
    """Trace `count` worlds as one, and expect of each what the oracle says of it alone."""
    batch = worlds.apart(worlds.seeded_worlds(seed, count))
    expected = sorted(row for world in batch for row in oracle.rows_of(oracle.trace(*world)))
    assert oracle.rows_of(engine(*worlds.joined(batch))) == expected
    return expected


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@pytest.mark.parametrize("seed", range(8))
def test_an_engine_finds_what_the_oracle_finds(engine, seed):
    check_as_one(engine, seed, count=300)


@pytest.mark.parametrize("engine", CLUSTERS, indirect=True)
def test_a_cluster_finds_what_the_oracle_finds(engine):
    found = check_as_one(engine, seed=1, count=200)
    assert {level for _, level, *_ in found} == {1, 2, 3, 4}


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(world=worlds.worlds())
def test_an_engine_finds_what_the_oracle_finds_in_any_world(engine, world):
    assert oracle.rows_of(engine(*world)) == oracle.rows_of(oracle.trace(*world))


@pytest.mark.parametrize("engine", ENGINES, indirect=True)
def test_nothing_comes_of_nothing(engine):
    empty = worlds.assembled([], [], [], Terms())
    assert len(engine(*empty)) == 0


# ---- The oracle itself, by hand: people 1, 2, 3; a case is person 1


def rows(cases, visits, contacts, **terms) -> list[tuple[object, ...]]:
    return oracle.rows_of(oracle.trace(*worlds.assembled(cases, visits, contacts, Terms(**terms))))


def test_a_meeting_exposes_when_the_minimum_is_reached():
    visits = [(1, 7, 0, 3600, NO_ROW), (2, 7, 1800, 5400, NO_ROW)]
    found = rows([(1, 0, 9999)], visits, [], minimum=900)
    assert found == [(2, 1, 2700, 1, 7, None, 1800, 3600)]
    assert rows([(1, 0, 9999)], visits, [], minimum=1801) == []


def test_nobody_is_exposed_by_a_meeting_before_their_source_was():
    visits = [(1, 7, 5000, 9000, NO_ROW), (2, 7, 5000, 9000, NO_ROW)]
    before = [*visits, (2, 8, 0, 4000, NO_ROW), (3, 8, 0, 4000, NO_ROW)]
    assert [person for person, *_ in rows([(1, 0, 9999)], before, [])] == [2]


def test_an_earlier_instant_at_a_later_level_is_a_label_too():
    visits = [(1, 7, 0, 900, NO_ROW), (2, 7, 0, 900, NO_ROW)]
    names = [(2, 3, 1000, 1900, NO_SETTING), (1, 3, 5000, 9000, NO_SETTING)]
    found = rows([(1, 0, 9999)], visits, names)
    assert [(person, level, at) for person, level, at, *_ in found] == [
        (2, 1, 900),
        (3, 1, 5900),
        (3, 2, 1900),
    ]


def test_rows_more_than_two_apart_do_not_meet():
    visits = [(1, 7, 0, 900, 4), (2, 7, 0, 900, 6), (3, 7, 0, 900, 7), (4, 7, 0, 900, NO_ROW)]
    assert [person for person, *_ in rows([(1, 0, 9999)], visits, [], levels=1)] == [2, 4]


def test_a_contact_row_is_better_evidence_than_a_place():
    visits = [(1, -7, 0, 900, NO_ROW), (2, -7, 0, 900, NO_ROW)]
    names = [(2, 1, 0, 900, 0)]
    assert rows([(1, 0, 9999)], visits, names) == [(2, 1, 900, 1, None, "Nhà", 0, 900)]
