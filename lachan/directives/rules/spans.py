"""Marks over a text: cut into segments for drawing, and found again from a quotation.

Offsets count characters of the text, [start, end). Marks may nest and overlap in any way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A coloured stretch: `key` links it with its card, `kind` gives the colour."""

    key: str
    kind: str
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text under the same marks, outermost first; `opening` begin with it."""

    start: int
    text: str
    marks: tuple[Mark, ...]
    opening: tuple[Mark, ...]

    @property
    def innermost(self) -> Mark | None:
        """The mark that is drawn strongest, and that a click is meant for."""
        return self.marks[-1] if self.marks else None


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The whole text, cut wherever a mark begins or ends; joined, the segments are the text.

    Marks are clipped to the text; empty ones are left out.
    """
    clipped = [
        Mark(mark.key, mark.kind, max(0, mark.start), min(len(text), mark.end))
        for mark in marks
        if max(0, mark.start) < min(len(text), mark.end)
    ]
    clipped.sort(key=lambda mark: (mark.start, -mark.length, mark.key))
    edges = sorted({0, len(text), *(m.start for m in clipped), *(m.end for m in clipped)})
    cut: list[Segment] = []
    waiting = 0
    active: list[Mark] = []
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        opening = []
        while waiting < len(clipped) and clipped[waiting].start == start:
            opening.append(clipped[waiting])
            waiting += 1
        active = sorted([*active, *opening], key=lambda mark: (-mark.length, mark.start, mark.key))
        cut.append(Segment(start, text[start:end], tuple(active), tuple(opening)))
    return cut


def without_blank_beginning(cut: Sequence[Segment]) -> list[Segment]:
    """The segments without the empty lines above the first words; every other space is kept."""
    if not cut or cut[0].marks:
        return list(cut)
    first, *rest = cut
    kept = first.text.lstrip()
    if not kept:
        return rest
    start = first.start + len(first.text) - len(kept)
    return [Segment(start, kept, first.marks, first.opening), *rest]


def located(text: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """Where the quotation stands in the text: the occurrence nearest to `near`, or None.

    Spaces and line breaks in the quotation match any run of them, because a browser's selection
    and a person's typing do not keep them.
    """
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words))
    found = [(match.start(), match.end()) for match in pattern.finditer(text)]
    return min(found, key=lambda span: abs(span[0] - near)) if found else None


def is_inside(span: Sequence[int] | None, text: str) -> bool:
    """Whether a span (or none) lies in the text."""
    return span is None or (len(span) == 2 and 0 <= span[0] <= span[1] <= len(text))
