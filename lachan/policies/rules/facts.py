"""What is known of a person when it is decided which measure applies; see docs/formats.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lachan.policies.terms import Measure, Who


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
    """One person's facts. None means unknown, an empty tuple means "none": they differ.

    Two exceptions, since nobody asks them of a traveller: `contact_level` None with no
    `last_exposure_at` means that tracing knows of no contact; `measure_started_on` None means that
    the measure begins on the day of the event (arrival, last exposure). `has_recovered` False
    says that the person never had the disease.
    """

    stays: tuple[Stay, ...] | None = None
    arrived_at: datetime | None = None
    vaccinations: tuple[Dose, ...] | None = None
    recovered_on: date | None = None
    has_recovered: bool | None = None
    tests: tuple[Test, ...] | None = None
    contact_level: int | None = None
    last_exposure_at: datetime | None = None
    measure_started_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule (its stable code and version), the clause that it cites, and the words."""

    rule: str
    clause: str
    words: str


class Unmet(StrEnum):
    """Why a milder rule, that otherwise fits, does not hold for the person."""

    NOT_VACCINATED = "not_vaccinated"
    NOT_RECOVERED = "not_recovered"
    NO_NEGATIVE_TEST = "no_negative_test"
    COHORT = "cohort"  # the rule is for people whom only an official can tell


@dataclass(frozen=True, slots=True)
class NotMet:
    """A milder rule that the person might ask about, and why it does not hold."""

    rule: str
    clause: str
    words: str
    why: Unmet


@dataclass(frozen=True, slots=True)
class Span:
    """A later phase: its measure and its first and last day (null: not known, or open)."""

    measure: Measure
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done, from when until when, and why.

    `until` is the last day of `measure`; `then` the phases after it; `test_days` are calendar
    days. The first of `reasons` is the rule that decides, the others hold beside it. `undetermined`
    names the missing facts that could change the answer: when it is not empty, `measure` is the
    strictest of what may still apply, and the reader must say "undetermined: missing …".
    """

    measure: Measure | None
    since: date | None = None
    until: date | None = None
    test_days: tuple[date, ...] = ()
    reasons: tuple[Reason, ...] = ()
    undetermined: tuple[str, ...] = ()
    then: tuple[Span, ...] = ()
    who: Who = Who.PERSON
    not_met: tuple[NotMet, ...] = ()
