"""How the words of posts are called on screens."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lachan.checkpoints.terms import (
    Code,
    Colour,
    Direction,
    Flag,
    Force,
    HotKind,
    PassageOutcome,
    PersonRole,
    PostKind,
    Resolution,
    ShiftStep,
)

POST_KINDS = {
    PostKind.ROAD: _("Road"),
    PostKind.WATER: _("Waterway"),
    PostKind.AIR: _("Airport"),
}
FORCES = {
    Force.POLICE: _("Police"),
    Force.MILITARY: _("Military"),
    Force.HEALTH: _("Health"),
    Force.OTHER: _("Other"),
}
OUTCOMES = {
    PassageOutcome.LET_THROUGH: _("Let through"),
    PassageOutcome.REFUSED: _("Turned back"),
    PassageOutcome.REFERRED: _("Referred"),
}
OUTCOME_TONES = {
    PassageOutcome.LET_THROUGH: "ok",
    PassageOutcome.REFUSED: "danger",
    PassageOutcome.REFERRED: "warn",
}
DIRECTIONS = {Direction.IN: _("Inward"), Direction.OUT: _("Outward")}
COLOURS = {Colour.GREEN: _("Green"), Colour.YELLOW: _("Yellow"), Colour.RED: _("Red")}
COLOUR_TONES = {Colour.GREEN: "ok", Colour.YELLOW: "warn", Colour.RED: "danger"}
ROLES = {
    PersonRole.DRIVER: _("Driver"),
    PersonRole.COMPANION: _("Driver's mate"),
    PersonRole.PASSENGER: _("Passenger"),
    PersonRole.RIDER: _("Motorbike rider"),
    PersonRole.WALKER: _("On foot"),
}
STEPS = {
    ShiftStep.START: _("Shift began"),
    ShiftStep.HAND_OVER: _("Shift handed over"),
    ShiftStep.END: _("Shift ended"),
}
CODES = {
    Code.NOT_AN_EVENT: _("Not an event"),
    Code.WRONG_DIGEST: _("Damaged: the digest differs"),
    Code.TOO_LARGE: _("Too large"),
    Code.OTHER_DEVICE: _("Event of another device"),
    Code.DIFFERENT: _("Another version of an event that is kept"),
    Code.REVOKED: _("Sent by a revoked device"),
    Code.SEAL_BROKEN: _("The seal cannot be opened"),
    Code.BAD_PAYLOAD: _("The content cannot be read"),
    Code.NOT_TAKEN: _("Refused where it belongs"),
}
FLAGS = {
    Flag.FORCED: _("Events before it are missing"),
    Flag.LATE: _("Came in more than a day later"),
    Flag.CLOCK: _("The device's clock was wrong"),
    Flag.BROKEN_CHAIN: _("Does not follow the device's event before"),
    Flag.FACTS: _("What was told of stays and doses cannot be read"),
}
HOT_KINDS = {
    HotKind.CITIZEN: _("Card number"),
    HotKind.PLATE: _("Number plate"),
    HotKind.PASS: _("Personal code"),
}
RESOLUTIONS = {Resolution.PUT_IN: _("Put in"), Resolution.SET_ASIDE: _("Set aside")}
