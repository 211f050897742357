"""Words of transport as they stand on the pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.transport.terms import (
    CarrierKind,
    Declared,
    Direction,
    EntryKind,
    EntryStatus,
    Force,
    LimitName,
    Measure,
    Role,
    TripState,
    VehicleKind,
)

CARRIER_KINDS = {
    CarrierKind.FIRM: _("Transport firm"),
    CarrierKind.COOPERATIVE: _("Transport cooperative"),
    CarrierKind.HOUSEHOLD: _("Private carrier"),
}
VEHICLE_KINDS = {
    VehicleKind.CAR: _("Car"),
    VehicleKind.COACH: _("Coach"),
    VehicleKind.TRUCK: _("Truck"),
    VehicleKind.TRACTOR: _("Tractor unit"),
    VehicleKind.TRAILER: _("Trailer"),
    VehicleKind.MOTORBIKE: _("Motorbike"),
    VehicleKind.BOAT: _("Boat"),
    VehicleKind.AIRCRAFT: _("Aircraft"),
}
TRIP_STATES = {
    TripState.PLANNED: _("Planned"),
    TripState.DECLARED: _("Declared"),
    TripState.UNDER_WAY: _("Under way"),
    TripState.ARRIVED: _("Has arrived"),
    TripState.CANCELLED: _("Cancelled"),
}
TRIP_TONES = {
    TripState.PLANNED: ("neutral", "empty"),
    TripState.DECLARED: ("info", "half"),
    TripState.UNDER_WAY: ("warn", "half"),
    TripState.ARRIVED: ("ok", "full"),
    TripState.CANCELLED: ("neutral", "cross"),
}
DECLARED = {
    Declared.IN_TIME: _("Declared before departure"),
    Declared.LATE: _("Declared after departure"),
    Declared.NOT_YET: _("Not declared yet"),
    Declared.MISSING: _("Departed undeclared"),
}
DECLARED_TONES = {
    Declared.IN_TIME: ("ok", "check"),
    Declared.LATE: ("warn", "half"),
    Declared.NOT_YET: ("neutral", "empty"),
    Declared.MISSING: ("danger", "cross"),
}
ROLES = {
    Role.DRIVER: _("Driver"),
    Role.HELPER: _("Driver's mate"),
    Role.PASSENGER: _("Passenger"),
}
DIRECTIONS = {Direction.IN: _("Into the province"), Direction.OUT: _("Out of the province")}
MEASURES = {
    Measure.NONE: _("No measure yet"),
    Measure.CHANGE_DRIVER: _("A local driver takes over"),
    Measure.CHANGE_TRACTOR: _("A local tractor takes the trailer"),
    Measure.RELOAD: _("Goods are reloaded to a local vehicle"),
    Measure.STAY_IN_CAB: _("The driver stays in the cab"),
    Measure.RESTED_APART: _("The driver rests at a place set apart"),
}
ENTRY_KINDS = {
    EntryKind.LAWFUL: _("Lawful entry"),
    EntryKind.UNLAWFUL: _("Unlawful entry"),
}
ENTRY_STATUSES = {
    EntryStatus.FOUND: _("Newly recorded"),
    EntryStatus.HANDED_OVER: _("Handed over"),
    EntryStatus.QUARANTINED: _("In quarantine"),
    EntryStatus.RETURNED: _("Sent back"),
    EntryStatus.CLOSED: _("Case closed"),
}
ENTRY_TONES = {
    EntryStatus.FOUND: ("danger", "empty"),
    EntryStatus.HANDED_OVER: ("warn", "half"),
    EntryStatus.QUARANTINED: ("info", "half"),
    EntryStatus.RETURNED: ("neutral", "full"),
    EntryStatus.CLOSED: ("ok", "check"),
}
FORCES = {
    Force.POLICE: _("Police"),
    Force.BORDER_GUARD: _("Border guard"),
    Force.MILITARY: _("Military"),
    Force.HEALTH: _("Health"),
    Force.MILITIA: _("Militia"),
}
LIMITS = {
    LimitName.STAY_HOURS: _("Hours that a goods vehicle from outside may stay"),
    LimitName.NEW_ENTRY_HOURS: _("Hours after which another entry means an unseen exit"),
    LimitName.ROWS_APART: _("Rows before and behind that count as near"),
    LimitName.FOUND_TRIP_HOURS: _("Hours around a passage within which a declared trip fits"),
}
