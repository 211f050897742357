"""Sending a report, and returning one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.command import events
from lachan.command.actions.adjusting import slip_of_late_report
from lachan.command.actions.drafting import compute
from lachan.command.actions.numbers import next_number
from lachan.command.actions.telling import tell
from lachan.command.models import DailyReport
from lachan.command.queries.form import title_of
from lachan.command.queries.reports import is_consolidated, lock_report, sheet_of
from lachan.command.rules.windows import obstacles_to_return, obstacles_to_submit
from lachan.command.terms import Permission, ReportState
from lachan.core.actor import Actor
from lachan.core.refused import Refused, refuse_if

SERIES = "BC"


@transaction.atomic
def submit(
    actor: Actor,
    report_id: int,
    now: datetime,
    *,
    version: int,
    confirmed: Collection[str] = (),
) -> DailyReport:
    """Send the report as it was reviewed; from here on it is frozen.

    `version` is the one that was reviewed, `confirmed` the codes of the unusual changes that the
    sender confirmed. A report sent after the consolidation was signed comes into the next one by a
    numbered slip.
    """
    report = lock_report(actor, report_id)
    if not actor.may(Permission.SUBMIT, report.path):
        raise Refused(_("Only the head of the unit, or whom they authorised, may send the report."))
    if report.state != ReportState.SUBMITTED and report.version != version:
        raise Refused(_("Somebody changed the report after you reviewed it; review it again."))
    if report.state != ReportState.SUBMITTED:
        compute(report, now)
    sheet = sheet_of(report)
    unanswered = set(sheet.questions) - set(confirmed)
    refuse_if(
        obstacles_to_submit(
            report.snapshot(), now, unanswered=len(unanswered), invalid=sheet.mistakes
        )
    )
    report.state = ReportState.SUBMITTED
    report.number = report.number or next_number(report.path, SERIES, report.day.year)
    report.submitted_at = now
    report.submitted_by_id = actor.id
    report.on_behalf_of = actor.on_behalf_of
    report.signer_title = title_of(actor)
    report.return_reason = ""
    report.version += 1
    report.save()
    record(
        events.Submitted(
            report_id=report.pk,
            day=report.day,
            number=report.number,
            at=now,
            is_late=now > report.cut_off_at,
            figures={row.definition.code: row.value for row in sheet.rows},
            confirmed=tuple(sorted(set(sheet.questions) & set(confirmed))),
        ),
        actor=actor,
        path=report.path,
        subject=report,
    )
    if is_consolidated(report.recipient_path, report.day):
        slip_of_late_report(actor, report, sheet, now)
    return report


@transaction.atomic
def return_report(actor: Actor, report_id: int, reason: str, now: datetime) -> DailyReport:
    """Give a sent report back to its unit, with the reason; it can be edited and sent again."""
    report = lock_report(actor, report_id)
    if not actor.may(Permission.CONSOLIDATE, report.recipient_path):
        raise Refused(_("Only the office to which the report goes may return it."))
    refuse_if(
        obstacles_to_return(
            report.snapshot(),
            is_consolidated=is_consolidated(report.recipient_path, report.day),
            reason=reason,
        )
    )
    report.state = ReportState.RETURNED
    report.return_reason = reason.strip()
    report.version += 1
    report.save()
    record(
        events.Returned(report_id=report.pk, day=report.day, reason=report.return_reason),
        actor=actor,
        path=report.path,
        subject=report,
    )
    tell(
        [report.path],
        permission=Permission.REPORT,
        title=_("The daily report was returned"),
        text=report.return_reason,
        link=f"/command/reports/{report.pk}/",
        key=f"command.returned.{report.pk}.{report.version}",
        now=now,
        urgent=True,
    )
    return report
