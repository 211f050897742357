"""What an office makes of a day's reports: sums, coverage, differences, balance, corrections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from lachan.audit.models import Entry
from lachan.command.models import (
    Adjustment,
    Consolidation,
    DailyReport,
    FigureDefinition,
    ReportDuty,
)
from lachan.command.queries.form import (
    Hours,
    definitions_for,
    definitions_on,
    duties_on,
    hours_on,
    reporter,
    short_name,
)
from lachan.command.queries.measures import (
    MEASURES,
    documents_by_hour,
    measured,
    scope_until,
)
from lachan.command.queries.reports import effective_values
from lachan.command.rules.balance import Balance
from lachan.command.rules.sums import difference, total
from lachan.command.rules.windows import counts, standing
from lachan.command.terms import (
    ConsolidationState,
    Permission,
    Reporter,
    ReportState,
    Section,
    Standing,
)
from lachan.core.actor import Actor
from lachan.core.dates import VIETNAM
from lachan.core.refused import NotThere
from lachan.directives.terms import DocumentState


@dataclass
class UnitStanding:
    """How one body stands on a day, and whether its figures count."""

    duty: ReportDuty
    report: DailyReport | None
    standing: Standing
    counts: bool


def visible_consolidations(actor: Actor) -> QuerySet[Consolidation]:
    """The consolidations that the actor may read."""
    return Consolidation.objects.visible_to(actor, Permission.READ).select_related("signed_by")


def get_consolidation(actor: Actor, path: str, day: date) -> Consolidation | None:
    """The office's consolidation of the day, if one was begun."""
    return visible_consolidations(actor).filter(path=path, day=day).first()


def get_own_consolidation(actor: Actor, consolidation_id: int) -> Consolidation:
    """One consolidation; NotThere when it is out of sight."""
    row = visible_consolidations(actor).filter(pk=consolidation_id).first()
    if row is None:
        raise NotThere
    return row


def standings(
    path: str, day: date, now: datetime, as_of: datetime | None = None
) -> list[UnitStanding]:
    """Each body that owes the office a report of the day, and how it stands now.

    What had been sent by `as_of` (now, if left out) counts.
    """
    hours = hours_on(path, day)
    reports = {
        report.organisation_id: report
        for report in DailyReport.objects.filter(recipient_path=path, day=day).select_related(
            "submitted_by", "organisation__unit"
        )
    }
    found = []
    for duty in duties_on(path, day):
        report = reports.get(duty.organisation_id)
        facts = report.snapshot() if report else None
        cut_off_at = report.cut_off_at if report else hours.cut_off_at
        found.append(
            UnitStanding(
                duty,
                report,
                standing(facts, cut_off_at, now),
                counts(standing(facts, cut_off_at, as_of or now)),
            )
        )
    return found


def collected(path: str, day: date, *, as_of: datetime, now: datetime) -> dict[str, Any]:
    """Everything that the consolidated report of a day holds, as plain values.

    1. Who owes; who had sent by `as_of` and counts; who was late, and who has sent nothing by now.
    2. Each figure: sum, over how many units, who is unknown, the difference with the day before
       over the same units.
    3. The office's own computed figures, with their queries.
    4. The units' words; the slips that correct signed days; the balance by source and hour.
    """
    hours = hours_on(path, day)
    units = standings(path, day, now, as_of)
    today = _values(units)
    before = _values(standings(path, day - timedelta(days=1), now))
    definitions = definitions_on(path, day)
    return {
        "path": path,
        "day": day.isoformat(),
        "as_of": as_of.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "opens_at": hours.opens_at.isoformat(timespec="seconds"),
        "cut_off_at": hours.cut_off_at.isoformat(timespec="seconds"),
        "units": [_unit(unit) for unit in units],
        "owed": len(units),
        "sent": sum(unit.counts for unit in units),
        "late": _named(units, Standing.LATE),
        "missing": _named(units, Standing.MISSING, Standing.AWAITED),
        "returned": _named(units, Standing.RETURNED),
        "figures": [
            _figure(definition, units, today, before)
            for definition in definitions
            if any(kind in definition.reporters for kind in {reporter_of(u) for u in units})
        ],
        "own": own_figures(definitions, path, day, now),
        "sections": {section: _words(units, section) for section in Section},
        "adjustments": [_slip(slip) for slip in pending_slips(path, day, as_of)],
        "balance": [
            asdict(row) | {"difference": row.difference} for row in balance(path, day, hours, as_of)
        ],
    }


def as_of_cut_off(
    path: str, day: date, now: datetime
) -> tuple[Consolidation | None, dict[str, Any]]:
    """The office's report of a day: as signed, or as it stood at the cut-off (now, before it).

    For the command line, which is run by whoever keeps the whole system.
    """
    row = Consolidation.objects.select_related("signed_by").filter(path=path, day=day).first()
    if row is not None and row.content is not None:
        return row, row.content
    as_of = min(now, hours_on(path, day).cut_off_at)
    return row, collected(path, day, as_of=as_of, now=now)


def reporter_of(unit: UnitStanding) -> Reporter:
    """As what the unit reports."""
    return reporter(unit.duty.organisation)


def _named(units: list[UnitStanding], *wanted: Standing) -> list[str]:
    return [unit.duty.organisation.name for unit in units if unit.standing in wanted]


def _unit(unit: UnitStanding) -> dict[str, Any]:
    report = unit.report
    sent = report if report is not None and unit.standing != Standing.AWAITED else None
    return {
        "path": unit.duty.path,
        "name": unit.duty.organisation.name,
        "short": short_name(unit.duty.organisation),
        "reporter": str(reporter_of(unit)),
        "standing": str(unit.standing),
        "report_id": report.pk if report else None,
        "number": sent.number if sent else None,
        "submitted_at": (
            sent.submitted_at.astimezone(VIETNAM).isoformat(timespec="seconds")
            if sent and sent.submitted_at
            else None
        ),
        "submitted_by": str(sent.submitted_by or "") if sent else "",
        "on_behalf_of": sent.on_behalf_of if sent else "",
        "contact_name": unit.duty.contact_name,
        "contact_phone": unit.duty.contact_phone,
    }


def _values(units: list[UnitStanding]) -> dict[str, dict[str, int | None]]:
    """By path of the unit: the figures of each report that counts."""
    sent = [unit for unit in units if unit.counts and unit.report is not None]
    values = effective_values([unit.report for unit in sent if unit.report])
    return {unit.duty.path: values[unit.report.pk] for unit in sent if unit.report}


def _figure(
    definition: FigureDefinition,
    units: list[UnitStanding],
    today: dict[str, dict[str, int | None]],
    before: dict[str, dict[str, int | None]],
) -> dict[str, Any]:
    owing = [unit for unit in units if reporter_of(unit) in definition.reporters]
    code = definition.code
    by_unit = {
        unit.duty.path: today[unit.duty.path].get(code) for unit in owing if unit.duty.path in today
    }
    yesterday = {path: values.get(code) for path, values in before.items() if code in values}
    sum_today = total(by_unit, len(owing))
    sum_before = total(yesterday, len(yesterday))
    change = difference(by_unit, yesterday)
    return {
        **_described(definition),
        "value": sum_today.value,
        "known": sum_today.known,
        "unknown": sum_today.unknown,
        "not_sent": sum_today.not_sent,
        "owing": sum_today.owing,
        "yesterday": sum_before.value,
        "difference": change.value,
        "difference_of": change.of,
        "asked_of": [unit.duty.path for unit in owing],
        "by_unit": by_unit,
        "not_known": [
            unit.duty.organisation.name for unit in owing if by_unit.get(unit.duty.path) is None
        ],
    }


def _described(definition: FigureDefinition) -> dict[str, Any]:
    """What a figure is and where it comes from: typed by units, or the query that counts it."""
    return {
        "code": definition.code,
        "label": definition.label,
        "unit_of_measure": definition.unit_of_measure,
        "group": definition.group,
        "source": definition.source,
        "query": definition.query or "command.reported",
        "is_cumulative": definition.is_cumulative,
    }


def own_figures(
    definitions: list[FigureDefinition], path: str, day: date, now: datetime
) -> list[dict[str, Any]]:
    """The office's own figures, counted now."""
    own = definitions_for(definitions, Reporter.PROVINCE)
    scope = scope_until(path, day, now)
    values = measured([definition.query for definition in own], scope)
    return [
        {
            **_described(definition),
            "value": values.get(definition.query),
            "definition": (
                str(MEASURES[definition.query].definition) if definition.query in MEASURES else ""
            ),
            "computed_at": scope.now.astimezone(VIETNAM).isoformat(timespec="seconds"),
        }
        for definition in own
    ]


def _words(units: list[UnitStanding], section: Section) -> list[dict[str, str]]:
    return [
        {"unit": unit.duty.organisation.name, "text": getattr(unit.report, section).strip()}
        for unit in units
        if unit.counts and unit.report and getattr(unit.report, section).strip()
    ]


def pending_slips(path: str, day: date, as_of: datetime) -> list[Adjustment]:
    """The slips that correct days signed earlier, and that no signed consolidation names yet."""
    signed_at = Consolidation.objects.filter(
        path=path, day=OuterRef("report__day"), state=ConsolidationState.SIGNED
    ).values("signed_at")[:1]
    rows = (
        Adjustment.objects.filter(
            recipient_path=path, report__day__lt=day, made_at__lte=as_of, consolidations=None
        )
        .annotate(signed_at=Subquery(signed_at))
        .filter(signed_at__lt=F("made_at"))
    )
    return list(rows.select_related("report__organisation").prefetch_related("lines__definition"))


def _slip(slip: Adjustment) -> dict[str, Any]:
    return {
        "id": slip.pk,
        "number": slip.number,
        "year": slip.year,
        "unit": slip.report.organisation.name,
        "day": slip.report.day.isoformat(),
        "reason": slip.reason,
        "is_late_report": slip.is_late_report,
        "made_at": slip.made_at.astimezone(VIETNAM).isoformat(timespec="seconds"),
        "lines": [
            {
                "code": line.definition.code,
                "label": line.definition.label,
                "old": line.old_value,
                "new": line.new_value,
            }
            for line in slip.lines.all()
        ],
    }


def balance(path: str, day: date, hours: Hours, as_of: datetime) -> list[Balance]:
    """By source and hour: what was received, and what became of each piece.

    Reports are counted from the record of each sending: the last sending of a report is accepted,
    or held while it is returned; an earlier one that was sent again is a duplicate. Documents:
    approved, held in review, copies, cancelled.
    """
    return [
        *_reports_balance(path, day, as_of),
        *_documents_balance(path, day, min(as_of, scope_until(path, day, as_of).ends)),
    ]


def _reports_balance(path: str, day: date, as_of: datetime) -> list[Balance]:
    reports = {
        f"command.dailyreport:{report.pk}": report
        for report in DailyReport.objects.filter(recipient_path=path, day=day)
    }
    entries = Entry.objects.filter(event="command.Submitted", subject__in=reports).order_by("id")
    sendings = [
        (entry, at)
        for entry in entries
        if (at := datetime.fromisoformat(entry.payload["at"])) <= as_of
    ]
    last = {entry.subject: entry.pk for entry, _ in sendings}
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry, at in sendings:
        hour = found[at.astimezone(VIETNAM).hour]
        hour["received"] += 1
        if last[entry.subject] != entry.pk:
            hour["duplicate"] += 1
        elif reports[entry.subject].state == ReportState.SUBMITTED:
            hour["accepted"] += 1
        else:
            hour["held"] += 1
    return [Balance("reports", hour, **row) for hour, row in sorted(found.items())]


def _documents_balance(path: str, day: date, as_of: datetime) -> list[Balance]:
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for hour, state, is_copy in documents_by_hour(scope_until(path, day, as_of)):
        row = found[hour]
        row["received"] += 1
        if is_copy:
            row["duplicate"] += 1
        elif state == DocumentState.APPROVED:
            row["accepted"] += 1
        elif state == DocumentState.CANCELLED:
            row["rejected"] += 1
        else:
            row["held"] += 1
    return [Balance("documents", hour, **row) for hour, row in sorted(found.items())]


def collated(content: dict[str, Any], section: Section) -> str:
    """The units' words of one part as one text, for the synthesist to work on."""
    return "\n".join(f"{words['unit']}: {words['text']}" for words in content["sections"][section])
