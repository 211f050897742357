"""What happens to persons. Events carry ids and paths, never names or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Recognised:
    """Claims of one batch found their persons; ids of the sources written, first and last."""

    claims: int
    new: int
    joined: int
    repeated: int
    first_source_id: int | None
    last_source_id: int | None
    contradictions: int


@dataclass(frozen=True)
class Moved:
    """Persons came under another unit by newer words: (person, unit before, unit after)."""

    moves: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True)
class Corrected:
    """Somebody keyed a correction: a new source, and the columns that it changed."""

    person_id: int
    source_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Keyed:
    """Persons were keyed in by hand, as one household or alone."""

    person_ids: tuple[int, ...]
    household_id: int | None


@dataclass(frozen=True)
class Revealed:
    """Somebody asked to see in full what is masked, and said why."""

    person_id: int
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class ReadingLimited:
    """From a day on, more persons a day than this are unusual to look at."""

    persons_a_day: int
    since: date
    source: str


@dataclass(frozen=True)
class Exported:
    """Persons left the system as a file."""

    persons: int
    reason: str
    masked: bool


@dataclass(frozen=True)
class Linked:
    """Records were compared; so many pairs that may be one person are new, or are so no longer."""

    records: int
    proposed: int
    withdrawn: int
    changed_only: bool


@dataclass(frozen=True)
class Merged:
    """Rows were found to be one person: `moved` now stand under the winner."""

    merge_id: int
    winner_id: int
    loser_id: int
    moved: tuple[int, ...]


@dataclass(frozen=True)
class Unmerged:
    """A merge was taken back: `moved` stand under the loser again."""

    merge_id: int
    winner_id: int
    loser_id: int
    moved: tuple[int, ...]


@dataclass(frozen=True)
class ToldApart:
    """A person decided that two records are two persons; `pair_id` is not proposed again."""

    pair_id: int
    left_id: int
    right_id: int
