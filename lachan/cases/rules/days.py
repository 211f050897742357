"""In which order the days of a case can lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lachan.cases.terms import Symptoms
from lachan.core.dates import day_of


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a case as they are told; None where unknown."""

    reported_at: datetime
    symptoms: Symptoms = Symptoms.UNKNOWN
    onset_on: date | None = None
    sampled_at: datetime | None = None
    isolated_at: datetime | None = None
    cleared_at: datetime | None = None


def faults_of_days(days: Days, now: datetime) -> dict[str, str]:
    """Field -> the sentence that says why it cannot be; empty where all can.

    An onset after the report is possible: the test came before the symptoms.
    """
    found = {}
    for name in ("reported_at", "sampled_at", "isolated_at", "cleared_at"):
        instant = getattr(days, name)
        if instant is not None and instant > now:
            found[name] = _("This hour lies ahead.")
    if days.onset_on and days.onset_on > day_of(now):
        found["onset_on"] = _("This day lies ahead.")
    if days.onset_on and days.symptoms == Symptoms.NONE:
        found["onset_on"] = _("Without symptoms there is no day of onset.")
    if days.cleared_at and days.sampled_at and days.cleared_at < days.sampled_at:
        found["cleared_at"] = _("The test that clears comes after the positive sample.")
    return found
