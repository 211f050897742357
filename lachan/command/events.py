"""What happens on a reporting day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lachan.command.terms import Step


@dataclass(frozen=True)
class StepTaken:
    """The schedule opened, reminded or closed a reporting day; told these bodies."""

    day: date
    step: Step
    due_at: datetime
    units: tuple[str, ...]


@dataclass(frozen=True)
class Submitted:
    """A unit sent its report; the figures are the ones that were frozen."""

    report_id: int
    day: date
    number: int
    at: datetime
    is_late: bool
    figures: dict[str, int | None]
    confirmed: tuple[str, ...]


@dataclass(frozen=True)
class Returned:
    """The superior returned a report with the reason, before the consolidation was signed."""

    report_id: int
    day: date
    reason: str


@dataclass(frozen=True)
class Adjusted:
    """A frozen report was corrected by a numbered slip; the report itself stays as sent."""

    report_id: int
    day: date
    number: int
    reason: str
    lines: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Reminded:
    """Somebody reminded the units that had not sent."""

    day: date
    units: tuple[str, ...]


@dataclass(frozen=True)
class Escalated:
    """Units that had not sent were reported to the leaders."""

    day: date
    units: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class Consolidated:
    """The day's consolidation was signed, numbered and frozen."""

    consolidation_id: int
    day: date
    number: int
    sent: int
    owed: int
    missing: tuple[str, ...]
    late: tuple[str, ...]


@dataclass(frozen=True)
class FigureDefined:
    """A figure was added to, changed in or taken out of what units report."""

    definition_id: int
    code: str
    change: str


@dataclass(frozen=True)
class DutyChanged:
    """A body began or ceased to owe a daily report."""

    duty_id: int
    organisation: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True)
class LetterheadChanged:
    """The head and signature of a body's reports were changed."""

    letterhead_id: int
    issuer: str


@dataclass(frozen=True)
class ReportingEstablished:
    """A province was given its first set of figures, duties and hours."""

    day: date
    figures: int
    duties: int
