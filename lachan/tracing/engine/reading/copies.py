"""The good rows of all files as Parquet, for engines that read files themselves (`frames.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lachan.tracing.engine import arrow
from lachan.tracing.engine.reading.account import Account
from lachan.tracing.engine.reading.batch import words_or_null
from lachan.tracing.engine.reading.columns import CASES, CONTACTS, VISITS, Kind, Layout
from lachan.tracing.engine.reading.rows import Paths, good_rows
from lachan.tracing.engine.tables import NO_ROW, Numbers

# The names by which the expressions of `frames.py` know the columns.
_NAMES = {
    "cases": ("person_id", "since", "until"),
    "visits": ("person_id", "place_id", "entered", "left", "row"),
    "contacts": ("person_a", "person_b", "started", "ended", "setting"),
}
_TYPES = {Kind.SEAT_ROW: pa.int16(), Kind.WORDS: pa.string()}


@dataclass(frozen=True, slots=True)
class Copies:
    """Parquet files of the tables: ids and instants (in seconds) int64, row int16 or null."""

    cases: Path
    visits: Path
    contacts: Path


def copied(cases: Paths, visits: Paths, contacts: Paths, folder: Path, account: Account) -> Copies:
    """Write the good rows of all files into `folder`, as they are read and in constant memory."""
    return Copies(
        _copied(cases, CASES, folder, account),
        _copied(visits, VISITS, folder, account),
        _copied(contacts, CONTACTS, folder, account),
    )


def _copied(paths: Paths, layout: Layout, folder: Path, account: Account) -> Path:
    path = folder / f"{layout.name}.parquet"
    fields = zip(_NAMES[layout.name], layout.columns, strict=True)
    schema = pa.schema([(name, _TYPES.get(column.kind, pa.int64())) for name, column in fields])
    with pq.ParquetWriter(path, schema) as writer:
        for values, words in good_rows(paths, layout, account):
            columns = [
                _column(column.kind, row, words)
                for column, row in zip(layout.columns, values, strict=True)
            ]
            writer.write_table(pa.table(columns, schema=schema))
    return path


def _column(kind: Kind, values: Numbers, words: pa.Array | None) -> pa.Array:
    if words is not None and kind is Kind.WORDS:
        return words_or_null(words)
    if kind is Kind.SEAT_ROW:
        return arrow.numbers(values, pa.int16(), values == NO_ROW)
    return arrow.numbers(values, pa.int64())
