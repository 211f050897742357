"""Columns of numbers and words as Arrow arrays.

`pyarrow.array` would do, but it loads pandas where that is installed, which takes longer than a
small trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from lachan.tracing.engine.tables import Numbers


def numbers(values: Numbers, kind: pa.DataType, is_null: Numbers | None = None) -> pa.Array:
    """The numbers as an array of `kind`, whose width they are brought to; instants as int64."""
    fit = np.ascontiguousarray(values, f"i{kind.bit_width // 8}")
    valid = None if is_null is None else _bits(~is_null)
    return pa.Array.from_buffers(kind, len(fit), [valid, pa.py_buffer(fit)])


def truths(values: Numbers) -> pa.Array:
    """The truth values as an array of bits."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])


def words(values: Sequence[str | None]) -> pa.Array:
    """The words as an array of text; None is null."""
    letters = [(word or "").encode() for word in values]
    ends = np.cumsum([0, *map(len, letters)], dtype=np.int32)
    valid = _bits(np.array([word is not None for word in values], bool))
    return pa.StringArray.from_buffers(
        len(letters), pa.py_buffer(ends), pa.py_buffer(b"".join(letters)), valid
    )


def slots(given: pa.Array, kind: Any) -> Numbers:
    """The numbers as they lie in memory; what stands where the value is null means nothing."""
    return np.frombuffer(given.buffers()[1], kind)[given.offset : given.offset + len(given)]


def is_null(given: pa.Array) -> Numbers:
    """Where the array holds no value."""
    valid = given.buffers()[0]
    if valid is None:
        return np.zeros(len(given), bool)
    bits = np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")
    unset: Numbers = bits[given.offset : given.offset + len(given)] == 0
    return unset


def _bits(values: Numbers) -> pa.Buffer:
    return pa.py_buffer(np.packbits(values, bitorder="little"))
