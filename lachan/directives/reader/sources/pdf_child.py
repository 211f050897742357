"""Draw the glyphs out of a PDF: a program of its own, run with limits on time and memory.

A PDF is a program for a parser written in C; a hostile one may loop, swell or crash. So it is
parsed in a process that can be stopped and whose end hurts nobody. It reads the file from standard
input, prints one JSON object, opens nothing else and imports nothing of the house.

    {"pages": [{"glyphs": [[text, x0, x1, y, size, ink0, ink1], ...], "picture": 0.97}, ...]}
    {"refused": "encrypted" | "damaged" | "too-many-pages", "pages_found": 512}

`y` is the baseline, growing upwards, in points, after the page was turned upright; from `x0` to
`x1` the glyph takes room by its font, from `ink0` to `ink1` it is black; `picture` is the share of
the page that its largest image covers.
"""

from __future__ import annotations

import ctypes
import json
import math
import sys
from typing import Any


def confine(seconds: int, memory: int) -> None:
    """Limits of the operating system, where it has them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes, page_limit: int, character_limit: int) -> dict[str, Any]:
    """The glyphs of every page, or why there are none."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError:
        protected = pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD
        return {"refused": "encrypted" if protected else "damaged"}
    if count > page_limit:
        return {"refused": "too-many-pages", "pages_found": count}
    if count == 0:
        return {"refused": "damaged"}
    pages: list[dict[str, Any]] = []
    total = 0
    for number in range(count):
        try:
            page = document[number]
            glyphs = glyphs_of(page, pdfium, character_limit - total)
            pages.append({"glyphs": glyphs, "picture": picture_of(page, pdfium)})
        except pypdfium2.PdfiumError:
            pages.append({"glyphs": [], "picture": 0.0})
        total += len(pages[-1]["glyphs"])
    return {"pages": pages}


def glyphs_of(page: Any, pdfium: Any, limit: int) -> list[list[Any]]:
    """The glyphs in the order of drawing, each mark joined to the letter before it."""
    textpage = page.get_textpage()
    count = min(textpage.count_chars(), max(0, limit) + 1)
    x, y = ctypes.c_double(), ctypes.c_double()
    ink = [ctypes.c_double() for _ in range(4)]
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    found: list[list[Any]] = []
    angles: dict[int, int] = {}
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            continue
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if pdfium.FPDFText_IsHyphen(textpage, index) == 1:
            code = 0x2D
        if code in {0, 0xFFFE, 0xFFFF} or 0xD800 <= code < 0xE000 or 0xE000 <= code < 0xF900:
            code = 0xFFFD
        if code in {0x0A, 0x0D}:
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box)):
            continue
        # The font's own size counts only after the matrix: Word writes size 1 and a matrix of 13.
        scale = 1.0
        if pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)):
            scale = math.hypot(matrix.c, matrix.d)
        size = pdfium.FPDFText_GetFontSize(textpage, index) * scale
        pdfium.FPDFText_GetCharBox(textpage, index, *map(ctypes.byref, ink))
        black = tuple(side.value for side in ink)
        numbers = (x.value, y.value, box.left, box.right, box.bottom, box.top, size, *black)
        if not all(map(math.isfinite, numbers)):
            continue
        text = chr(code)
        if found and 0x300 <= code < 0x370:
            found[-1][0] += text
            continue
        angle = round(math.degrees(pdfium.FPDFText_GetCharAngle(textpage, index)) / 90) % 4
        angles[angle] = angles.get(angle, 0) + 1
        found.append([text, *numbers])
    turn = max(angles, key=lambda key: angles[key]) if angles else 0
    return [upright(glyph, turn) for glyph in found]


def upright(glyph: list[Any], turn: int) -> list[Any]:
    """Coordinates as seen when the page is turned so that most of its text stands upright."""
    text, x, y, left, right, bottom, top, size, ink0, ink1, low, high = glyph
    if turn == 1:
        x, y, left, right, ink0, ink1 = y, -x, bottom, top, low, high
    elif turn == 2:
        x, y, left, right, ink0, ink1 = -x, -y, -right, -left, -ink1, -ink0
    elif turn == 3:
        x, y, left, right, ink0, ink1 = -y, x, -top, -bottom, -high, -low
    size = min(max(size, 1.0), 400.0)
    start = min(x, left) if abs(x - left) < size else left
    return [text, *(round(number, 2) for number in (start, right, y, size, ink0, ink1))]


def picture_of(page: Any, pdfium: Any) -> float:
    """Share (0 to 1) of the page that its largest image covers."""
    width, height = page.get_size()
    largest = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        largest = max(largest, abs((right - left) * (top - bottom)))
    return float(min(1.0, largest / max(1.0, width * height)))


def main() -> None:
    seconds, memory, pages, characters = map(int, sys.argv[1:5])
    confine(seconds, memory)
    json.dump(read(sys.stdin.buffer.read(), pages, characters), sys.stdout)


if __name__ == "__main__":
    main()
