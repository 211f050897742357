"""When a report may be sent, and how a unit stands towards its duty.

Source of the first hours: the Standing Committee's order of 29/7/2021, "mỗi ngày 1 lần, trong thời
gian từ 16 giờ đến 17 giờ". The hours are dated rows; nothing here knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lachan.command.terms import ReportState, Standing, Window
from lachan.core.dates import VIETNAM


@dataclass(frozen=True)
class ReportFacts:
    """What the rules know of a report."""

    state: ReportState
    opens_at: datetime
    cut_off_at: datetime
    submitted_at: datetime | None = None


def window(report: ReportFacts, now: datetime, *, is_consolidated: bool) -> Window:
    """Where `now` stands: before opening, open, past the cut-off, or closed by the signature.

    The cut-off itself is still in time.
    """
    if is_consolidated:
        return Window.CLOSED
    if now < report.opens_at:
        return Window.NOT_OPEN
    return Window.OPEN if now <= report.cut_off_at else Window.LATE


def standing(report: ReportFacts | None, cut_off_at: datetime, now: datetime) -> Standing:
    """How a unit stands at `now`; a unit without a report has sent nothing."""
    if report is not None and report.submitted_at is not None and report.submitted_at <= now:
        if report.state is ReportState.RETURNED:
            return Standing.RETURNED
        if report.state is ReportState.SUBMITTED:
            return Standing.LATE if report.submitted_at > report.cut_off_at else Standing.SUBMITTED
    return Standing.MISSING if now > cut_off_at else Standing.AWAITED


def counts(standing: Standing) -> bool:
    """Whether the unit's figures count in the consolidation."""
    return standing in (Standing.SUBMITTED, Standing.LATE)


def obstacles_to_edit(report: ReportFacts) -> list[str]:
    """Why a report cannot be written in."""
    if report.state is ReportState.SUBMITTED:
        return [_("The report was sent and is frozen; make an adjustment slip to correct it.")]
    return []


def obstacles_to_submit(
    report: ReportFacts, now: datetime, *, unanswered: int, invalid: list[str]
) -> list[str]:
    """Every reason why a report cannot be sent now.

    `invalid` are the sentences about wrong figures; `unanswered` is how many questions about
    unusual changes were neither confirmed nor explained. Lateness is no obstacle: it is marked.
    """
    if report.state is ReportState.SUBMITTED:
        return [_("The report was sent already.")]
    reasons = []
    if now < report.opens_at:
        opens = report.opens_at.astimezone(VIETNAM)
        reasons.append(
            _("The report may be sent from %(hour)s on %(day)s.")
            % {"hour": f"{opens:%H:%M}", "day": f"{opens:%d/%m/%Y}"}
        )
    reasons += invalid
    if unanswered:
        reasons.append(
            _("Confirm or explain the unusual changes first: %(count)d left.")
            % {"count": unanswered}
        )
    return reasons


def obstacles_to_return(report: ReportFacts, *, is_consolidated: bool, reason: str) -> list[str]:
    """Why a sent report cannot be returned."""
    if report.state is not ReportState.SUBMITTED:
        return [_("Only a report that was sent can be returned.")]
    if is_consolidated:
        return [_("The day was consolidated and signed; the unit corrects it by a slip.")]
    if not reason.strip():
        return [_("Say why the report is returned.")]
    return []


def obstacles_to_adjust(report: ReportFacts, *, changed: int, reason: str) -> list[str]:
    """Why a slip cannot be made."""
    reasons = []
    if report.state is not ReportState.SUBMITTED:
        reasons.append(_("Only a report that was sent is corrected by a slip; edit the draft."))
    if not changed:
        reasons.append(_("A slip must change at least one figure."))
    if not reason.strip():
        reasons.append(_("Say why the figures are corrected."))
    return reasons


def obstacles_to_sign(
    *, is_signed: bool, now: datetime, cut_off_at: datetime, missing: int, is_balanced: bool
) -> list[str]:
    """Why the day's consolidation cannot be signed.

    Missing units are no obstacle after the cut-off: they are named in the report.
    """
    if is_signed:
        return [_("The consolidation of this day was signed already.")]
    reasons = []
    if missing and now <= cut_off_at:
        hour = cut_off_at.astimezone(VIETNAM)
        reasons.append(
            _("%(count)d units have not sent yet; wait for the cut-off at %(hour)s.")
            % {"count": missing, "hour": f"{hour:%H:%M}"}
        )
    if not is_balanced:
        reasons.append(_("What was received does not balance; find the difference first."))
    return reasons
