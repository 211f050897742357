"""What people read in the documents of the yardstick, and where in the text it stands."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent

Span = tuple[int, int]
Json = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One document with its truth."""

    path: Path
    truth: Json
    group: str


def cases(real: Path | None, only: str | None = None) -> Iterator[Case]:
    """Every document of the yardstick that is at hand."""
    for folder, group in ((HERE / "corpus", "corpus"), (HERE / "corpus/held_out", "held out")):
        for file in sorted(folder.glob("*.json")):
            truth = json.loads(file.read_text(encoding="utf-8"))
            yield from _chosen(Case(folder / truth["file"], truth, group), only)
    if real is not None:
        for file in sorted((HERE / "truth").glob("*.json")):
            truth = json.loads(file.read_text(encoding="utf-8"))
            yield from _chosen(Case(real / truth["file"], truth, "real"), only)


def _chosen(case: Case, only: str | None) -> Iterator[Case]:
    if only is None or case.path.name.startswith(only):
        yield case


def place(text: str, at: Any) -> Span:
    """Offsets of a place: given, or from words on to the end of their line or to other words."""
    if isinstance(at, str):
        start = _find(text, at)
        end = text.find("\n", start)
        return start, len(text) if end < 0 else end
    first, last = at
    if isinstance(first, int):
        return int(first), int(last)
    start = _find(text, first)
    return start, _find(text, last, start) + len(unicodedata.normalize("NFC", last))


def _find(text: str, words: str, start: int = 0) -> int:
    """Where the words stand; as in print, any run of spaces is one, and capitals do not matter."""
    parts = unicodedata.normalize("NFC", words).split()
    found = re.compile(r"\s+".join(map(re.escape, parts)), re.IGNORECASE).search(text, start)
    if found is None:
        raise ValueError(f"the truth speaks of words that are not in the document: {words!r}")
    return found.start()
