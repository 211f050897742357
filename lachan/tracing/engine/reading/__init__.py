"""Files of cases, visits and contacts to the tables of a trace.

CSV and Parquet, one or many, packed or not; docs/formats.md says what is taken. Good rows are kept
and bad ones told to the `Account`; a file that cannot be read at all raises `Unreadable`. No row is
ever an object of Python: 30 million visits need their columns and some megabytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lachan.tracing.engine.reading import parquet, text
from lachan.tracing.engine.reading.account import Account, BadRow, Tally, Unreadable
from lachan.tracing.engine.reading.batch import Settings, sifted
from lachan.tracing.engine.reading.cells import instant_of
from lachan.tracing.engine.reading.columns import CASES, CONTACTS, VISITS, Layout
from lachan.tracing.engine.reading.files import sources
from lachan.tracing.engine.tables import Cases, Contacts, Numbers, Visits

__all__ = [
    "Account",
    "BadRow",
    "Tally",
    "Unreadable",
    "instant_of",
    "read_cases",
    "read_contacts",
    "read_visits",
    "visits_as_parquet",
]

Paths = Iterable[str | Path]

_WINDOW = (np.int64,) * 3
_STAY = (*(np.int64,) * 4, np.int16)
_CONTACT = (*(np.int64,) * 4, np.int32)

VISITS_SCHEMA = pa.schema(
    [
        pa.field("person", pa.int64(), nullable=False),
        pa.field("place", pa.int64(), nullable=False),
        pa.field("entered", pa.int64(), nullable=False),
        pa.field("left", pa.int64(), nullable=False),
        pa.field("row", pa.int16(), nullable=False),
    ]
)


def read_cases(paths: Paths, account: Account) -> Cases:
    """The windows of the people from whom the trace starts."""
    return Cases(*_columns((values for values, _words in _good(paths, CASES, account)), _WINDOW))


def read_visits(paths: Paths, account: Account) -> Visits:
    """All stays at places. `row` is int16; no paths give no stays."""
    return Visits(*_columns((values for values, _words in _good(paths, VISITS, account)), _STAY))


def read_contacts(paths: Paths, account: Account) -> Contacts:
    """All named contacts, their settings in order."""
    settings = Settings()
    rows = _good(paths, CONTACTS, account)
    parts = ([*values[:4], settings.numbers(words)] for values, words in rows)
    *columns, numbers = _columns(parts, _CONTACT)
    words, order = settings.in_order()
    return Contacts(*columns, order[numbers], words)


def visits_as_parquet(paths: Paths, folder: Path, account: Account) -> Path:
    """All stays as one Parquet file in `folder`, for engines that read files themselves.

    Columns person, place, entered, left (int64; instants in seconds) and row (int16, -1 for none);
    written as it is read, in constant memory.
    """
    path = folder / "visits.parquet"
    with pq.ParquetWriter(path, VISITS_SCHEMA) as writer:
        for values, _words in _good(paths, VISITS, account):
            writer.write_table(pa.table(_narrow(values), schema=VISITS_SCHEMA))
    return path


def _good(
    paths: Paths, layout: Layout, account: Account
) -> Iterator[tuple[Numbers, pa.Array | None]]:
    """The good rows of all files, batch by batch."""
    tally = account.tally(layout.name)
    for source in sources(paths):
        tally.files += 1
        reader = parquet if source.is_parquet else text
        for batch in reader.batches(source, layout, account):
            yield sifted(batch, layout, account)


def _narrow(values: Numbers) -> list[Numbers]:
    return [*values[:-1], values[-1].astype(np.int16)]


def _columns(parts: Iterable[Iterable[Numbers]], kinds: tuple[type, ...]) -> list[Numbers]:
    """The batches put together, column by column, each let go as soon as it was copied."""
    kept: list[list[Numbers]] = [[] for _ in kinds]
    for part in parts:
        for column, values, kind in zip(kept, part, kinds, strict=True):
            column.append(np.array(values, kind))
    joined = []
    for column, kind in zip(kept, kinds, strict=True):
        joined.append(np.concatenate(column) if column else np.empty(0, kind))
        column.clear()
    return joined
