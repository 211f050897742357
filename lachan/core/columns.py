"""Many rows as columns of numbers, the quickest way in which PostgreSQL gives and takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Numbers = NDArray[Any]

# PostgreSQL's binary COPY: a header, then for each row the number of its fields and for each field
# its length and value, big-endian (PostgreSQL documentation, COPY, "Binary Format").
_SIGNATURE = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_THE_END = b"\xff\xff"
_HEADER = len(_SIGNATURE)
_ROWS_AT_ONCE = 50_000
_BLOCK = 4 << 20
_FIELD = ">i4"
_SECONDS_TO_2000 = 946_684_800
_MICROSECONDS = 1_000_000

# What a column is: its bytes as PostgreSQL sends them.
NUMBER = ">i8"  # bigint
SMALL = ">i2"  # smallint
INSTANT = "instant"  # timestamptz, given as whole seconds since 1970: fractions are cut off


def copied(
    query: str, parameters: Sequence[object], kinds: Mapping[str, str]
) -> dict[str, Numbers]:
    """The columns of a query, by name, as int64; none of them may ever be null."""
    row = _row(kinds)
    parts: list[Numbers] = []
    waiting = bytearray()
    begun = False
    with connection.cursor() as cursor:
        statement = f"COPY ({query}) TO STDOUT (FORMAT BINARY)"
        with cursor.copy(statement, parameters or None) as copy:
            for block in copy:
                waiting += block
                if not begun:
                    del waiting[:_HEADER]
                    begun = True
                if len(waiting) >= _BLOCK:
                    whole_rows = len(waiting) // row.itemsize * row.itemsize
                    parts.append(np.frombuffer(bytes(waiting[:whole_rows]), row))
                    del waiting[:whole_rows]
    # The last two bytes say that there are no more rows.
    parts.append(np.frombuffer(bytes(waiting[: len(waiting) // row.itemsize * row.itemsize]), row))
    return {name: _column(parts, name, kind) for name, kind in kinds.items()}


def put(table: str, columns: Mapping[str, tuple[str, Numbers]]) -> None:
    """Write columns of equal length, each with its kind, into a table; nothing is null."""
    row = _row({name: kind for name, (kind, _values) in columns.items()})
    length = len(next(iter(columns.values()))[1])
    rows = np.zeros(length, row)
    rows["fields"] = len(columns)
    for name, (kind, values) in columns.items():
        rows[f"{name} length"] = row[name].itemsize
        rows[name] = (values - _SECONDS_TO_2000) * _MICROSECONDS if kind == INSTANT else values
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        statement = f"COPY {quote(table)} ({names}) FROM STDIN (FORMAT BINARY)"
        with cursor.copy(statement) as copy:
            copy.write(_SIGNATURE)
            for first in range(0, length, _ROWS_AT_ONCE):
                copy.write(rows[first : first + _ROWS_AT_ONCE].tobytes())
            copy.write(_THE_END)


def _row(kinds: Mapping[str, str]) -> np.dtype[Any]:
    layout = [("fields", ">i2")]
    for name, kind in kinds.items():
        layout += [(f"{name} length", _FIELD), (name, NUMBER if kind == INSTANT else kind)]
    return np.dtype(layout)


def _column(parts: Sequence[Numbers], name: str, kind: str) -> Numbers:
    values = np.concatenate([part[name] for part in parts]).astype(np.int64)
    if kind == INSTANT:
        return values // _MICROSECONDS + _SECONDS_TO_2000
    return values
