"""Words of messages."""

from enum import StrEnum


class Urgency(StrEnum):
    """How pressing a message is; express ones pierce quiet hours."""

    ORDINARY = "ordinary"
    URGENT = "urgent"
    EXPRESS = "express"


class DeliveryState(StrEnum):
    """How far a message got on one channel.

    `UNKNOWN` is what was being sent when its sender died: it may have arrived, so it is never
    sent again.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
