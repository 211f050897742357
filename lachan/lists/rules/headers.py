"""Where the heading of a list is, and which column means what.

1. Every row among the first that could be a heading is weighed: how many of its cells are
   headings that we know, and how few of them look like values.
2. A second row belongs to the heading when it names parts of a cell that spans several columns
   ("Năm sinh": "Nam", "Nữ"), and so does a row of column numbers, (1) (2) (3).
3. Each column gets the field whose synonyms fit it best; a field has one column.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lachan.lists.rules.kinds import Kind
from lachan.places.rules.names import fold

LOOKED_AT = 60
_NUMBERING = re.compile(r"\(?\s*(?:\d{1,2}|[a-z])\s*\)?")
ORDINALS = {"stt", "tt", "so tt", "so thu tu", "no", "so"}
_EXACT, _BEGINS, _HOLDS = 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Heading:
    """Which rows are the heading (indices into the rows given, last inclusive), and its columns.

    `columns` are the words of each column, "parent / part" where a cell spans several.
    """

    first: int
    last: int
    columns: tuple[str, ...]

    @property
    def signature(self) -> str:
        """What makes two layouts the same: the folded headings in order."""
        return signature_of(self.columns)


def signature_of(columns: Sequence[str]) -> str:
    """The digest of a heading, whatever its capitals, spaces and diacritics."""
    words = [fold(column) for column in columns]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def fit_of(heading: str, synonyms: Sequence[str]) -> float:
    """How well a heading fits: 3 and more the same, 2 begins or ends so, 1 holds it, 0 not at all.

    Among the same, an earlier synonym fits better; among the others, a longer one.
    """
    words = fold(heading.split("/ ")[-1]) if "/ " in heading else fold(heading)
    whole = fold(heading.replace("/ ", " "))
    best = 0.0
    for position, synonym in enumerate(synonyms):
        length = min(len(synonym), 60) / 100
        if synonym in (whole, words):
            rank = 0.5 - min(position, 100) / 400
            best = max(best, _EXACT + rank + (0.2 if synonym == whole else 0.0))
        elif len(synonym) > 2 and (
            whole.startswith(f"{synonym} ") or whole.endswith(f" {synonym}")
        ):
            best = max(best, _BEGINS + length)
        elif len(synonym) > 3 and f" {synonym} " in f" {whole} ":
            best = max(best, _HOLDS + length)
    return best


def find_heading(rows: Sequence[Sequence[str]], kind: Kind) -> Heading | None:
    """The heading among the first rows, or None when no row has two known headings."""
    synonyms = tuple(s for field in kind.fields for s in field.synonyms)
    best: tuple[float, int] | None = None
    for index, row in enumerate(rows[:LOOKED_AT]):
        weight = _weight(row, synonyms)
        # A later row must be clearly better: the heading may be repeated further down.
        if weight >= 2.0 and (best is None or weight > best[0] * 1.3):
            best = (weight, index)
    if best is None:
        return None
    first = last = best[1]
    columns = [_flat(cell) for cell in rows[first]]
    if first and _is_parent(rows[first - 1], rows[first], synonyms):
        columns = _joined(rows[first - 1], rows[first])
        first -= 1
    elif first + 1 < len(rows) and _is_second(rows[first], rows[first + 1], synonyms):
        columns = _joined(rows[first], rows[first + 1])
        last = first + 1
    if last + 1 < len(rows) and is_numbering(rows[last + 1]):
        last += 1
    return Heading(first, last, tuple(columns))


def _flat(cell: str) -> str:
    return " ".join(cell.split())


def _weight(row: Sequence[str], synonyms: Sequence[str]) -> float:
    cells = [cell for cell in row if cell.strip()]
    if len(cells) < 2:
        return 0.0
    known = values = 0.0
    for cell in cells:
        words = fold(cell)
        if words in ORDINALS:
            known += 0.5
        elif len(words) > 60:
            values += 0.5
        elif fit_of(cell, synonyms) >= _EXACT:
            known += 1.0
        elif fit_of(cell, synonyms) >= _BEGINS:
            known += 0.6
        elif re.search(r"\d{3}", words):
            values += 1.0
    return known - values


def _is_second(above: Sequence[str], below: Sequence[str], synonyms: Sequence[str]) -> bool:
    """Whether the row below names parts of cells above: it has words only where a cell spans."""
    named = [column for column, cell in enumerate(below) if cell.strip()]
    if not named or len(named) >= sum(1 for cell in above if cell.strip()):
        return False
    if any(re.search(r"\d{2}", below[column]) for column in named):
        return False
    spanned = 0
    for column in named:
        if column < len(above) and above[column].strip():
            after = column + 1
            spanned += after < len(above) and not above[after].strip() and after in named
        else:
            spanned += 1
    known = sum(fit_of(below[c], synonyms) > 0 or fold(below[c]) in ("nam", "nu") for c in named)
    return spanned >= 1 and spanned + known >= len(named) and known >= len(named) / 2


def _is_parent(above: Sequence[str], row: Sequence[str], synonyms: Sequence[str]) -> bool:
    """Whether the row above spans columns of the row found: known headings over empty cells."""
    own = [
        c for c, cell in enumerate(above) if cell.strip() and (c >= len(row) or not row[c].strip())
    ]
    return (
        len(own) >= 2
        and sum(fit_of(above[c], synonyms) >= _BEGINS or fold(above[c]) in ORDINALS for c in own)
        >= 2
    )


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    columns: list[str] = []
    parent = ""
    for column in range(max(len(above), len(below))):
        upper = _flat(above[column]) if column < len(above) else ""
        lower = _flat(below[column]) if column < len(below) else ""
        if upper:
            parent = upper
        if not lower:
            columns.append(upper)
        elif upper or parent:
            columns.append(f"{parent} / {lower}")
        else:
            columns.append(lower)
    return columns


def is_numbering(row: Sequence[str]) -> bool:
    """A row of column numbers below the heading: (1) (2) (3), or A B 1 2."""
    cells = [fold(cell) for cell in row if cell.strip()]
    if len(cells) < 3 or not all(_NUMBERING.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    return len(numbers) >= 2 and all(b == a + 1 for a, b in pairwise(numbers))


def propose_columns(columns: Sequence[str], kind: Kind) -> dict[int, str]:
    """Column index -> field name, the best fits first; a field has one column."""
    fits = sorted(
        (
            (-fit_of(heading, field.synonyms), column, position, field.name)
            for column, heading in enumerate(columns)
            if heading and fold(heading) not in ORDINALS
            for position, field in enumerate(kind.fields)
        ),
    )
    chosen: dict[int, str] = {}
    for fit, column, _position, name in fits:
        if fit < 0 and column not in chosen and name not in chosen.values():
            chosen[column] = name
    return dict(sorted(chosen.items()))


def obstacles_to_mapping(mapping: Mapping[int, str], kind: Kind) -> list[str]:
    """The names of required fields that no column gives; empty when the list can be read."""
    given = set(mapping.values())
    return [field.name for field in kind.fields if field.required and field.name not in given]


def column_letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
