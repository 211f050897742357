"""In which order the days of a case can lie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from lachan.cases.terms import Symptoms
from lachan.core.dates import day_of

# From when on durations and definitions hold (`data/limits.csv`).
EARLIEST = date(2020, 1, 1)


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

    An onset after the report is possible: the test came before the symptoms. A day before the
    first of the dated rows is a slip of the keyboard: nothing holds there.
    """
    found = {}
    for name in ("reported_at", "sampled_at", "onset_on", "isolated_at", "cleared_at"):
        told = getattr(days, name)
        if told is not None and (day_of(told) if isinstance(told, datetime) else told) < EARLIEST:
            found[name] = _("This day lies before 2020. Is the year right?")
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
