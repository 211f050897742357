"""The words of contacts in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lachan.contacts.rules.risk import FAR, HIGH, LOW, MIDDLE
from lachan.contacts.terms import Aim, Answer, Cause, State
from lachan.tracing.rules.relevelling import Turn

# A level of 0 says "undetermined" wherever a number must stand: in the database, in an address.
UNDETERMINED = 0
HIGHEST = 9

STATES: dict[str, Any] = {
    State.FOLLOWED: _("being followed up"),
    State.CASE: _("became a case"),
    State.FREED: _("no longer exposed"),
    State.ENDED: _("follow-up is over"),
}
STATE_TONES = {
    State.FOLLOWED: ("info", "half"),
    State.CASE: ("danger", "full"),
    State.FREED: ("neutral", "cross"),
    State.ENDED: ("ok", "check"),
}
RISKS: dict[int, Any] = {
    HIGH: _("high"),
    MIDDLE: _("middling"),
    LOW: _("low"),
    FAR: _("remote"),
}
RISK_REASONS: dict[int, Any] = {
    HIGH: _("F1 at home, for an hour or longer, or of several cases"),
    MIDDLE: _("F1 who met a case for less than an hour"),
    LOW: "F2",
    FAR: _("F3 and beyond, or undetermined"),
}
CAUSES: dict[str, Any] = {
    Cause.CASE_OPENED: _("A new case"),
    Cause.WINDOW_CHANGED: _("The infectious window of a case changed"),
    Cause.CASE_RECLASSIFIED: _("A result was corrected, a case classified anew"),
    Cause.LINE_ADDED: _("A line of an investigation was added"),
    Cause.LINE_STRUCK: _("A line of an investigation was struck"),
    Cause.STAYS_GATHERED: _("Check-ins and trips came in"),
    Cause.PEOPLE_MERGED: _("Two records were found to be one person"),
    Cause.RULES_CHANGED: _("The rules changed"),
    Cause.NEW_DAY: _("A new day began"),
    Cause.BY_HAND: _("Asked for by hand"),
}
TURNS: dict[str, Any] = {
    Turn.NAMED: _("Newly exposed"),
    Turn.FREED: _("No longer exposed"),
    Turn.POSITIVE: _("Became a case"),
    Turn.NEARER: _("Nearer to a case"),
    Turn.FARTHER: _("Farther from a case"),
    Turn.EARLIER: _("Exposed earlier"),
    Turn.LATER: _("Exposed later"),
    Turn.REPROVED: _("Other evidence"),
}
TURN_TONES: dict[str, str] = {
    Turn.NAMED: "warn",
    Turn.POSITIVE: "danger",
    Turn.NEARER: "warn",
    Turn.FREED: "ok",
}
AIMS: dict[str, Any] = {
    Aim.MEASURE: _("Apply a measure"),
    Aim.LIFT: _("End a measure"),
    Aim.TEST: _("Take a sample"),
}
ANSWERS: dict[str, Any] = {
    Answer.OPEN: _("waiting for a decision"),
    Answer.APPROVED: _("approved"),
    Answer.REFUSED: _("refused"),
    Answer.OVERTAKEN: _("overtaken by a later trace"),
}
ANSWER_TONES = {
    Answer.OPEN: ("warn", "empty"),
    Answer.APPROVED: ("ok", "check"),
    Answer.REFUSED: ("neutral", "cross"),
    Answer.OVERTAKEN: ("neutral", "pause"),
}


def level_words(level: int | None) -> str:
    """`F2`; "undetermined" for None and 0."""
    return f"F{level}" if level else _now("undetermined")


def level_tone(level: int | None) -> tuple[str, str]:
    """Tone and shape of the badge of a level."""
    if not level:
        return ("warn", "empty")
    return {1: ("danger", "full"), 2: ("warn", "half")}.get(level, ("info", "half"))
