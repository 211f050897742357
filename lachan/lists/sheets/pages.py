"""Pages of paper lists as pictures: photographs as they are, scans in PDF drawn page by page."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

from lachan.lists.terms import FileKind

MOST_PAGES = 300
_WIDTH = 1_600
_MOST_PIXELS = 6_000_000
_KINDS = ((b"\x89PNG", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"RIFF", "image/webp"))


def page_count(file: Path, kind: FileKind) -> int:
    """How many pages there are to key from; one for a photograph or a PDF that cannot be opened."""
    if kind is not FileKind.PDF:
        return 1
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as document:
            return min(len(document), MOST_PAGES) or 1
    except pypdfium2.PdfiumError:
        return 1


def page_picture(file: Path, kind: FileKind, number: int) -> tuple[bytes, str] | None:
    """The bytes and media type of a page (from 1), or None when there is no such page."""
    if kind is not FileKind.PDF:
        content = file.read_bytes()
        media = next((name for start, name in _KINDS if content.startswith(start)), "")
        return (content, media) if media and number == 1 else None
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as document:
            if number > len(document):
                return None
            page = document[number - 1]
            width, height = page.get_size()
            scale = _WIDTH / max(width, 1)
            if width * height * scale * scale > _MOST_PIXELS:
                scale = (_MOST_PIXELS / (width * height)) ** 0.5
            bitmap = page.render(scale=scale, grayscale=True)
            return grey_png(
                bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
            ), "image/png"
    except (pypdfium2.PdfiumError, MemoryError):
        return None


def grey_png(width: int, height: int, stride: int, pixels: bytes) -> bytes:
    """A PNG of one byte a pixel; no picture library is needed for that (RFC 2083)."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    lines = io.BytesIO()
    for row in range(height):
        lines.write(b"\0")
        lines.write(pixels[row * stride : row * stride + width])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(lines.getvalue(), 6))
        + chunk(b"IEND", b"")
    )
