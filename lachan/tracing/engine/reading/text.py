"""The text of CSV files to batches: header, delimiter, then the compiled reading of the lines."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from lachan.tracing.engine.reading.account import Account, Unreadable
from lachan.tracing.engine.reading.batch import Batch, positions
from lachan.tracing.engine.reading.cells import as_bytes
from lachan.tracing.engine.reading.columns import Fault, Kind, Layout
from lachan.tracing.engine.reading.encodings import Encoding, encoding_of
from lachan.tracing.engine.reading.files import Source
from lachan.tracing.engine.reading.lines import LONGEST_RECORD, lines
from lachan.tracing.engine.tables import FOREVER, NO_ROW, Numbers

_ROOM = 1 << 17
_DELIMITERS = (",", ";", "\t")
_EXCEL_SAYS = re.compile(rb"sep=([,;\t])\r?\n", re.IGNORECASE)
_BLANK_LINES = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")
_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line: the names in it, what stands between them, how long it is."""

    names: list[str]
    delimiter: str
    length: int
    lines: int


def batches(source: Source, layout: Layout, account: Account) -> Iterator[Batch]:
    """The rows of a file of text, a hundred thousand at a time. Raises `Unreadable`."""
    encoding = encoding_of(source)
    pieces = encoding.utf8(source)
    text, is_last = b"", False
    while not is_last and not (_has_heading(text) or len(text) > LONGEST_RECORD):
        text, is_last = _more(text, pieces)
    heading = _heading(text, layout)
    if heading is None:
        raise Unreadable(f"{source}: is empty, it has not even a header")
    field_of = positions(str(source), heading.names, layout, account)
    _tell(source, encoding, layout, field_of, account)

    kinds = np.array([column.kind for column in layout.columns], np.int64)
    missing = np.array([_missing(column.kind, column.is_required) for column in layout.columns])
    values = np.empty((len(kinds), _ROOM), np.int64)
    at_line, word_ends = np.empty(_ROOM, np.int64), np.empty(_ROOM, np.int64)
    faults, columns = np.empty(_ROOM, np.int8), np.empty(_ROOM, np.int8)
    spans = np.empty((_ROOM, 2), np.int64)
    fields = np.array(field_of, np.int64)
    place, line = heading.length, 1 + heading.lines
    while True:
        words = np.empty(len(text) if layout.words is not None else 0, np.uint8)
        count, place, line, cut = lines(
            as_bytes(text), place, is_last, line, ord(heading.delimiter), fields, kinds, missing,
            values, at_line, faults, columns, spans, words, word_ends,
        )  # fmt: skip
        if count:
            yield Batch(
                source=str(source),
                values=values[:, :count],
                words=_words(words, word_ends[:count]) if layout.words is not None else None,
                lines=at_line[:count],
                first_row=None,
                faults=faults[:count],
                columns=columns[:count],
                cut=cut,
                value_at=_shown(text, spans),
            )
        if place == len(text) and is_last:
            return
        if count < _ROOM:
            text, is_last = _more(text[place:], pieces)
            place = 0


def _more(text: bytes, pieces: Iterator[bytes]) -> tuple[bytes, bool]:
    piece = next(pieces, None)
    return (text, True) if piece is None else (text + piece, False)


def _missing(kind: Kind, is_required: bool) -> tuple[int, int]:
    value = {Kind.SEAT_ROW: NO_ROW, Kind.OPEN_END: int(FOREVER)}.get(kind, 0)
    return value, int(Fault.NO_CELL if is_required else Fault.GOOD)


def _words(words: Numbers, ends: Numbers) -> pa.Array:
    edges = np.concatenate(([0], ends)).astype(np.int32)
    return pa.StringArray.from_buffers(len(ends), pa.py_buffer(edges), pa.py_buffer(words))


def _shown(text: bytes, spans: Numbers) -> Callable[[int], str]:
    def value_at(record: int) -> str:
        start, stop = spans[record]
        return text[start:stop].decode(errors="replace").strip()

    return value_at


# The header


def _has_heading(text: bytes) -> bool:
    """True when a line end that stands in no quotation marks follows the first words."""
    end = _heading_end(text, _start(text))
    # The carriage return at the very end may be half of a line end.
    return end is not None and (end < len(text) or text.endswith(b"\n"))


def _start(text: bytes) -> int:
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    said = _EXCEL_SAYS.match(text, start)
    return said.end() if said else start


def _heading_end(text: bytes, start: int) -> int | None:
    for found in _LINE_END.finditer(text, start):
        if text.count(b'"', start, found.start()) % 2 == 0:
            return found.end()
    return None


def _heading(text: bytes, layout: Layout) -> Heading | None:
    start = _start(text)
    end = _heading_end(text, start) or len(text)
    words = text[start:end].decode(errors="replace").lstrip("\ufeff")
    if not words.strip():
        return None
    known = {column.name for column in layout.columns}

    def cut(delimiter: str) -> list[str]:
        file = io.StringIO(words, newline="")
        try:
            row = next(csv.reader(file, delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            row = []
        return [unicodedata.normalize("NFC", name).strip().lower() for name in row]

    said = _EXCEL_SAYS.search(text[:start])
    chosen = (said[1].decode(),) if said else _DELIMITERS
    delimiter = max(chosen, key=lambda delimiter: len(known & set(cut(delimiter))))
    return Heading(cut(delimiter), delimiter, end, len(_LINE_END.findall(text[:end])))


def _tell(
    source: Source, encoding: Encoding, layout: Layout, field_of: list[int], account: Account
) -> None:
    """Say which encoding it is; refuse what cannot be told where words are to be read."""
    if not encoding.words:
        return
    account.encodings[str(source)] = encoding.words
    if encoding.is_known:
        account.say(f"{source}: recognised as {encoding.words}")
    elif layout.words is not None and layout.words in field_of:
        raise Unreadable(f"{source}: the encoding of its words cannot be told; save it as UTF-8")
    else:
        account.say(f"{source}: the encoding of its words cannot be told; only numbers are read")
