"""How ways, outcomes, rungs and numbers of follow-up are called on a screen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lachan.contacts.terms import LimitName, Method, Outcome, Rung, Way

WAYS: dict[str, Any] = {Way.TELEPHONE: _("By telephone"), Way.VISIT: _("Visit at home")}
OUTCOMES: dict[str, Any] = {
    Outcome.WELL: _("Reached, well"),
    Outcome.SYMPTOMS: _("Reached, with symptoms"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.WRONG_NUMBER: _("Wrong number"),
    Outcome.REFUSED: _("Refused"),
    Outcome.MOVED: _("Moved away"),
}
OUTCOME_TONES: dict[str, tuple[str, str]] = {
    Outcome.WELL: ("ok", "check"),
    Outcome.SYMPTOMS: ("danger", "full"),
    Outcome.NO_ANSWER: ("warn", "empty"),
    Outcome.WRONG_NUMBER: ("warn", "half"),
    Outcome.REFUSED: ("danger", "cross"),
    Outcome.MOVED: ("danger", "square"),
}
# One letter a day in the grid; the words stand beside it for those who hear the page.
LETTERS: dict[str, Any] = {
    Outcome.WELL: pgettext_lazy("follow-up grid", "W"),
    Outcome.SYMPTOMS: pgettext_lazy("follow-up grid", "S"),
    Outcome.NO_ANSWER: pgettext_lazy("follow-up grid", "N"),
    Outcome.WRONG_NUMBER: pgettext_lazy("follow-up grid", "X"),
    Outcome.REFUSED: pgettext_lazy("follow-up grid", "R"),
    Outcome.MOVED: pgettext_lazy("follow-up grid", "M"),
}
RUNGS: dict[str, Any] = {
    Rung.FIRST: _("First call"),
    Rung.DAILY: _("Call of the day"),
    Rung.AGAIN: _("Call again"),
    Rung.OTHER_NUMBER: _("Call the second number or the household"),
    Rung.HEALTH_WORKER: _("Commune health worker visits"),
    Rung.POLICE: _("Police of the commune looks for the person"),
}
METHODS: dict[str, Any] = {
    Method.ROUND_ROBIN: _("Evenly, in turn"),
    Method.NEAREST: _("By hamlet, the others evenly"),
}
SYMPTOMS: dict[str, Any] = {
    "fever": _("fever"),
    "cough": _("cough"),
    "breath": _("short of breath"),
    "throat": _("sore throat"),
    "tired": _("tired"),
    "taste": _("no taste or smell"),
}
LIMITS: dict[str, Any] = {
    LimitName.FIRST_CALL_MINUTES: _("First call after the naming, minutes"),
    LimitName.RETRY_MINUTES: _("Next call after one in vain, minutes"),
    LimitName.OWN_TRIES: _("Calls in vain to the own number"),
    LimitName.OTHER_TRIES: _("Calls in vain to another number"),
    LimitName.VISIT_TRIES: _("Visits in vain by the health worker"),
    LimitName.VISIT_HOURS: _("Visit by the health worker, hours"),
    LimitName.POLICE_HOURS: _("Police of the commune, hours"),
    LimitName.LOST_DAYS: _("Not seen: lost after days"),
}
