"""Old workbooks (.xls): cells by calamine; hidden rows, sheets and merges from the records (BIFF8).

Records: [MS-XLS] 2.4 BoundSheet8 (0x85), Row (0x208), MergeCells (0xE5), FilePass (0x2F);
the file itself is a compound file, [MS-CFB].
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from lachan.lists.sheets.book import MOST_COLUMNS, MOST_LETTERS, Row, Sheet
from lachan.lists.sheets.faults import Unreadable
from lachan.lists.sheets.values import day_words, number_words

_FREE = 0xFFFFFFFA


@dataclass
class _Seen:
    """What the records of one sheet say."""

    name: str
    offset: int
    is_hidden: bool
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class OldWorkbook:
    """An .xls file on disk."""

    encoding = ""

    def __init__(self, file: Path) -> None:
        content = file.read_bytes()
        try:
            self._seen = _records(stream_of(content, ("Workbook", "Book")))
        except Unreadable:
            raise
        except (struct.error, IndexError, ValueError, KeyError):
            self._seen = []
        try:
            self._book = CalamineWorkbook.from_path(str(file))
            self._names = list(self._book.sheet_names)
        except KeyboardInterrupt:
            raise
        except BaseException:
            # A panic of the library is no Exception; whatever it was, the file cannot be opened.
            raise Unreadable("damaged") from None
        if not self._names:
            raise Unreadable("no-sheets")

    def _records_of(self, sheet: int) -> _Seen:
        name = self._names[sheet]
        return next((seen for seen in self._seen if seen.name == name), _Seen(name, 0, False))

    @cached_property
    def sheets(self) -> list[Sheet]:
        found = []
        for position, name in enumerate(self._names):
            seen = self._records_of(position)
            made = self._sheet(position)
            last = made.end[0] + 1 if made.height and made.end else 0
            found.append(Sheet(name, seen.is_hidden, last, len(seen.hidden), tuple(seen.merged)))
        return found

    def _sheet(self, position: int) -> Any:
        try:
            return self._book.get_sheet_by_index(position)
        except KeyboardInterrupt:
            raise
        except BaseException:
            raise Unreadable("damaged") from None

    def rows(self, sheet: int) -> Iterator[Row]:
        seen = self._records_of(sheet)
        made = self._sheet(sheet)
        if not made.height:
            return
        first = made.start[0] if made.start else 0
        before = [""] * (made.start[1] if made.start else 0)
        for number, values in enumerate(made.to_python(skip_empty_area=True), start=first + 1):
            cells = before + [_words(value)[:MOST_LETTERS] for value in values[:MOST_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield Row(number, cells, number in seen.hidden)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        return number_words(repr(value), "", from_1904=False)
    if isinstance(value, datetime | date | time):
        return day_words(value)
    return unicodedata.normalize("NFC", str(value)).replace("\0", "")


def stream_of(content: bytes, names: tuple[str, ...]) -> bytes:
    """The bytes of a stream of a compound file, by one of its names.

    Raises Unreadable when there is none; struct.error, IndexError or ValueError when it is damaged.
    """
    shift = struct.unpack_from("<H", content, 30)[0]
    if not 7 <= shift <= 12:
        raise ValueError("sector size")
    size = 1 << shift
    directory, cutoff, small_first = (
        struct.unpack_from("<I", content, 48)[0],
        struct.unpack_from("<I", content, 56)[0],
        struct.unpack_from("<I", content, 60)[0],
    )

    def sector(number: int) -> bytes:
        return content[size * (number + 1) : size * (number + 2)]

    fat_sectors = list(struct.unpack_from("<109I", content, 76))
    following, extra = struct.unpack_from("<II", content, 68)
    for _ in range(min(extra, 10_000)):
        entries = struct.unpack(f"<{size // 4}I", sector(following))
        fat_sectors += entries[:-1]
        following = entries[-1]
        if following >= _FREE:
            break
    fat: list[int] = []
    for number in fat_sectors:
        if number < _FREE and (part := sector(number)) and len(part) == size:
            fat += struct.unpack(f"<{size // 4}I", part)

    def chain(first: int, table: list[int]) -> list[int]:
        found, seen = [], set()
        while first < _FREE and first not in seen:
            seen.add(first)
            found.append(first)
            first = table[first]
        return found

    entries_bytes = b"".join(sector(number) for number in chain(directory, fat))
    root = struct.unpack_from("<I", entries_bytes, 116)[0]
    for start in range(0, len(entries_bytes) - 127, 128):
        length = struct.unpack_from("<H", entries_bytes, start + 64)[0]
        name = entries_bytes[start : start + max(0, length - 2)].decode("utf-16-le", "replace")
        if name not in names:
            continue
        first, bytes_long = struct.unpack_from("<II", entries_bytes, start + 116)
        if bytes_long >= cutoff:
            return b"".join(sector(number) for number in chain(first, fat))[:bytes_long]
        small = b"".join(sector(number) for number in chain(root, fat))
        table: list[int] = []
        for number in chain(small_first, fat):
            table += struct.unpack(f"<{size // 4}I", sector(number))
        return b"".join(small[64 * n : 64 * n + 64] for n in chain(first, table))[:bytes_long]
    raise Unreadable("document")


def _records(stream: bytes) -> list[_Seen]:
    """The sheets of the workbook stream, with hidden rows (from 1) and merged cells."""
    sheets: list[_Seen] = []
    for kind, body in _walk(stream, 0):
        if kind == 0x2F:
            raise Unreadable("encrypted")
        if kind == 0x85 and body[5:6] == b"\0":
            length, wide = body[6], body[7] & 1
            name = body[8 : 8 + length * (2 if wide else 1)]
            sheets.append(
                _Seen(
                    name.decode("utf-16-le" if wide else "latin-1"),
                    struct.unpack_from("<I", body)[0],
                    bool(body[4] & 3),
                )
            )
    for sheet in sheets:
        for kind, body in _walk(stream, sheet.offset):
            if kind == 0x208 and len(body) >= 16:
                row, flags = (
                    struct.unpack_from("<H", body)[0],
                    struct.unpack_from("<I", body, 12)[0],
                )
                # fDyZero marks a hidden row; fGhostDirty tells it from an empty one of no height.
                if flags & 0x20:
                    sheet.hidden.add(row + 1)
            elif kind == 0xE5:
                for at in range(2, len(body) - 7, 8):
                    top, bottom, left, right = struct.unpack_from("<4H", body, at)
                    sheet.merged.append((top + 1, left, bottom + 1, right))
    return sheets


def _walk(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records from an offset to the end of that substream."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0x809:
            depth += 1
        elif kind == 0x0A:
            depth -= 1
            if depth <= 0:
                return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
