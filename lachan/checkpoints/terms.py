"""Words of checkpoints."""

from enum import StrEnum


class Permission(StrEnum):
    READ = "checkpoints.read"
    WORK = "checkpoints.work"
    MANAGE = "checkpoints.manage"


class PostKind(StrEnum):
    ROAD = "road"
    WATER = "water"
    AIR = "air"


class Force(StrEnum):
    """Who stands at a post together."""

    POLICE = "police"
    MILITARY = "military"
    HEALTH = "health"
    OTHER = "other"


class EventKind(StrEnum):
    PASSAGE = "passage"
    SLIP = "slip"
    OPENING = "opening"
    SHIFT = "shift"
    TEST = "test"
    STRIKE = "strike"
    CALL = "call"


# Kinds whose content another domain takes in (config/devices.py).
HANDED_ON = frozenset({EventKind.CALL})


class Outcome(StrEnum):
    """What the server answers to one event of a batch."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    DIFFERENT = "different"
    HELD = "held"
    REFUSED = "refused"


class Code(StrEnum):
    """Why an event was refused, or waits for an officer."""

    NOT_AN_EVENT = "not_an_event"
    WRONG_DIGEST = "wrong_digest"
    TOO_LARGE = "too_large"
    OTHER_DEVICE = "other_device"
    DIFFERENT = "different"
    REVOKED = "revoked"
    SEAL_BROKEN = "seal_broken"
    BAD_PAYLOAD = "bad_payload"
    NOT_TAKEN = "not_taken"


class Resolution(StrEnum):
    """What an officer did with an event in quarantine."""

    PUT_IN = "put_in"
    SET_ASIDE = "set_aside"


class Flag(StrEnum):
    """What is odd about an event; it is shown and never a ground for refusal."""

    FORCED = "forced"
    LATE = "late"
    CLOCK = "clock"
    BROKEN_CHAIN = "broken_chain"
    FACTS = "facts"


class PassageOutcome(StrEnum):
    LET_THROUGH = "let_through"
    REFUSED = "refused"
    REFERRED = "referred"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Colour(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class PersonRole(StrEnum):
    DRIVER = "driver"
    COMPANION = "helper"
    PASSENGER = "passenger"
    RIDER = "rider"
    WALKER = "walker"


PERSON_ROLES = frozenset(PersonRole)


class ShiftStep(StrEnum):
    START = "start"
    HAND_OVER = "hand_over"
    END = "end"


class HotKind(StrEnum):
    CITIZEN = "citizen"
    PLATE = "plate"
    PASS = "pass"  # noqa: S105 - a personal code, not a password


SCHEMA = 1  # the newest form of an event that this server knows; older ones stay accepted
BATCH_EVENTS = 50
BATCH_BYTES = 256 * 1024
EVENT_BYTES = 32 * 1024
LEASE_HOURS = 72
HELD_DAYS = 14
CODE_MINUTES = 30
