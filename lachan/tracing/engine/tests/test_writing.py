"""What the file of exposures holds, byte for byte, and that it is whole or not there."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lachan.tracing.engine import writing
from lachan.tracing.engine.tables import Exposures, whole
from lachan.tracing.engine.writing import Format, write

AT = 1_627_349_400  # 2021-07-27T01:30:00Z


def exposures(settings=('ăn cơm, "nhà"', "chợ")) -> Exposures:
    return Exposures(
        person=whole([2, 3, -(2**63)]),
        level=whole([1, 2, 2]),
        exposed_at=whole([AT + 900, AT, -1]),
        source=whole([1, 2, 2]),
        place=whole([7, 0, 0]),
        at_place=np.array([True, False, False]),
        setting=whole([-1, 0, 1]),
        met_from=whole([AT, AT - 900, -901]),
        met_until=whole([AT + 1800, AT, 0]),
        settings=settings,
    )


def test_csv_to_the_byte(tmp_path):
    write(exposures(), tmp_path / "out.csv", Format.CSV)
    assert (tmp_path / "out.csv").read_bytes().decode() == (
        "person_id,level,exposed_at,source_person_id,place_id,setting,met_from,met_until\n"
        "2,1,2021-07-27T01:45:00Z,1,7,,2021-07-27T01:30:00Z,2021-07-27T02:00:00Z\n"
        '3,2,2021-07-27T01:30:00Z,2,,"ăn cơm, ""nhà""",2021-07-27T01:15:00Z,2021-07-27T01:30:00Z\n'
        "-9223372036854775808,2,1969-12-31T23:59:59Z,2,,chợ,"
        "1969-12-31T23:44:59Z,1970-01-01T00:00:00Z\n"
    )


def test_parquet_holds_the_same_with_types(tmp_path):
    write(exposures(), tmp_path / "out.parquet", Format.PARQUET)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.equals(writing.SCHEMA)
    assert table.column("place_id").to_pylist() == [7, None, None]
    assert table.column("setting").to_pylist() == [None, 'ăn cơm, "nhà"', "chợ"]
    seconds = table.column("exposed_at").cast(pa.int64()).to_numpy() // 10**6
    assert seconds.tolist() == [AT + 900, AT, -1]


@pytest.mark.parametrize("form", list(Format))
def test_the_same_exposures_give_the_same_bytes(tmp_path, form, monkeypatch):
    write(exposures(), tmp_path / "one", form)
    write(exposures(('ăn cơm, "nhà"', "chợ")), tmp_path / "two", form)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_many_rows_are_written_part_by_part(tmp_path, monkeypatch):
    write(exposures(), tmp_path / "one", Format.CSV)
    monkeypatch.setattr(writing, "_ROWS", 2)
    write(exposures(), tmp_path / "two", Format.CSV)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("form", list(Format))
def test_nobody_exposed_is_a_file_without_rows(tmp_path, form):
    none = whole([])
    nobody = Exposures(*[none] * 5, none.astype(bool), *[none] * 3)
    write(nobody, tmp_path / "out", form)
    if form is Format.CSV:
        assert (tmp_path / "out").read_text().count("\n") == 1
    else:
        assert pq.read_table(tmp_path / "out").num_rows == 0


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_when_writing_stops_the_earlier_file_stays_and_no_half_one(tmp_path, monkeypatch, error):
    out = tmp_path / "out.csv"
    out.write_text("earlier")

    def stop(_table):
        raise error

    monkeypatch.setattr(writing, "_as_lines", stop)
    with pytest.raises(error):
        write(exposures(), out, Format.CSV)
    assert out.read_text() == "earlier"
    assert list(tmp_path.iterdir()) == [out]
