"""What happens to lists. Events carry ids and counts, never names or numbers of persons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Received:
    """A file came in and was kept; nothing was read of it yet but its layout."""

    list_id: int
    kind: str
    file_name: str
    sha256: str


@dataclass(frozen=True)
class ColumnsChosen:
    """Somebody said what the columns mean and answered what was asked about the file."""

    list_id: int
    sheets: tuple[str, ...]
    answers: dict[str, str]


@dataclass(frozen=True)
class Imported:
    """All rows of a list that could be used were recognised; also after corrections and answers."""

    list_id: int
    kind: str
    received: int
    new: int
    matched: int
    held: int
    refused: int


@dataclass(frozen=True)
class Stopped:
    """Somebody stopped a running list; what was committed stays."""

    list_id: int
    waiting: int


@dataclass(frozen=True)
class Resumed:
    """A list goes on, by a person's word or because its worker was lost."""

    list_id: int
    waiting: int


@dataclass(frozen=True)
class Answered:
    """A question about rows was answered."""

    list_id: int
    field: str
    rows: int


@dataclass(frozen=True)
class RowsCorrected:
    """Corrected rows came back and stand in the place of those received."""

    list_id: int
    rows: int
    sha256: str


@dataclass(frozen=True)
class RowKeyed:
    """A row was keyed in beside a picture."""

    list_id: int
    row_id: int


@dataclass(frozen=True)
class Discarded:
    """A list of which nothing was imported was put away; its file stays."""

    list_id: int
    reason: str


@dataclass(frozen=True)
class ErrorsFetched:
    """Somebody took the file of the rows that could not be used."""

    list_id: int
    rows: int
