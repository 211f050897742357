"""What is known of a person when it is decided which measure applies; see docs/formats.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lachan.policies.terms import Measure


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in an area: a unit's path (`79/`, `79/760/`), code or name; days are inclusive.

    `until` null: until the arrival. `since` null: not known since when.
    """

    area: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Dose:
    given_on: date
    number: int | None = None
    product: str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """A test of the person: `kind` pcr or rapid; `result` negative, positive or empty (waiting)."""

    kind: str
    result: str
    taken_at: datetime | None = None
    result_at: datetime | None = None
    ct: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's facts. None means unknown, an empty tuple means "none": they differ."""

    stays: tuple[Stay, ...] | None = None
    arrived_at: datetime | None = None
    vaccinations: tuple[Dose, ...] | None = None
    recovered_on: date | None = None
    has_recovered: bool | None = None
    tests: tuple[Test, ...] | None = None
    contact_level: int | None = None
    last_exposure_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule (its stable code and version), the clause that it cites, and the words."""

    rule: str
    clause: str
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, from when until when, and why.

    `until` is the last day of the measure; `test_days` are calendar days. `undetermined` names
    the missing facts: when it is not empty, `measure` is the strictest of what may still apply if
    the rules say so, else None, and the reader must say "undetermined: missing …".
    """

    measure: Measure | None
    since: date | None = None
    until: date | None = None
    test_days: tuple[date, ...] = ()
    reasons: tuple[Reason, ...] = ()
    undetermined: tuple[str, ...] = ()
