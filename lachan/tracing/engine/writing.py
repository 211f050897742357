"""The exposures of a trace to a file: Parquet or CSV, the same bytes for the same exposures."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lachan.tracing.engine import arrow
from lachan.tracing.engine.tables import NO_SETTING, Exposures, Numbers
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
_NOTHING, _QUOTE, _COMMA, _LINE_END = arrow.words(["", '"', ",", "\n"])


class Format(StrEnum):
    """How the file is written."""

    PARQUET = "parquet"
    CSV = "csv"


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
            for table in _tables(exposures):
                file.write(_as_lines(table))


def _tables(exposures: Exposures) -> Iterator[pa.Table]:
    settings = arrow.words(exposures.settings)
    for start in range(0, len(exposures), _ROWS):
        part = slice(start, start + _ROWS)
        setting = exposures.setting[part]
        setting = arrow.numbers(setting, pa.int32(), setting == NO_SETTING)
        columns = [
            arrow.numbers(exposures.person[part], pa.int64()),
            arrow.numbers(exposures.level[part], pa.int32()),
            _instants(exposures.exposed_at[part]),
            arrow.numbers(exposures.source[part], pa.int64()),
            arrow.numbers(exposures.place[part], pa.int64(), ~exposures.at_place[part]),
            settings.take(setting),
            _instants(exposures.met_from[part]),
            _instants(exposures.met_until[part]),
        ]
        yield pa.table(columns, schema=SCHEMA)


def _instants(seconds: Numbers) -> pa.Array:
    return arrow.numbers(seconds.astype(np.int64) * 1_000_000, _INSTANT)


def _as_lines(table: pa.Table) -> pa.Buffer:
    """The rows as lines of CSV, quoted only where a reader would go wrong without."""
    cells = [_as_cells(column.combine_chunks()) for column in table.columns]
    empty = {"null_handling": "replace", "null_replacement": ""}
    rows = pc.binary_join_element_wise(*cells, _COMMA, **empty)
    # Each line ends, so that the letters of all lines, one after the other, are the file.
    return pc.binary_join_element_wise(rows, _NOTHING, _LINE_END).cast(pa.binary()).buffers()[2]


def _as_cells(column: pa.Array) -> pa.Array:
    if column.type == _INSTANT:
        return pc.strftime(column.cast(pa.timestamp("s", tz="UTC")), "%Y-%m-%dT%H:%M:%SZ")
    if pa.types.is_string(column.type):
        doubled = pc.replace_substring(column, '"', '""')
        quoted = pc.binary_join_element_wise(_NOTHING, doubled, _NOTHING, _QUOTE)
        return pc.if_else(pc.match_substring_regex(column, '[",\r\n]'), quoted, column)
    return column.cast(pa.string())
