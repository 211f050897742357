"""Words of arrivals."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "arrivals.read"
    DECLARE = "arrivals.declare"
    RECEIVE = "arrivals.receive"
    DECIDE = "arrivals.decide"
    SET_LIMITS = "arrivals.set_limits"


class WatchState(StrEnum):
    """Where the watch over one coming stands."""

    UNPLACED = "unplaced"  # no commune is known: nobody watches yet
    SENT = "sent"  # on the commune's list, not acknowledged
    RECEIVED = "received"  # the commune found the person and watches
    NOT_HERE = "not_here"  # the commune looked and did not find the person
    ENDED = "ended"


class StepKind(StrEnum):
    """What was done with the watch over one coming."""

    SENT = "sent"
    RECEIVED = "received"
    NOT_HERE = "not_here"
    PASSED_ON = "passed_on"
    ENDED = "ended"
    SENT_AGAIN = "sent_again"
    UNDONE = "undone"


class Channel(StrEnum):
    """By which way a declaration came."""

    PHONE = "phone"  # the declarant's own device
    TELEPHONE = "telephone"  # spoken to an operator
    PAPER = "paper"  # a form or slip, keyed later
    PLACE = "place"  # by the code of a place


class PassState(StrEnum):
    """Whether a personal code holds."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Cause(StrEnum):
    """Why a decision was made."""

    FIRST = "first"
    WORDS = "words"  # another source told something
    RULE = "rule"  # a rule or an area changed
    HAND = "hand"  # somebody asked for it


class LimitName(StrEnum):
    """Durations and numbers of this domain; each is a dated row with its source."""

    JOIN_HOURS = "join_hours"
    SEND_HOURS = "send_hours"
    RECEIVE_HOURS = "receive_hours"
    RERUN_DAYS = "rerun_days"
    PASS_DAYS = "pass_days"  # noqa: S105 - a personal code, not a password
    DECLARATIONS_BY_DEVICE = "declarations_by_device"
    DECLARATIONS_BY_ADDRESS = "declarations_by_address"
    LOOKUPS_BY_DEVICE = "lookups_by_device"
    LOOKUPS_BY_ADDRESS = "lookups_by_address"


class Door(StrEnum):
    """A public door that is counted by the hour."""

    DECLARE_DEVICE = "declare_device"
    DECLARE_ADDRESS = "declare_address"
    LOOKUP_DEVICE = "lookup_device"
    LOOKUP_ADDRESS = "lookup_address"

    @property
    def limit(self) -> LimitName:
        """The dated row that says how often an hour."""
        return {
            Door.DECLARE_DEVICE: LimitName.DECLARATIONS_BY_DEVICE,
            Door.DECLARE_ADDRESS: LimitName.DECLARATIONS_BY_ADDRESS,
            Door.LOOKUP_DEVICE: LimitName.LOOKUPS_BY_DEVICE,
            Door.LOOKUP_ADDRESS: LimitName.LOOKUPS_BY_ADDRESS,
        }[self]


WATCHED = (WatchState.SENT, WatchState.RECEIVED)
OPEN = (WatchState.UNPLACED, WatchState.SENT, WatchState.RECEIVED, WatchState.NOT_HERE)
