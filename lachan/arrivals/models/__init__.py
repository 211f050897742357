"""Tables of arrivals: what was declared, who came, who watches, which passes hold."""

from lachan.arrivals.models.arrivals import (
    Arrival,
    ArrivalDecision,
    ArrivalLimit,
    ArrivalQuerySet,
    ArrivalSource,
    Rerun,
    WatchStep,
)
from lachan.arrivals.models.declarations import (
    Declaration,
    DeclaredPerson,
    PlaceVisit,
    PublicUse,
    WatchPlace,
)
from lachan.arrivals.models.passes import Pass, PassKey
from lachan.arrivals.models.teams import TeamMember, WatchTeam

__all__ = [
    "Arrival",
    "ArrivalDecision",
    "ArrivalLimit",
    "ArrivalQuerySet",
    "ArrivalSource",
    "Declaration",
    "DeclaredPerson",
    "Pass",
    "PassKey",
    "PlaceVisit",
    "PublicUse",
    "Rerun",
    "TeamMember",
    "WatchPlace",
    "WatchStep",
    "WatchTeam",
]
