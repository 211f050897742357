"""One report: what stands in it now, what stood in it yesterday, and what must be confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from lachan.audit.models import Entry as RecordEntry
from lachan.audit.queries import history_of
from lachan.command.models import (
    Adjustment,
    AdjustmentLine,
    Consolidation,
    DailyReport,
    FigureDefinition,
    ReportDuty,
    ReportFigure,
)
from lachan.command.queries.form import Hours, definitions_for, definitions_on, hours_on, reporter
from lachan.command.rules.figures import Entry, mistakes, questions
from lachan.command.rules.windows import standing, window
from lachan.command.terms import (
    ConsolidationState,
    Permission,
    ReportState,
    Section,
    Source,
    Standing,
    Window,
)
from lachan.core.actor import Actor


def visible_reports(actor: Actor) -> QuerySet[DailyReport]:
    """The reports that the actor may read."""
    return DailyReport.objects.visible_to(actor, Permission.READ).select_related(
        "organisation__unit", "submitted_by"
    )


def get_report(actor: Actor, report_id: int) -> DailyReport:
    """One report; NotThere when it is out of sight."""
    return DailyReport.objects.select_related(
        "organisation__unit", "submitted_by", "changed_by"
    ).get_visible(actor, Permission.READ, pk=report_id)


def lock_report(actor: Actor, report_id: int) -> DailyReport:
    """The report, locked until the transaction ends: of two who act at once, one waits."""
    return (
        DailyReport.objects.select_for_update(of=("self",))
        .select_related("organisation__unit")
        .get_visible(actor, Permission.READ, pk=report_id)
    )


def report_of(duty: ReportDuty, day: date) -> DailyReport | None:
    """The report by which a duty was (or is being) met on a day."""
    return DailyReport.objects.filter(
        organisation_id=duty.organisation_id, recipient_path=duty.recipient_path, day=day
    ).first()


def reports_of_unit(path: str, day: date) -> list[DailyReport]:
    """The reports of the body at this path, or of the bodies directly in the unit at it.

    For the command line, which is run by whoever keeps the whole system.
    """
    rows = DailyReport.objects.filter(Q(path=path) | Q(organisation__unit__path=path), day=day)
    found = list(rows.select_related("organisation__unit", "submitted_by"))
    return [row for row in found if row.path == path] or found


def history(report: DailyReport) -> QuerySet[RecordEntry]:
    """Everything that happened to the report, newest first."""
    return history_of(report)


def is_consolidated(path: str, day: date) -> bool:
    """Whether the office's consolidation of the day was signed."""
    return Consolidation.objects.filter(
        path=path, day=day, state=ConsolidationState.SIGNED
    ).exists()


def window_of(report: DailyReport, now: datetime) -> Window:
    """Where now stands in the report's window."""
    return window(
        report.snapshot(),
        now,
        is_consolidated=is_consolidated(report.recipient_path, report.day),
    )


def standing_of(report: DailyReport, now: datetime) -> Standing:
    """How the unit stands towards this day's duty."""
    return standing(report.snapshot(), report.cut_off_at, now)


def definitions_of(report: DailyReport) -> list[FigureDefinition]:
    """The figures that the report must hold."""
    asked = definitions_on(report.recipient_path, report.day)
    return definitions_for(asked, reporter(report.organisation))


def slips_of(report: DailyReport) -> list[Adjustment]:
    """The slips that correct the report, in order, with their lines."""
    lines = AdjustmentLine.objects.select_related("definition")
    return list(
        report.adjustments.select_related("made_by").prefetch_related(Prefetch("lines", lines))
    )


def effective_values(reports: Iterable[DailyReport]) -> dict[int, dict[str, int | None]]:
    """By report and figure code: what was sent, with the slips made since applied in order."""
    ids = [report.pk for report in reports]
    values: dict[int, dict[str, int | None]] = {report_id: {} for report_id in ids}
    sent = ReportFigure.objects.filter(report_id__in=ids)
    for report_id, code, value in sent.values_list("report_id", "definition__code", "value"):
        values[report_id][code] = value
    lines = AdjustmentLine.objects.filter(adjustment__report_id__in=ids).order_by(
        "adjustment__year", "adjustment__number"
    )
    for report_id, code, value in lines.values_list(
        "adjustment__report_id", "definition__code", "new_value"
    ):
        values[report_id][code] = value
    return values


def values_before(report: DailyReport) -> dict[str, int | None]:
    """The same body's figures of the day before, if it sent them."""
    before = DailyReport.objects.filter(
        organisation_id=report.organisation_id,
        recipient_path=report.recipient_path,
        day=report.day - timedelta(days=1),
        state=ReportState.SUBMITTED,
    ).first()
    return effective_values([before])[before.pk] if before else {}


@dataclass
class Row:
    """One line of a report on a screen or on paper."""

    definition: FigureDefinition
    figure: ReportFigure | None
    value: int | None
    yesterday: int | None
    corrected: bool = False
    mistakes: list[str] = field(default_factory=list)
    question: str = ""

    @property
    def note(self) -> str:
        return self.figure.note if self.figure else ""

    @property
    def computed_at(self) -> datetime | None:
        return self.figure.computed_at if self.figure else None

    @property
    def is_computed(self) -> bool:
        return self.definition.source == Source.COMPUTED

    @property
    def difference(self) -> int | None:
        if self.value is None or self.yesterday is None:
            return None
        return self.value - self.yesterday

    @property
    def signed_difference(self) -> str:
        """`+5`, `−3`, `0`, or empty when either day is unknown."""
        if self.difference is None:
            return ""
        if not self.difference:
            return "0"
        sign = "+" if self.difference > 0 else "−"
        return f"{sign}{abs(self.difference):,}".replace(",", ".")


@dataclass
class Sheet:
    """A whole report as it stands: its rows by group, its words, what is wrong, what is asked."""

    report: DailyReport
    hours: Hours
    rows: list[Row]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.definition.group, []).append(row)
        return list(found.items())

    @property
    def sections(self) -> list[tuple[Section, str]]:
        return [(section, getattr(self.report, section)) for section in Section]

    @property
    def mistakes(self) -> list[str]:
        return [
            f"{row.definition.label}: {sentence}" for row in self.rows for sentence in row.mistakes
        ]

    @property
    def questions(self) -> dict[str, str]:
        return {row.definition.code: row.question for row in self.rows if row.question}

    @property
    def typed(self) -> list[Row]:
        return [row for row in self.rows if not row.is_computed]

    @property
    def filled(self) -> int:
        return sum(row.value is not None for row in self.typed)

    @property
    def unknown(self) -> list[Row]:
        return [row for row in self.typed if row.value is None]

    def row(self, code: str) -> Row | None:
        return next((row for row in self.rows if row.definition.code == code), None)


def sheet_of(report: DailyReport) -> Sheet:
    """The report as it stands now, checked against its own totals and the day before."""
    hours = hours_on(report.recipient_path, report.day)
    figures = {figure.definition.code: figure for figure in _figures(report)}
    before = values_before(report)
    sent = report.state == ReportState.SUBMITTED
    now_valid = effective_values([report])[report.pk] if sent else {}
    rows = []
    for definition in definitions_of(report):
        figure = figures.get(definition.code)
        value = figure.value if figure else None
        effective = now_valid.get(definition.code, value) if sent else value
        rows.append(
            Row(
                definition=definition,
                figure=figure,
                value=effective,
                yesterday=before.get(definition.code),
                corrected=effective != value,
            )
        )
    if not sent:
        _judge(rows, hours)
    return Sheet(report, hours, rows)


def _judge(rows: list[Row], hours: Hours) -> None:
    entries = {
        row.definition.code: Entry(row.definition.snapshot(), row.value, row.note, row.yesterday)
        for row in rows
    }
    wrong = mistakes(entries)
    asked = questions(entries, hours.change)
    for row in rows:
        row.mistakes = wrong.get(row.definition.code, [])
        row.question = asked.get(row.definition.code, "")


def _figures(report: DailyReport) -> QuerySet[ReportFigure]:
    return report.figures.select_related("definition")


def past_reports(actor: Actor) -> QuerySet[DailyReport]:
    """Reports in sight for the history list, newest day first; untouched drafts left out."""
    return visible_reports(actor).exclude(Q(state=ReportState.DRAFT) & Q(changed_at__isnull=True))
