"""What happens in transport. Events carry ids, paths and counts, never names or numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CarrierRegistered:
    """A carrier was entered at the commune in which it is at home."""

    carrier_id: int
    kind: str


@dataclass(frozen=True)
class CarrierChanged:
    """Facts about a carrier were corrected; which columns."""

    carrier_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class VehicleRegistered:
    """A vehicle was entered, or became known by a passage or a trip."""

    vehicle_id: int
    kind: str
    carrier_id: int | None


@dataclass(frozen=True)
class VehicleChanged:
    """Facts about a vehicle were corrected; which columns."""

    vehicle_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True)
class TripPlanned:
    """A trip was entered, declared or not."""

    trip_id: int
    vehicle_id: int | None
    departs_at: datetime


@dataclass(frozen=True)
class TripDeclared:
    """The trip was declared to the authority; `late` tells that the vehicle had departed."""

    trip_id: int
    declared_at: datetime
    late: bool


@dataclass(frozen=True)
class TripMoved:
    """The trip went on: under way, arrived, cancelled."""

    trip_id: int
    state: str
    reason: str = ""


@dataclass(frozen=True)
class PassengersTaken:
    """Rows of passengers were recognised and are on the trip."""

    trip_id: int
    taken: int
    new_persons: int
    repeated: int
    without_row: int


@dataclass(frozen=True)
class PassengerRemoved:
    """Somebody was not on board after all."""

    trip_id: int
    person_id: int
    reason: str


@dataclass(frozen=True)
class CarrierNamed:
    """A trip departed undeclared: its carrier was named to the commune."""

    trip_id: int
    carrier_id: int | None
    told: int


@dataclass(frozen=True)
class NearPassengersAsked:
    """Somebody asked who shared a trip with a passenger; how many answers there were."""

    trip_id: int
    passenger_id: int
    near: int
    undetermined: int


@dataclass(frozen=True)
class PassageNoted:
    """A vehicle was seen at a post."""

    passage_id: int
    vehicle_id: int
    direction: str
    at: datetime


@dataclass(frozen=True)
class RunExpected:
    """A goods vehicle was announced before it came."""

    run_id: int


@dataclass(frozen=True)
class RunChanged:
    """Goods, transfer point, measure, time allowed or exit of a goods vehicle were set."""

    run_id: int
    fields: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class OverstayNamed:
    """Goods vehicles were found beyond their time, and those responsible were told."""

    run_ids: tuple[int, ...]
    told: int


@dataclass(frozen=True)
class TransferPointOpened:
    """A place at which goods change vehicle or driver was named."""

    point_id: int


@dataclass(frozen=True)
class TransferPointClosed:
    """A transfer point is used no more."""

    point_id: int
    on: date


@dataclass(frozen=True)
class EntryRecorded:
    """Somebody came over the border, lawfully or not."""

    entry_id: int
    kind: str
    person_id: int


@dataclass(frozen=True)
class EntryMoved:
    """An entrant was handed over, quarantined, sent back; or the case was closed."""

    entry_id: int
    status: str


@dataclass(frozen=True)
class DutyRostered:
    """A shift at the border was given its people."""

    duty_id: int
    force: str


@dataclass(frozen=True)
class DutyWithdrawn:
    """A shift was taken off the roster."""

    duty_id: int
    reason: str


@dataclass(frozen=True)
class LimitSet:
    """A number got its next value: which, how much, from which day, by which document."""

    limit: str
    value: int
    valid_from: date
    source: str
