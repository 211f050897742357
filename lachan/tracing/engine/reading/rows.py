"""The good rows of all files of a table, whatever their format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from lachan.tracing.engine.reading import parquet, text
from lachan.tracing.engine.reading.account import Account
from lachan.tracing.engine.reading.batch import sifted
from lachan.tracing.engine.reading.columns import Layout
from lachan.tracing.engine.reading.files import sources
from lachan.tracing.engine.tables import Numbers

Paths = Iterable[str | Path]


def good_rows(
    paths: Paths, layout: Layout, account: Account
) -> Iterator[tuple[Numbers, pa.Array | None]]:
    """Batch by batch the values [column, row] of good rows, and their words if the table has such.

    A batch is to be used before the next is asked for: its memory is used again.
    """
    tally = account.tally(layout.name)
    for source in sources(paths):
        tally.files += 1
        reader = parquet if source.is_parquet else text
        for batch in reader.batches(source, layout, account):
            yield sifted(batch, layout, account)
