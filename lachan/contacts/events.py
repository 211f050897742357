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
class TeamSet:
    """A team looks after contacts from now on, or (`ended`) no longer."""

    team_id: int
    members: int
    ended: bool = False


@dataclass(frozen=True)
class TeamDeviceSet:
    """A device works for a team from now on: it carries the team's list; or (`ended`) no longer."""

    team_id: int
    device: str
    ended: bool = False


@dataclass(frozen=True)
class Assigned:
    """Contacts of a commune were given to teams; `before` counts those who had another one."""

    method: str
    contacts: int
    teams: int
    before: int


@dataclass(frozen=True)
class FollowedUp:
    """Somebody called or visited a contact; `rung` is what comes next."""

    contact_id: int
    call_id: int
    way: str
    outcome: str
    rung: str


@dataclass(frozen=True)
class SymptomsTold:
    """A contact told of symptoms; a sample is proposed."""

    contact_id: int
    call_id: int
    symptoms: tuple[str, ...]
    proposal_id: int


@dataclass(frozen=True)
class HandedOver:
    """Contacts who live elsewhere were handed to those who answer for them there."""

    hand_over_id: int
    to_path: str
    contacts: int


@dataclass(frozen=True)
class Exported:
    """Contacts left the system as a file."""

    contacts: int
    reason: str
    masked: bool


@dataclass(frozen=True)
class HandOverReceived:
    """The receipt for a hand-over came."""

    hand_over_id: int


@dataclass(frozen=True)
class ScriptSet:
    """What is asked and said in calls has another text from a day on."""

    script_id: int
    valid_from: date
    source: str


@dataclass(frozen=True)
class LimitSet:
    """A number of this domain has another value from a day on."""

    limit: str
    value: int
    valid_from: date
    source: str
