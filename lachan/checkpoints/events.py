"""What happens at posts. Nothing here names a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class PostSet:
    """A post was set up, or what is said of it was changed; `before` holds the old columns."""

    post_id: int
    code: str
    before: dict[str, object]
    closed_on: date | None = None


@dataclass(frozen=True)
class RosterSet:
    """A shift of a post got its people, or lost them."""

    post_id: int
    starts_at: datetime
    ends_at: datetime
    added: int = 0
    removed: int = 0


@dataclass(frozen=True)
class CodeMade:
    """A one-time code for enrolling a device was made."""

    post_id: int
    expires_at: datetime


@dataclass(frozen=True)
class Enrolled:
    """A device was enrolled for a post."""

    device: str
    post_id: int
    name: str


@dataclass(frozen=True)
class Revoked:
    """A device was revoked: what it still sends goes into quarantine."""

    device: str
    reason: str


@dataclass(frozen=True)
class WipeAsked:
    """A device was told to wipe its work list at its next contact."""

    device: str


@dataclass(frozen=True)
class Quarantined:
    """Events of a batch could not be taken as they came; codes with how many."""

    device: str
    codes: dict[str, int]


@dataclass(frozen=True)
class QuarantineResolved:
    """An officer decided about an event in quarantine."""

    quarantined_id: int
    code: str
    resolution: str
    note: str


@dataclass(frozen=True)
class GapGivenUp:
    """Events of a device did not come within 14 days; those behind them were worked in, flagged."""

    device: str
    first_seq: int
    last_seq: int


@dataclass(frozen=True)
class WorkedIn:
    """Events were worked in: passages, people and the rest can be read."""

    events: int
    passages: int
    people: int
    quarantined: int


@dataclass(frozen=True)
class Rebuilt:
    """Everything that is read of events was made anew from them."""

    post_id: int | None
    events: int


@dataclass(frozen=True)
class Opened:
    """The office recorded that a post was opened to all."""

    post_id: int
    starts_at: datetime
    order: str


@dataclass(frozen=True)
class OpeningEnded:
    """The office recorded when control began again."""

    post_id: int
    ends_at: datetime


@dataclass(frozen=True)
class HotAdded:
    """Posts were told to look out for somebody or something."""

    hot_id: int
    kind: str
    until: datetime


@dataclass(frozen=True)
class HotEnded:
    """Posts were told to look out no more."""

    hot_id: int
    reason: str


@dataclass(frozen=True)
class RecordedInOffice:
    """A passage was recorded on a page instead of a device."""

    event_id: str
    post_id: int
