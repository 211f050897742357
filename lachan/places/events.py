"""What has happened to units and bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UnitsLoaded:
    """Units and successions were added from the package; what was there stayed as it was."""

    provinces: tuple[str, ...]
    units: int
    successions: int


@dataclass(frozen=True)
class UnitAmended:
    """A legal act renamed, merged, split, created or ended a unit."""

    action: str
    day: date
    unit: str
    became: str
    source: str


@dataclass(frozen=True)
class HamletsImported:
    """A commune's list of hamlets was taken in: received = new + duplicate + faulty."""

    file: str
    received: int
    new: int
    duplicate: int
    faulty: int


@dataclass(frozen=True)
class BoundariesImported:
    file: str
    matched: int
    unmatched: int


@dataclass(frozen=True)
class OrganisationsEstablished:
    """The standard bodies of a province were added."""

    day: date
    count: int


@dataclass(frozen=True)
class OrganisationsImported:
    file: str
    new: int
    changed: int
    faulty: int


@dataclass(frozen=True)
class OrganisationAdded:
    name: str
    valid_from: date


@dataclass(frozen=True)
class OrganisationChanged:
    """A body got another name, superior or kind from a day on: its old row ended."""

    before: str
    after: str
    day: date
    source: str


@dataclass(frozen=True)
class OrganisationCorrected:
    """A mistake in a body's row was put right; nothing happened to the body itself."""

    before: str
    after: str


@dataclass(frozen=True)
class OrganisationEnded:
    name: str
    day: date
    source: str
