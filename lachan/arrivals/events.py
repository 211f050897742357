"""What happens to those who come. Events carry ids and paths, never names or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Declared:
    """Somebody declared for one person or a household."""

    declaration_id: int
    channel: str
    people: int


@dataclass(frozen=True)
class Joined:
    """Words of sources became comings or joined them; ids of the comings touched."""

    words: int
    new: int
    joined: int
    repeated: int
    arrival_ids: tuple[int, ...]


@dataclass(frozen=True)
class SourcesWithdrawn:
    """Words of sources were a mistake: the comings they told of were told anew, or `ended`."""

    sources: int
    ended: int
    arrival_ids: tuple[int, ...]


@dataclass(frozen=True)
class Decided:
    """Decisions about comings were made anew; `changed` of `examined` differ."""

    cause: str
    examined: int
    changed: int
    rerun_id: int | None


@dataclass(frozen=True)
class WatchMoved:
    """A step was taken with the watch over comings."""

    step: str
    arrival_ids: tuple[int, ...]
    batch: str = ""


@dataclass(frozen=True)
class TeamSet:
    """A community team took over a hamlet or part of it, or gave it up."""

    team_id: int
    members: int
    ended: bool = False


@dataclass(frozen=True)
class PassRevoked:
    """A personal code no longer holds."""

    token: str
    reason: str


@dataclass(frozen=True)
class KeysRotated:
    """A new key signs passes; keys before the last two are valid no more."""

    key_id: str


@dataclass(frozen=True)
class PlaceOpened:
    """A public place got its code."""

    place_id: int
    code: str


@dataclass(frozen=True)
class RerunFinished:
    """Everyone in the reach of a changed rule was decided again."""

    rerun_id: int
    rule: str
    examined: int
    changed: int


@dataclass(frozen=True)
class LatenessTold:
    """Those who must act were reminded of people whom nobody acknowledged."""

    path: str
    unplaced: int
    unreceived: int


@dataclass(frozen=True)
class LimitSet:
    """A number got its next value: which, how much, from which day, by which document."""

    limit: str
    value: int
    valid_from: date
    source: str
