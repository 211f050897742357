"""From glyphs on a page to lines in the order in which a person reads them.

1  Glyphs on one baseline are a line (lines.py); a wide gap in it may be the space between two
   columns.
2  Lines that leave one vertical strip free are set in two columns: the left one is read first.
   So are the heads and the signature blocks of Vietnamese documents.
3  Lines that were broken only because the paper ended are joined into their paragraph.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lachan.directives.reader.sources.lines import (
    GUTTER,
    SPACE,
    Glyph,
    Line,
    lines_of,
    without_page_number,
)
from lachan.directives.reader.sources.source import Deadline

Span = tuple[float, float]

# In units of the size of the letters.
_KNOWN_GUTTER = 0.4
_WIDE_GUTTER = 1.5


def pages_to_text(
    pages: Iterable[Sequence[Glyph]], deadline: Deadline
) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and the offset at which each page begins."""
    breaks: list[int] = []
    parts: list[str] = []
    length = 0
    sheets = []
    for glyphs in pages:
        deadline.check()
        sheets.append(without_page_number(lines_of(glyphs)))
    margins = _margins(itertools.chain.from_iterable(sheets))
    for lines in sheets:
        deadline.check()
        paragraphs = paragraphs_of(lines, margins, deadline)
        if parts and paragraphs and _goes_on(parts[-1], paragraphs[0]):
            parts[-1] += " "
            length += 1
            breaks.append(length)
        else:
            if parts:
                parts[-1] += "\n"
                length += 1
            breaks.append(length)
        for paragraph in paragraphs[:-1]:
            parts.append(paragraph + "\n")
            length += len(paragraph) + 1
        if paragraphs:
            parts.append(paragraphs[-1])
            length += len(paragraphs[-1])
    return "".join(parts), tuple(breaks)


def _goes_on(before: str, after: str) -> bool:
    """A sentence that runs over the foot of a page: no full stop there, a small letter here."""
    return before[-1:] not in ".;:!?…" and after[:1].islower() and len(before) > 60


def _margins(lines: Iterable[Line]) -> Span:
    """Where the text of the document begins and ends across the page."""
    edges = [(line.x0, line.x1) for line in lines]
    return min((left for left, _ in edges), default=0.0), max(
        (end for _, end in edges), default=0.0
    )


def page_paragraphs(glyphs: Sequence[Glyph], deadline: Deadline) -> list[str]:
    """The paragraphs of one page by itself, without its page number."""
    lines = without_page_number(lines_of(glyphs))
    return paragraphs_of(lines, _margins(lines), deadline)


def paragraphs_of(lines: list[Line], margins: Span, deadline: Deadline) -> list[str]:
    """The paragraphs of one page of a document with these margins."""
    out: list[str] = []
    at = 0
    single: list[Line] = []
    while at < len(lines):
        region = _columns(lines, at)
        if region is None:
            single.append(lines[at])
            at += 1
            continue
        end, x = region
        out += _paragraphs(single, margins)
        single = []
        if _is_figures(lines[at:end], x):
            out += [line.in_cells() for line in lines[at:end]]
        else:
            sides = [line.split(x) for line in lines[at:end]]
            out += [left.text for left, _ in sides if left is not None]
            out += [right.text for _, right in sides if right is not None]
        at = end
        deadline.check()
    out += _paragraphs(single, margins)
    return [text for text in out if text]


# 2 · columns

_REACH = 80


def _columns(lines: list[Line], start: int) -> tuple[int, float] | None:
    """Where the two-column stretch that begins at `start` ends, and the x of its gutter."""
    best: tuple[int, int, float] | None = None
    for gap in lines[start].gaps():
        found = _follow(lines, start, gap)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return None if best is None else (best[1], best[2])


def _follow(
    lines: list[Line], start: int, gap: tuple[float, float]
) -> tuple[int, int, float] | None:
    """(lines with text on both sides, end, gutter) for one free strip followed downwards."""
    low, high = gap
    both = 1
    widest = high - low
    end = start + 1
    size = lines[start].size
    for at in range(start + 1, min(len(lines), start + _REACH)):
        line = lines[at]
        if lines[at - 1].y - line.y > 4.5 * size:
            break
        narrowed = _free(line, low, high)
        # A strip seen on two lines already may be as narrow as the padding of two cells.
        least = GUTTER if both < 2 else _KNOWN_GUTTER
        if narrowed is None or narrowed[1] - narrowed[0] < least * size:
            break
        two_sided = line.x0 < narrowed[0] and line.x1 > narrowed[1]
        if two_sided and not line.stands_apart(narrowed):
            break
        if two_sided:
            both += 1
            widest = max(widest, narrowed[1] - narrowed[0])
        elif not _belongs(line, lines[start:at], narrowed):
            break
        low, high = narrowed
        end = at + 1
    if both == 1 and _is_blank_field(lines[start], (low + high) / 2):
        return None
    enough = both >= 3 or widest >= _WIDE_GUTTER * size
    return (both, end, (low + high) / 2) if enough else None


_BEFORE_BLANK = re.compile(r"(?:Số|ngày|tháng|năm|giờ|trước|lúc)\s*:?$", re.IGNORECASE)


def _is_blank_field(line: Line, x: float) -> bool:
    """A gap that was left to be filled in by hand ("Số:      /UBND"), not one between columns."""
    left, right = line.split(x)
    return (left is not None and _BEFORE_BLANK.search(left.text) is not None) or (
        right is not None and right.text.startswith(("/", "tháng", "năm", "giờ"))
    )


def _free(line: Line, low: float, high: float) -> tuple[float, float] | None:
    """The widest part of the strip that the line leaves free; None when it leaves none."""
    best: tuple[float, float] | None = None
    end = float("-inf")
    for glyph in (*line.glyphs, None):
        if glyph is not None and glyph.text.isspace():
            continue
        start = float("inf") if glyph is None else glyph.x0
        part = (max(low, end), min(high, start))
        if part[1] > part[0] and (best is None or part[1] - part[0] > best[1] - best[0]):
            best = part
        if glyph is not None:
            end = max(end, glyph.x1)
    return best


def _belongs(line: Line, above: Sequence[Line], strip: tuple[float, float]) -> bool:
    """A line on one side only: still of that column, or already the text below?"""
    is_left = line.x1 <= strip[0]
    sides = [whole.split((strip[0] + strip[1]) / 2) for whole in above]
    column = [part for pair in sides if (part := pair[0 if is_left else 1]) is not None]
    if not column:
        return True
    slack = 1.2 * line.size
    inside = (
        line.x0 >= min(part.x0 for part in column) - slack
        and line.x1 <= max(part.x1 for part in column) + slack
    )
    middle = (line.x0 + line.x1) / 2
    centred = any(abs((part.x0 + part.x1) / 2 - middle) < 0.5 * line.size for part in column)
    return (inside or centred) and column[-1].y - line.y < 2.6 * line.size


_ORDINAL = re.compile(r"(?:TT|STT|Stt|\d{1,4})\.?")


def _is_figures(lines: Sequence[Line], x: float) -> bool:
    """A table of figures, read by rows: three columns and more, or running numbers at the left."""
    if len(lines) < 3:
        return False
    if 2 * sum(len(line.gaps()) >= 2 for line in lines) > len(lines):
        return True
    lefts = [left for line in lines if (left := line.split(x)[0]) is not None]
    return len(lefts) >= 3 and all(_ORDINAL.fullmatch(left.text) for left in lefts)


# 3 · paragraphs

_OPENS = re.compile(
    r"(?:[-+–•*●▪]|\(?[a-zđ0-9]{1,2}[.)]|\d+(?:\.\d+)+\.?|[IVX]{1,5}[.)]|Điều\s+\d+|"
    r"Kính gửi|Nơi nhận|Số\s*:|V/v|Căn cứ)\s*",
    re.IGNORECASE,
)


def _paragraphs(lines: list[Line], margins: Span) -> list[str]:
    if not lines:
        return []
    indented = sum(0.6 < (line.x0 - margins[0]) / line.size < 4 for line in lines)
    block = _Block(*margins, indents=indented >= 3)
    out = [lines[0].text]
    for above, line in itertools.pairwise(lines):
        text = line.text
        if block.goes_on(above, line, text):
            # A hyphen at the end of a line is the document's own: Vietnamese breaks no words.
            tight = re.search(r"[^\W_]-$", out[-1]) and re.match(r"[\dA-ZĐ]", text)
            out[-1] += text if tight else f" {text}"
        else:
            out.append(text)
    return out


def _hangs(above: Line, line: Line) -> bool:
    """The line begins where the words of the list item above begin, to the right of its label."""
    if not _OPENS.match(above.text):
        return False
    end = above.x0
    for glyph in above.glyphs[:12]:
        begins = glyph.x0 - end > SPACE * glyph.size or abs(glyph.x0 - line.x0) < 0.2 * glyph.size
        if not glyph.text.isspace() and begins and abs(glyph.x0 - line.x0) < 0.6 * glyph.size:
            return True
        end = glyph.x1
    return False


@dataclass(frozen=True, slots=True)
class _Block:
    """The page on which lines stand: its margins, and whether its paragraphs begin indented."""

    left: float
    right: float
    indents: bool

    def goes_on(self, above: Line, line: Line, text: str) -> bool:
        """True when the line goes on only because the one above had no room for its first word."""
        size = above.size
        if above.y - line.y > 2.6 * size or abs(line.size - size) > 0.25 * size:
            return False
        indented = line.x0 - self.left > 0.6 * size and line.x0 - above.x0 > 0.6 * size
        if (indented and not _hangs(above, line)) or _OPENS.match(text):
            return False
        before = above.text
        if before.isupper() or (
            before.endswith(_ENDS if not self.indents else _ENDS[:2]) and text[:1].isupper()
        ):
            return False
        first_word = (
            next((glyph.x0 for glyph in line.glyphs if glyph.text.isspace()), line.x1) - line.x0
        )
        return above.x1 + first_word + SPACE * size > self.right


# What ends a paragraph when a capital follows; the full stop only where indents do not tell.
_ENDS = (";", ":", ".")
