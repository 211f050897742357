"""Correcting what was sent: a numbered slip, beside the report and never in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lachan.audit.actions import record
from lachan.command import events
from lachan.command.actions.numbers import next_number
from lachan.command.models import Adjustment, AdjustmentLine, DailyReport, FigureDefinition
from lachan.command.queries.reports import Sheet, lock_report, sheet_of
from lachan.command.rules.figures import Entry, mistakes
from lachan.command.rules.windows import obstacles_to_adjust
from lachan.command.terms import Permission
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import Refused, refuse_if

SERIES = "PDC"
Line = tuple[FigureDefinition, int | None, int | None]


@transaction.atomic
def adjust(
    actor: Actor,
    report_id: int,
    values: Mapping[str, int | None],
    reason: str,
    now: datetime,
) -> Adjustment:
    """Make the slip that corrects these typed figures (by code) of a sent report."""
    report = lock_report(actor, report_id)
    if not actor.may(Permission.SUBMIT, report.path):
        raise Refused(_("Only the head of the unit, or whom they authorised, may correct it."))
    sheet = sheet_of(report)
    lines: list[Line] = [
        (row.definition, row.value, values[row.definition.code])
        for row in sheet.typed
        if row.definition.code in values and values[row.definition.code] != row.value
    ]
    refuse_if(obstacles_to_adjust(report.snapshot(), changed=len(lines), reason=reason))
    refuse_if(_mistakes(sheet, values, reason))
    return _make(actor, report, lines, reason.strip(), now)


def _mistakes(sheet: Sheet, values: Mapping[str, int | None], reason: str) -> list[str]:
    """What cannot be right in the corrected report; the reason explains what fell."""
    entries = {
        row.definition.code: Entry(
            row.definition.snapshot(),
            values.get(row.definition.code, row.value),
            reason,
            row.yesterday,
        )
        for row in sheet.rows
    }
    labels = {row.definition.code: row.definition.label for row in sheet.rows}
    return [
        f"{labels[code]}: {sentence}"
        for code, sentences in mistakes(entries).items()
        for sentence in sentences
    ]


def slip_of_late_report(
    actor: Actor, report: DailyReport, sheet: Sheet, now: datetime
) -> Adjustment | None:
    """The slip that carries a report into the next consolidation: from unknown to its figures."""
    lines: list[Line] = [
        (row.definition, None, row.value) for row in sheet.rows if row.value is not None
    ]
    if not lines:
        return None
    reason = _("The report was sent after the day had been consolidated.")
    return _make(actor, report, lines, reason, now, is_late_report=True)


def _make(
    actor: Actor,
    report: DailyReport,
    lines: list[Line],
    reason: str,
    now: datetime,
    *,
    is_late_report: bool = False,
) -> Adjustment:
    year = day_of(now).year
    slip = Adjustment.objects.create(
        report=report,
        path=report.path,
        recipient_path=report.recipient_path,
        year=year,
        number=next_number(report.recipient_path, SERIES, year),
        reason=reason,
        is_late_report=is_late_report,
        made_at=now,
        made_by_id=actor.id,
        on_behalf_of=actor.on_behalf_of,
    )
    AdjustmentLine.objects.bulk_create(
        AdjustmentLine(adjustment=slip, definition=definition, old_value=old, new_value=new)
        for definition, old, new in lines
    )
    record(
        events.Adjusted(
            report_id=report.pk,
            day=report.day,
            number=slip.number,
            reason=reason,
            lines=tuple(
                {"code": definition.code, "old": old, "new": new} for definition, old, new in lines
            ),
        ),
        actor=actor,
        path=report.path,
        subject=report,
    )
    return slip
