"""Tables of transport, cut by noun."""

from lachan.transport.models.border import BorderDuty, BorderEntry
from lachan.transport.models.freight import FreightRun, TransferPoint, VehiclePassage
from lachan.transport.models.limits import TransportLimit
from lachan.transport.models.trips import Passenger, Stop, Trip
from lachan.transport.models.vehicles import Carrier, Vehicle

__all__ = [
    "BorderDuty",
    "BorderEntry",
    "Carrier",
    "FreightRun",
    "Passenger",
    "Stop",
    "TransferPoint",
    "TransportLimit",
    "Trip",
    "Vehicle",
    "VehiclePassage",
]
