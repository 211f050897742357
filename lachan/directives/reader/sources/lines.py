"""Glyphs on a page and the lines that they form, from the top down."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

# In units of the size of the letters: a space is a quarter; justified spaces reach nearly one.
SPACE = 0.16
_INK_SPACE = 0.24
GUTTER = 0.7
_BASELINE = 0.3


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: the room that it takes, its baseline (upwards), its size; in points.

    Where it is black (`ink0` to `ink1`) tells spaces better than the room that a font claims;
    None when it is not known.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    ink0: float | None = None
    ink1: float | None = None

    def is_apart_from(self, before: Glyph) -> bool:
        """A space stands between the two, drawn or not."""
        if self.x0 - before.x1 > SPACE * self.size:
            return True
        if self.ink0 is None or before.ink1 is None:
            return False
        return self.ink0 - before.ink1 > _INK_SPACE * self.size


@dataclass(frozen=True, slots=True)
class Line:
    """Glyphs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def y(self) -> float:
        return self.glyphs[0].y

    @property
    def size(self) -> float:
        return statistics.median(glyph.size for glyph in self.glyphs)

    @property
    def text(self) -> str:
        out: list[str] = []
        before: Glyph | None = None
        for glyph in self.glyphs:
            if glyph.text.isspace():
                out.append(" ")
                before = None
                continue
            if before is not None and glyph.is_apart_from(before):
                out.append(" ")
            out.append(_LIGATURES.get(glyph.text, glyph.text))
            before = glyph
        return re.sub(r"\s+", " ", "".join(out)).strip()

    def gaps(self) -> list[tuple[float, float]]:
        """The free stretches inside the line that could be a gutter."""
        found: list[tuple[float, float]] = []
        end: float | None = None
        least = GUTTER * self.size
        for glyph in self.glyphs:
            if glyph.text.isspace():
                continue
            if end is not None and glyph.x0 - end >= least:
                found.append((end, glyph.x0))
            end = glyph.x1 if end is None else max(end, glyph.x1)
        return found

    def in_cells(self) -> str:
        """The line as a row of a table, its cells between pipes."""
        cells: list[str] = []
        rest: Line | None = self
        for low, high in self.gaps():
            if rest is not None:
                cell, rest = rest.split((low + high) / 2)
                cells += [cell.text] if cell is not None else []
        cells += [rest.text] if rest is not None else []
        return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"

    def stands_apart(self, strip: tuple[float, float]) -> bool:
        """The free strip is clearly wider than the spaces between the words of the line."""
        spaces: list[float] = []
        width = strip[1] - strip[0]
        end: float | None = None
        for glyph in self.glyphs:
            if glyph.text.isspace():
                continue
            if end is not None and glyph.x0 - end > 0.1 * glyph.size:
                if end <= strip[0] and glyph.x0 >= strip[1]:
                    width = glyph.x0 - end
                else:
                    spaces.append(glyph.x0 - end)
            end = glyph.x1 if end is None else max(end, glyph.x1)
        return not spaces or width > 1.5 * statistics.median(spaces)

    def split(self, x: float) -> tuple[Line | None, Line | None]:
        """The parts to the left and to the right of `x`."""
        left = tuple(glyph for glyph in self.glyphs if glyph.x0 < x)
        right = tuple(glyph for glyph in self.glyphs if glyph.x0 >= x)
        return _line(left), _line(right)


_LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}


def _line(glyphs: Sequence[Glyph]) -> Line | None:
    solid = [at for at, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    return Line(tuple(glyphs[solid[0] : solid[-1] + 1])) if solid else None


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines from the top down; a letter drawn twice for boldness counts once."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: (-glyph.y, glyph.x0)):
        row = rows[-1] if rows else None
        # Raised letters belong to the line below, so a small one may stand a little farther off.
        if row is not None and row[0].y - glyph.y <= _BASELINE * max(row[0].size, glyph.size):
            row.append(glyph)
        else:
            rows.append([glyph])
    lines = (_line(_once(sorted(row, key=lambda glyph: glyph.x0))) for row in rows)
    return [line for line in lines if line is not None]


def _once(row: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in row:
        if not any(
            other.text == glyph.text and abs(other.x0 - glyph.x0) < 0.08 * glyph.size
            for other in kept[-2:]
        ):
            kept.append(glyph)
    return kept


_PAGE_NUMBER = re.compile(r"[-–\s]*(?:Trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*")


def without_page_number(lines: list[Line]) -> list[Line]:
    """The lines of a page without the number at its head or foot; changes the list."""
    for at in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[at].text):
            del lines[at]
    return lines
