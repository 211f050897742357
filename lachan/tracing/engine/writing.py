"""The exposures of a trace to a file: Parquet or CSV, the same bytes for the same exposures."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from lachan.tracing.engine.tables import Exposures
from lachan.tracing.engine.whole_file import replacing

_INSTANT = pa.timestamp("us", tz="UTC")
SCHEMA = pa.schema(
    [
        pa.field("person_id", pa.int64(), nullable=False),
        pa.field("level", pa.int32(), nullable=False),
        pa.field("exposed_at", _INSTANT, nullable=False),
        pa.field("source_person_id", pa.int64(), nullable=False),
        pa.field("place_id", pa.int64()),
        pa.field("setting", pa.string()),
        pa.field("met_from", _INSTANT, nullable=False),
        pa.field("met_until", _INSTANT, nullable=False),
    ]
)
_ROWS = 1 << 18


class Format(StrEnum):
    """How the file is written."""

    PARQUET = "parquet"
    CSV = "csv"


def format_of(path: Path) -> Format | None:
    """The format that the name of a file says, or None."""
    return {".parquet": Format.PARQUET, ".csv": Format.CSV}.get(path.suffix.lower())


def write(exposures: Exposures, path: Path, form: Format) -> None:
    """Write the exposures whole or not at all; a file that stands there is replaced.

    CSV: UTF-8, instants as 2021-07-27T01:30:00Z, empty for null, lines end in a line feed.
    Raises OSError when the disk refuses.
    """
    with replacing(path) as beside:
        if form is Format.PARQUET:
            with pq.ParquetWriter(beside, SCHEMA, compression="zstd") as writer:
                for table in _tables(exposures):
                    writer.write_table(table)
            return
        with beside.open("wb") as file:
            file.write((",".join(SCHEMA.names) + "\n").encode())
            options = pa_csv.WriteOptions(include_header=False, quoting_style="needed")
            for table in _tables(exposures):
                pa_csv.write_csv(_as_text(table), file, options)


def _tables(exposures: Exposures) -> Iterator[pa.Table]:
    settings = pa.array(exposures.settings, pa.string())
    for start in range(0, len(exposures), _ROWS):
        part = slice(start, start + _ROWS)
        setting = np.asarray(exposures.setting[part], np.int32)
        coded = pa.DictionaryArray.from_arrays(pa.array(setting, mask=setting < 0), settings)
        columns = [
            pa.array(exposures.person[part], pa.int64()),
            pa.array(exposures.level[part], pa.int32()),
            _instants(exposures.exposed_at[part]),
            pa.array(exposures.source[part], pa.int64()),
            pa.array(exposures.place[part], pa.int64(), mask=~exposures.at_place[part]),
            coded.dictionary_decode(),
            _instants(exposures.met_from[part]),
            _instants(exposures.met_until[part]),
        ]
        yield pa.table(columns, schema=SCHEMA)


def _instants(seconds: np.ndarray) -> pa.Array:
    return pa.array(np.asarray(seconds, np.int64) * 1_000_000).cast(_INSTANT)


def _as_text(table: pa.Table) -> pa.Table:
    for place, field in enumerate(SCHEMA):
        if field.type == _INSTANT:
            whole = table.column(place).cast(pa.timestamp("s", tz="UTC"))
            table = table.set_column(place, field.name, pc.strftime(whole, "%Y-%m-%dT%H:%M:%SZ"))
    return table
