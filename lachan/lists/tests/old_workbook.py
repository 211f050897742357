"""A smallest writer of .xls (BIFF8 in a compound file), for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def old_workbook(
    rows: Sequence[Sequence[str]],
    *,
    name: str = "DS",
    hidden: Sequence[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    is_hidden: bool = False,
) -> bytes:
    """The bytes of a workbook of one sheet; `hidden` are row positions from 0, `merged` first row,
    last row, first column, last column."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    width = max((len(row) for row in rows), default=0)
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        flags = 0x100 | (0x20 if number in hidden else 0)
        sheet += _record(0x208, struct.pack("<HHHHHHI", number, 0, len(row), 255, 0, 0, flags))
        for column, words in enumerate(row):
            if words:
                body = struct.pack("<HHHHB", number, column, 0, len(words), 1)
                sheet += _record(0x204, body + words.encode("utf-16-le"))
    if merged:
        spans = b"".join(struct.pack("<4H", *span) for span in merged)
        sheet += _record(0xE5, struct.pack("<H", len(merged)) + spans)
    sheet += _record(0x0A, b"")
    opening = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    opening += _record(0x42, struct.pack("<H", 1200))
    bound = struct.pack("<BBBB", int(is_hidden), 0, len(name), 1) + name.encode("utf-16-le")
    start = len(opening) + 4 + 4 + len(bound) + 4
    book = opening + _record(0x85, struct.pack("<I", start) + bound) + _record(0x0A, b"") + sheet
    return _compound(book.ljust(4096, b"\0"))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(stream: bytes) -> bytes:
    """One stream "Workbook" in a compound file of sectors of 512 bytes."""
    count = -(-len(stream) // 512)
    fats = 1
    while fats * 128 < count + 1 + fats:
        fats += 1
    table = [_FAT] * fats + [_END] + [fats + 2 + n for n in range(count - 1)] + [_END]
    table += [_FREE] * (fats * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fats), *[_FREE] * (109 - fats))
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, fats + 1, len(stream))
    directory += _entry("", 0, 0, 0) * 2
    return (
        header
        + struct.pack(f"<{len(table)}I", *table)
        + directory
        + stream.ljust(count * 512, b"\0")
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    words = name.encode("utf-16-le") + (b"\0\0" if name else b"")
    return (
        words.ljust(64, b"\0")
        + struct.pack("<HBB", len(words), kind, 1)
        + struct.pack("<III", _FREE, _FREE, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
