"""Tables of checkpoints, by noun."""

from lachan.checkpoints.models.events import Event, Intake, Quarantined, WaitingEvent
from lachan.checkpoints.models.passages import (
    Passage,
    PassagePerson,
    PassageVehicle,
    PostTest,
    Slip,
    Strike,
)
from lachan.checkpoints.models.posts import (
    Device,
    EnrolmentCode,
    HotEntry,
    Post,
    RosterEntry,
    SealingKey,
)
from lachan.checkpoints.models.shifts import Opening, Shift

__all__ = [
    "Device",
    "EnrolmentCode",
    "Event",
    "HotEntry",
    "Intake",
    "Opening",
    "Passage",
    "PassagePerson",
    "PassageVehicle",
    "Post",
    "PostTest",
    "Quarantined",
    "RosterEntry",
    "SealingKey",
    "Shift",
    "Slip",
    "Strike",
    "WaitingEvent",
]
