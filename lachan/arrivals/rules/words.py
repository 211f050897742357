"""How states, measures and causes are called on a screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from lachan.arrivals.terms import Cause, Channel, LimitName, PassState, StepKind, WatchState
from lachan.policies.rules.facts import Unmet
from lachan.policies.terms import Measure

STATES: dict[str, Any] = {
    WatchState.UNPLACED: _("No commune known"),
    WatchState.SENT: _("Sent, not acknowledged"),
    WatchState.RECEIVED: _("Acknowledged, watched"),
    WatchState.NOT_HERE: _("Not found there"),
    WatchState.ENDED: _("Watch ended"),
}
STATE_TONES: dict[str, Any] = {
    WatchState.UNPLACED: ("danger", "empty"),
    WatchState.SENT: ("warn", "half"),
    WatchState.RECEIVED: ("ok", "check"),
    WatchState.NOT_HERE: ("danger", "cross"),
    WatchState.ENDED: ("neutral", "square"),
}
STEPS: dict[str, Any] = {
    StepKind.SENT: _("Sent to the commune's list"),
    StepKind.RECEIVED: _("Acknowledged by the commune"),
    StepKind.NOT_HERE: _("Not found there"),
    StepKind.PASSED_ON: _("Passed on to another commune"),
    StepKind.ENDED: _("Watch ended"),
    StepKind.SENT_AGAIN: _("Sent again: the measure became stricter"),
    StepKind.UNDONE: _("Taken back"),
}
MEASURES: dict[str, Any] = {
    Measure.NONE: _("No measure is asked for"),
    Measure.DECLARE: _("Health declaration"),
    Measure.TEST: _("Test"),
    Measure.HEALTH_MONITORING: _("Self-monitoring of health at home"),
    Measure.HOME_QUARANTINE: _("Quarantine at home"),
    Measure.CENTRALISED_QUARANTINE: _("Centralised quarantine"),
}
MEASURE_TONES: dict[str, Any] = {
    Measure.NONE: ("ok", "check"),
    Measure.DECLARE: ("info", "empty"),
    Measure.TEST: ("info", "half"),
    Measure.HEALTH_MONITORING: ("info", "half"),
    Measure.HOME_QUARANTINE: ("warn", "full"),
    Measure.CENTRALISED_QUARANTINE: ("danger", "full"),
}
UNDETERMINED = _("Undetermined")
CHANNELS: dict[str, Any] = {
    Channel.PHONE: _("On a phone"),
    Channel.TELEPHONE: _("By telephone"),
    Channel.PAPER: _("On paper, keyed"),
    Channel.PLACE: _("At a place"),
}
CAUSES: dict[str, Any] = {
    Cause.FIRST: _("first decision"),
    Cause.WORDS: _("another source told more"),
    Cause.RULE: _("a rule changed"),
    Cause.HAND: _("decided again by hand"),
}
PASS_STATES: dict[str, Any] = {
    PassState.VALID: _("the code holds"),
    PassState.EXPIRED: _("the code has run out"),
    PassState.REVOKED: _("the code was taken back"),
}
LIMITS: dict[str, Any] = {
    LimitName.JOIN_HOURS: _("Words within so many hours belong to one coming"),
    LimitName.SEND_HOURS: _("Hours until a person without a commune is called late"),
    LimitName.RECEIVE_HOURS: _("Hours in which a commune must acknowledge"),
    LimitName.RERUN_DAYS: _("Days that a re-run looks back at most"),
    LimitName.PASS_DAYS: _("Days that a personal code is valid"),
    LimitName.DECLARATIONS_BY_DEVICE: _("Declarations from one device in an hour"),
    LimitName.DECLARATIONS_BY_ADDRESS: _("Declarations from one network address in an hour"),
    LimitName.LOOKUPS_BY_DEVICE: _("Look-ups of a code from one device in an hour"),
    LimitName.LOOKUPS_BY_ADDRESS: _("Look-ups of a code from one network address in an hour"),
}
# Who acts without being a person, by the names under which they stand on record.
TAKERS: dict[str, Any] = {
    "public declaration": _("declared by the public"),
    "rules": _("by a changed rule"),
    "watch lists": _("by the system"),
    "lists": _("from a list that was received"),
    "checkpoints": _("from a post"),
    "transport": _("from the trips"),
    "command line": _("at the command line"),
}
# What a rule may miss, in the words of who is asked for it; the key is the start of the name.
MISSING: dict[str, Any] = {
    "stays": _("where the person stayed before, and until when"),
    "vaccinations": _("doses of vaccine and their days"),
    "tests": _("test results"),
    "recovered_on": _("day of recovery"),
    "has_recovered": _("whether the person had the illness"),
    "arrived_at": _("hour of arrival"),
    "contact_level": _("contact with a case"),
    "last_exposure_at": _("last contact with a case"),
    "measure_started_on": _("first day of the measure"),
}


UNMET: dict[str, Any] = {
    Unmet.NOT_VACCINATED: _("not vaccinated as the rule asks"),
    Unmet.NOT_RECOVERED: _("not recovered as the rule asks"),
    Unmet.NO_NEGATIVE_TEST: _("no negative test as the rule asks"),
    Unmet.COHORT: _("only for people whom an official names"),
}


def missing_words(name: str) -> object:
    """A missing fact in words; a name that nobody described stands for itself."""
    return MISSING.get(name.partition("[")[0].partition(".")[0], name)
