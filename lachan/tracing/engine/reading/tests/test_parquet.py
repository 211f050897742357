"""Parquet of any writer: units, zones, types of numbers, and rows that are wrong."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lachan.tracing.engine.reading import Account, Unreadable, read_cases, read_visits
from lachan.tracing.engine.tables import FOREVER, NO_ROW

ENTERED, LEFT = 1_627_344_000, 1_627_347_600


def table(**columns) -> pa.Table:
    """One good visit, with other columns in place of its own."""
    stamps = pa.timestamp("us", tz="UTC")
    given = {
        "person_id": pa.array([1]),
        "place_id": pa.array([2]),
        "entered_at": pa.array([ENTERED * 10**6]).cast(stamps),
        "left_at": pa.array([LEFT * 10**6]).cast(stamps),
        **columns,
    }
    return pa.table(given)


@pytest.fixture
def read(tmp_path):
    """Read a table through a file: the rows as tuples, and what was said."""

    def read_table(rows: pa.Table, **options):
        path = tmp_path / "visits.parquet"
        pq.write_table(rows, path, **options)
        said = []
        visits = read_visits([path], Account(said.append))
        columns = (visits.person, visits.place, visits.entered, visits.left, visits.row)
        return list(zip(*(c.tolist() for c in columns), strict=True)), said

    return read_table


def stamps(unit: str, zone: str | None = None) -> pa.Array:
    each = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}[unit]
    return pa.array([ENTERED * each]).cast(pa.timestamp(unit, tz=zone))


@pytest.mark.parametrize(
    "entered",
    [
        *[stamps(unit) for unit in ("s", "ms", "us", "ns")],
        stamps("ms", "Asia/Ho_Chi_Minh"),
        stamps("us", "UTC"),
        pa.array(["2021-07-27T07:00:00+07:00"]),
        pa.array(["2021-07-27 00:00"], pa.large_string()),
        pa.array(["2021-07-27T00:00:00Z"]).dictionary_encode(),
        pa.array([datetime(2021, 7, 27, 7, tzinfo=timezone(timedelta(hours=7)))]),
    ],
)
def test_one_instant_in_many_types(read, entered):
    assert read(table(entered_at=entered)) == ([(1, 2, ENTERED, LEFT, NO_ROW)], [])


def test_instants_of_96_bits_as_old_spark_writes_them(read):
    rows, _said = read(table(), use_deprecated_int96_timestamps=True)
    assert rows == [(1, 2, ENTERED, LEFT, NO_ROW)]


@pytest.mark.parametrize(
    "person",
    [
        pa.array([1], pa.int8()),
        pa.array([1], pa.uint64()),
        pa.array([1.0]),
        pa.array([Decimal("1.00")]),
        pa.array(["1"]),
    ],
)
def test_one_person_in_many_types(read, person):
    assert read(table(person_id=person))[0] == [(1, 2, ENTERED, LEFT, NO_ROW)]


def test_columns_in_any_order_and_case_and_rows_of_seats(read):
    rows = table(row=pa.array([3.0])).select(
        ["row", "left_at", "entered_at", "place_id", "person_id"]
    )
    rows = rows.append_column("note", pa.array(["x"]))
    assert read(rows.rename_columns([name.upper() for name in rows.column_names])) == (
        [(1, 2, ENTERED, LEFT, 3)],
        [],
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"person_id": pa.array([None], pa.int64())}, "person_id is empty"),
        ({"person_id": pa.array([float("nan")])}, "person_id “nan” is no whole number"),
        ({"person_id": pa.array([1.5])}, "person_id “1.5” is no whole number"),
        ({"person_id": pa.array([2.0**60])}, "does not fit 64 bits"),
        ({"person_id": pa.array([2**63], pa.uint64())}, "does not fit 64 bits"),
        ({"place_id": pa.array(["x"])}, "place_id “x” is no whole number"),
        ({"left_at": pa.array([None], pa.timestamp("us"))}, "left_at is empty"),
        ({"left_at": pa.array([10**17]).cast(pa.timestamp("us"))}, "is not within the years"),
        ({"left_at": pa.array(["2021-07-27"])}, "left_at “2021-07-27” is a day without an hour"),
        ({"row": pa.array([255])}, "row “255” is no row from 0 to 254"),
        ({"row": pa.array([-1])}, "row “-1” is no row from 0 to 254"),
    ],
)
def test_a_bad_row_is_named_by_its_number_and_column(read, columns, words):
    good, said = read(table(**columns))
    assert good == []
    assert "row 1: " in said[0]
    assert words in said[0]


def test_rows_are_counted_over_groups_and_good_ones_kept(read):
    persons = pa.array([1, None, 3, 4, None], pa.int64())
    rows = pa.table(
        {
            "person_id": persons,
            **{
                name: pa.concat_arrays([table().column(name).combine_chunks()] * 5)
                for name in ("place_id", "entered_at", "left_at")
            },
        }
    )
    good, said = read(rows, row_group_size=2)
    assert [row[0] for row in good] == [1, 3, 4]
    assert ["row 2: " in said[0], "row 5: " in said[1]] == [True, True]


def test_leaving_before_entering_is_a_bad_row(read):
    good, said = read(table(left_at=pa.array([(ENTERED - 1) * 10**3]).cast(pa.timestamp("ms"))))
    assert good == []
    assert "row 1: left_at “2021-07-26T23:59:59Z” is before entered_at" in said[0]


@pytest.mark.parametrize("second", [ENTERED, -1])
def test_fractions_are_cut_off_to_the_second_before(tmp_path, second):
    path = tmp_path / "visits.parquet"
    instants = pa.array([second * 1000 + 999]).cast(pa.timestamp("ms"))
    pq.write_table(table(entered_at=instants), path)
    account = Account()
    assert read_visits([path], account).entered.tolist() == [second]
    assert account.cut == 1


def test_columns_in_which_nothing_stands_may_have_no_type(read):
    assert read(table(row=pa.nulls(1)))[0] == [(1, 2, ENTERED, LEFT, NO_ROW)]
    assert "left_at is empty" in read(table(left_at=pa.nulls(1)))[1][0]


def test_no_end_is_no_end(tmp_path):
    rows = pa.table(
        {
            "person_id": [1, 2],
            "infectious_from": stamps("us").take(pa.array([0, 0])),
            "infectious_until": pa.array([None, LEFT * 10**6]).cast(pa.timestamp("us")),
        }
    )
    pq.write_table(rows, tmp_path / "cases.parquet")
    cases = read_cases([tmp_path / "cases.parquet"], Account())
    assert np.array_equal(cases.until, [FOREVER, LEFT])


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"left_at": pa.array([18_000], pa.date32())}, "left_at holds days without an hour"),
        ({"left_at": pa.array([LEFT])}, "left_at must hold instants, and holds int64"),
        ({"person_id": pa.array([[1]])}, "person_id must hold whole numbers, and holds list"),
        ({"person_id": pa.array([True])}, "person_id must hold whole numbers, and holds bool"),
    ],
)
def test_a_type_that_cannot_be_meant_is_refused(read, columns, why):
    with pytest.raises(Unreadable, match=why):
        read(table(**columns))


def test_a_missing_column_and_a_broken_file_are_refused(read, tmp_path):
    with pytest.raises(Unreadable, match="has no column left_at"):
        read(table().drop_columns("left_at"))
    broken = tmp_path / "broken.parquet"
    pq.write_table(table(), broken)
    broken.write_bytes(broken.read_bytes()[:-20])
    with pytest.raises(Unreadable, match=r"broken\.parquet: cannot be read as Parquet"):
        read_visits([broken], Account())
