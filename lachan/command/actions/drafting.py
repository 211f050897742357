"""Opening a unit's report and writing in it until it is sent.

Drafts are saved at every field and are not events: the record begins when a report is sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lachan.command.models import DailyReport, ReportDuty, ReportFigure
from lachan.command.queries.form import hours_on, own_duties, scope_of
from lachan.command.queries.measures import measured, scope_until
from lachan.command.queries.reports import definitions_of, lock_report
from lachan.command.rules.figures import NotAFigure, parse
from lachan.command.rules.windows import obstacles_to_edit
from lachan.command.terms import Permission, Section, Source
from lachan.core.actor import Actor
from lachan.core.dates import day_of
from lachan.core.refused import NotThere, Refused, refuse_if
from lachan.core.text import folded

SECTION_LIMIT = 5000
NOTE_LIMIT = 300


@transaction.atomic
def open_report(actor: Actor, duty_id: int, day: date, now: datetime) -> DailyReport:
    """The actor's own unit's report of a day, made if nobody has begun it.

    Days to come have no report yet; neither have days on which the unit owed none.
    """
    duty = next((duty for duty in own_duties(actor, day) if duty.pk == duty_id), None)
    if duty is None:
        raise NotThere
    if day > day_of(now):
        raise Refused(_("The report of a day to come cannot be written yet."))
    return begin(duty, day, now)


def begin(duty: ReportDuty, day: date, now: datetime) -> DailyReport:
    """The report by which a duty is met on a day; whoever comes second finds the first one's."""
    hours = hours_on(duty.recipient_path, day)
    DailyReport.objects.bulk_create(
        [
            DailyReport(
                path=duty.path,
                recipient_path=duty.recipient_path,
                organisation=duty.organisation,
                day=day,
                opens_at=hours.opens_at,
                cut_off_at=hours.cut_off_at,
                search_text=folded(duty.organisation.name),
            )
        ],
        ignore_conflicts=True,
    )
    report = DailyReport.objects.select_related("organisation__unit").get(
        organisation_id=duty.organisation_id, recipient_path=duty.recipient_path, day=day
    )
    if not report.figures.exists():
        compute(report, now)
    return report


def compute(report: DailyReport, now: datetime) -> None:
    """Take the computed figures anew from their queries, with the instant; typed ones stay."""
    definitions = [d for d in definitions_of(report) if d.source == Source.COMPUTED]
    scope = scope_until(scope_of(report.organisation), report.day, now)
    values = measured([definition.query for definition in definitions], scope)
    ReportFigure.objects.bulk_create(
        [
            ReportFigure(
                report=report,
                definition=definition,
                value=values.get(definition.query),
                source=Source.COMPUTED,
                computed_at=scope.now,
            )
            for definition in definitions
        ],
        update_conflicts=True,
        unique_fields=["report", "definition"],
        update_fields=["value", "computed_at"],
    )


@transaction.atomic
def save_draft(
    actor: Actor, report_id: int, typed: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """Keep what was typed; return, by field, what cannot be kept and why.

    Fields are `figure-<code>`, `note-<code>` and the names of the sections; others are ignored.
    What is wrong keeps its former value, so that a slip of the finger loses nothing.
    """
    report = lock_report(actor, report_id)
    if not actor.may(Permission.REPORT, report.path):
        raise Refused(_("You may read this report, not write it."))
    refuse_if(obstacles_to_edit(report.snapshot()))
    errors: dict[str, str] = {}
    changed = _keep_sections(report, typed)
    changed |= _keep_figures(report, typed, errors)
    if changed:
        DailyReport.objects.filter(pk=report.pk).update(
            version=F("version") + 1,
            changed_at=now,
            changed_by_id=actor.id,
            **{section: getattr(report, section) for section in Section},
        )
    return errors


def _keep_sections(report: DailyReport, typed: Mapping[str, str]) -> bool:
    changed = False
    for section in Section:
        if section not in typed:
            continue
        text = typed[section].replace("\r\n", "\n").replace("\x00", "")[:SECTION_LIMIT].strip()
        if text != getattr(report, section):
            setattr(report, section, text)
            changed = True
    return changed


def _keep_figures(report: DailyReport, typed: Mapping[str, str], errors: dict[str, str]) -> bool:
    changed = False
    known = {figure.definition_id: figure for figure in report.figures.all()}
    for definition in definitions_of(report):
        if definition.source == Source.COMPUTED:
            continue
        figure = known.get(definition.pk) or ReportFigure(
            report=report, definition=definition, source=Source.TYPED
        )
        before = (figure.value, figure.note)
        field = f"figure-{definition.code}"
        if field in typed:
            try:
                figure.value = parse(typed[field])
            except NotAFigure as wrong:
                errors[field] = str(wrong)
        note = f"note-{definition.code}"
        if note in typed:
            figure.note = typed[note].replace("\x00", "").strip()[:NOTE_LIMIT]
        if (figure.value, figure.note) != before:
            figure.save()
            changed = True
    return changed
