"""Words of transport."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "transport.read"
    EDIT = "transport.edit"
    SET_LIMITS = "transport.set_limits"


class CarrierKind(StrEnum):
    FIRM = "firm"
    COOPERATIVE = "cooperative"
    HOUSEHOLD = "household"  # a private person with one or two cars: "xe dịch vụ lẻ"


class VehicleKind(StrEnum):
    CAR = "car"
    COACH = "coach"
    TRUCK = "truck"
    TRACTOR = "tractor"
    TRAILER = "trailer"
    MOTORBIKE = "motorbike"
    BOAT = "boat"
    AIRCRAFT = "aircraft"


# What carries goods: a passage inward of one of these begins a stay with an allowed time.
GOODS_KINDS = frozenset({VehicleKind.TRUCK, VehicleKind.TRACTOR})
# What carries passengers for money and must be declared before it departs.
PASSENGER_KINDS = frozenset({VehicleKind.COACH, VehicleKind.CAR, VehicleKind.BOAT})


class TripState(StrEnum):
    PLANNED = "planned"
    DECLARED = "declared"
    UNDER_WAY = "under_way"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """What somebody on board is there."""

    DRIVER = "driver"
    HELPER = "helper"
    PASSENGER = "passenger"


class Declared(StrEnum):
    """How the duty to declare before departure stands."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_YET = "not_yet"  # the vehicle has not departed
    MISSING = "missing"  # it has


class Direction(StrEnum):
    """Into the province, or out of it."""

    IN = "in"
    OUT = "out"


class Measure(StrEnum):
    """How goods and driver are dealt with in the province (field.md B5)."""

    NONE = "none"
    CHANGE_DRIVER = "change_driver"  # a local driver takes over at the transfer point
    CHANGE_TRACTOR = "change_tractor"  # another tractor takes the trailer on
    RELOAD = "reload"  # the goods go over to a local vehicle
    STAY_IN_CAB = "stay_in_cab"
    RESTED_APART = "rested_apart"  # driver rests at a place set apart


class LimitName(StrEnum):
    """Numbers of this domain that are dated rows with a source."""

    STAY_HOURS = "stay_hours"
    NEW_ENTRY_HOURS = "new_entry_hours"
    ROWS_APART = "rows_apart"
    FOUND_TRIP_HOURS = "found_trip_hours"


class EntryKind(StrEnum):
    LAWFUL = "lawful"
    UNLAWFUL = "unlawful"


class EntryStatus(StrEnum):
    """Where an entrant stands, from being found to being done with."""

    FOUND = "found"
    HANDED_OVER = "handed_over"
    QUARANTINED = "quarantined"
    RETURNED = "returned"
    CLOSED = "closed"


class Force(StrEnum):
    POLICE = "police"
    BORDER_GUARD = "border_guard"
    MILITARY = "military"
    HEALTH = "health"
    MILITIA = "militia"
