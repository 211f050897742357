"""What happens to cases. Events carry ids, days and instants, never names or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Opened:
    """An episode of a person was opened; with its infectious window as far as it can be told."""

    case_id: int
    person_id: int
    classification: str
    is_re_positive: bool
    infectious_from: datetime | None
    infectious_until: datetime | None


@dataclass(frozen=True)
class Classified:
    """A case was held to be something else, by a definition or by a document."""

    case_id: int
    before: str
    classification: str
    definition: str


@dataclass(frozen=True)
class WindowChanged:
    """From when until when a case may have infected others is told differently now."""

    case_id: int
    from_before: datetime | None
    until_before: datetime | None
    infectious_from: datetime | None
    infectious_until: datetime | None
    protocol: str


@dataclass(frozen=True)
class Corrected:
    """Facts about a case were corrected: column -> what stood there and what stands there now."""

    case_id: int
    changed: dict[str, list[Any]]
    reason: str


@dataclass(frozen=True)
class SourceSet:
    """It was said where and from whom the infection came."""

    case_id: int
    origin: str
    source: str
    source_case_id: int | None


@dataclass(frozen=True)
class Isolated:
    """The person was isolated and can meet others no more."""

    case_id: int
    isolated_at: datetime


@dataclass(frozen=True)
class Moved:
    """Another unit answers for the case now."""

    case_id: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Ended:
    """The episode ended: recovered, died, transferred."""

    case_id: int
    outcome: str
    at: datetime


@dataclass(frozen=True)
class Reopened:
    """The end of an episode was a mistake: it is open again."""

    case_id: int
    outcome_before: str
    reason: str


@dataclass(frozen=True)
class RePositiveLinked:
    """A case was found to follow an earlier episode: it is a re-positive, not a new case."""

    case_id: int
    previous_id: int


@dataclass(frozen=True)
class RePositiveUnlinked:
    """A case that was linked to an earlier episode stands for itself again."""

    case_id: int
    previous_id: int
    reason: str


@dataclass(frozen=True)
class RePositiveDecided:
    """What directive 05-CV/BCĐ asks was written down; the re-positive is suspected, or decided."""

    case_id: int
    before: str
    state: str


@dataclass(frozen=True)
class ListTaken:
    """Cases were opened from a list: rows = opened + updated + known + not_cases + refused.

    `updated` are results that changed what is held of a case; `known` had an open case, were taken
    before or tell an ended case nothing new, `not_cases` were no positives; `refused` names each
    row that could not be taken, with its reason.
    """

    list_id: int
    rows: int
    opened: int
    updated: int
    known: int
    not_cases: int
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Exported:
    """Cases left the system as a file."""

    cases: int
    reason: str
    masked: bool


@dataclass(frozen=True)
class DefinitionSet:
    """A case definition got its next version: which, from which day, by which document."""

    code: str
    version: int
    classification: str
    valid_from: date
    source: str


@dataclass(frozen=True)
class LimitSet:
    """A duration got its next value: which, how much, from which day, by which document."""

    limit: str
    value: int
    valid_from: date
    source: str
