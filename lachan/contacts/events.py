"""What happens to contacts. Events carry ids and paths, never names or words about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Traced:
    """Everybody was traced again; so many people changed, and so much is proposed."""

    run_id: int
    cause: str
    cases: int
    changed: int
    proposals: int


@dataclass(frozen=True)
class LevelSet:
    """Somebody set the level of a contact by hand; null takes that back."""

    contact_id: int
    before: int | None
    level: int | None
    reason: str


@dataclass(frozen=True)
class ProposalApproved:
    """What was proposed is to be done; `path` is the commune that does it."""

    proposal_id: int
    aim: str
    measure: str
    people: int


@dataclass(frozen=True)
class ProposalRefused:
    """What was proposed is not to be done."""

    proposal_id: int
    reason: str


@dataclass(frozen=True)
class Ended:
    """The days of so many contacts were over."""

    contacts: int


@dataclass(frozen=True)
class Exported:
    """Contacts left the system as a file."""

    contacts: int
    reason: str
    masked: bool


@dataclass(frozen=True)
class LimitSet:
    """A number of this domain has another value from a day on."""

    limit: str
    value: int
    valid_from: date
    source: str
