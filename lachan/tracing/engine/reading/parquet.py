"""Parquet files to batches.

Instants are timestamps of any unit, with a zone or without (then UTC), or text, read as in CSV.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lachan.tracing.engine import arrow
from lachan.tracing.engine.reading.account import Account, Unreadable
from lachan.tracing.engine.reading.batch import Batch, positions
from lachan.tracing.engine.reading.cells import (
    AFTER_LATEST,
    AFTER_LATEST_END,
    EARLIEST,
    as_bytes,
    cells,
)
from lachan.tracing.engine.reading.columns import Column, Fault, Kind, Layout
from lachan.tracing.engine.reading.files import Source
from lachan.tracing.engine.tables import FOREVER, LARGEST_ROW, NO_ROW, Numbers

_ROOM = 1 << 18
_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_WHOLE_IN_DOUBLE = 2.0**53


def batches(source: Source, layout: Layout, account: Account) -> Iterator[Batch]:
    """The rows of a Parquet file, some hundred thousand at a time. Raises `Unreadable`."""
    try:
        # Old Spark and Hive write instants of 96 bits, whose nanoseconds would not hold all years.
        with pq.ParquetFile(
            source.path, coerce_int96_timestamp_unit="us", pre_buffer=False
        ) as file:
            names = file.schema_arrow.names
            field_of = positions(str(source), [n.strip().lower() for n in names], layout, account)
            _refuse_types(source, file.schema_arrow, layout, field_of)
            wanted = {position: i for i, position in enumerate(field_of) if position >= 0}
            row = 1
            for part in file.iter_batches(_ROOM, columns=[names[i] for i in wanted.values()]):
                columns = {position: part.column(names[i]) for position, i in wanted.items()}
                yield _batch(source, layout, columns, row, part.num_rows)
                row += part.num_rows
    except (pa.ArrowException, OSError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unreadable(f"{source}: cannot be read as Parquet ({why})") from error


def _batch(
    source: Source, layout: Layout, columns: dict[int, pa.Array], row: int, count: int
) -> Batch:
    values = np.zeros((len(layout.columns), count), np.int64)
    faults, faulty = np.zeros(count, np.int8), np.zeros(count, np.int8)
    cut_rows = np.zeros(count, bool)
    for position, column in enumerate(layout.columns):
        if column.kind is Kind.WORDS:
            continue
        if position not in columns:
            values[position] = NO_ROW
            continue
        values[position], wrong = _numbers(columns[position], column, cut_rows)
        first = (wrong != Fault.GOOD) & (faults == Fault.GOOD)
        faults[first], faulty[first] = wrong[first], position
    words = None
    if layout.words is not None:
        given = columns.get(layout.words)
        words = pa.nulls(count, pa.string()) if given is None else pc.cast(given, pa.string())

    def value_at(at: int) -> str:
        value = columns[int(faulty[at])][at]
        return str(value) if value.is_valid else ""

    cut = int(np.count_nonzero(cut_rows & (faults == Fault.GOOD)))
    return Batch(str(source), values, words, None, row, faults, faulty, cut, value_at)


def _refuse_types(source: Source, schema: pa.Schema, layout: Layout, field_of: list[int]) -> None:
    for place, position in enumerate(field_of):
        if position < 0:
            continue
        column, kind = layout.columns[position], _plain(schema.field(place).type)
        is_text = _is_text(kind) or pa.types.is_null(kind)
        if column.kind in (Kind.INSTANT, Kind.OPEN_END):
            if pa.types.is_date(kind):
                raise Unreadable(f"{source}: {column.name} holds days without an hour")
            is_fit, what = is_text or pa.types.is_timestamp(kind), "instants"
        elif column.kind is Kind.WORDS:
            is_fit, what = is_text, "words"
        else:
            is_fit, what = is_text or _is_number(kind), "whole numbers"
        if not is_fit:
            raise Unreadable(f"{source}: {column.name} must hold {what}, and holds {kind}")


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)


def _is_number(kind: pa.DataType) -> bool:
    tests = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return any(test(kind) for test in tests)


def _numbers(given: pa.Array, column: Column, cut_rows: Numbers) -> tuple[Numbers, Numbers]:
    """Values and faults of a column; marks in `cut_rows` which lost a fraction of a second."""
    if pa.types.is_dictionary(given.type):
        given = given.dictionary_decode()
    kind = given.type
    cut = None
    if pa.types.is_timestamp(kind):
        values, faults, cut = _instants(given, column)
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        if pa.types.is_integer(kind):
            values, faults = _whole(arrow.slots(given, kind.to_pandas_dtype()))
        else:
            values, faults = _doubles(arrow.slots(given.cast(pa.float64()), np.float64))
        if column.kind is Kind.SEAT_ROW:
            is_outside = (values < 0) | (values > LARGEST_ROW) | (faults != Fault.GOOD)
            faults = is_outside * np.int8(Fault.SEAT_ROW)
    else:
        values, faults, cut = _texts(given, column)
    if given.null_count:
        empty = arrow.is_null(given)
        may_be_empty = column.kind in (Kind.SEAT_ROW, Kind.OPEN_END)
        values = np.where(empty, NO_ROW if column.kind is Kind.SEAT_ROW else FOREVER, values)
        wrong = np.int8(Fault.GOOD if may_be_empty else Fault.EMPTY)
        faults = np.where(empty, wrong, faults)
        cut = cut if cut is None else cut & ~empty
    if cut is not None:
        cut_rows |= cut
    return values, faults


def _instants(given: pa.Array, column: Column) -> tuple[Numbers, Numbers, Numbers | None]:
    ticks = arrow.slots(given, np.int64)
    each = _PER_SECOND[given.type.unit]
    values, cut = ticks, None
    if each > 1:
        values = ticks // each
        cut = values * each != ticks
    after = AFTER_LATEST_END if column.kind is Kind.OPEN_END else AFTER_LATEST
    is_outside = (values < EARLIEST) | (values >= after)
    return values, is_outside * np.int8(Fault.YEAR), cut


def _whole(numbers: Numbers) -> tuple[Numbers, Numbers]:
    faults = np.zeros(len(numbers), np.int8)
    if numbers.dtype == np.uint64:
        faults[numbers > np.uint64(2**63 - 1)] = Fault.TOO_LARGE
    return numbers.astype(np.int64), faults


def _doubles(numbers: Numbers) -> tuple[Numbers, Numbers]:
    is_number = np.isfinite(numbers) & (np.floor(numbers) == numbers)
    # Above 2^53 neighbours are the same number: nobody knows any more which person was meant.
    is_small = np.abs(np.where(is_number, numbers, 0)) <= _WHOLE_IN_DOUBLE
    faults = np.where(is_small, np.int8(Fault.GOOD), np.int8(Fault.TOO_LARGE))
    faults = np.where(is_number, faults, np.int8(Fault.NO_NUMBER))
    return np.where(faults == Fault.GOOD, numbers, 0).astype(np.int64), faults


def _texts(given: pa.Array, column: Column) -> tuple[Numbers, Numbers, Numbers]:
    texts = pc.cast(given, pa.large_string())
    _valid, edges, letters = texts.buffers()
    values, faults = np.empty(len(texts), np.int64), np.empty(len(texts), np.int8)
    cut = np.zeros(len(texts), bool)
    bounds = np.frombuffer(edges, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    cells(as_bytes(letters or b""), bounds, int(column.kind), values, faults, cut)
    return values, faults, cut
