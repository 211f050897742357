"""A report and a consolidation as an annex of figures, and as plain values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lachan.command.queries.reports import Sheet, slips_of, standing_of
from lachan.core.dates import VIETNAM


def annex_rows(content: dict[str, Any]) -> tuple[list[str], list[list[Any]]]:
    """The figures of every unit as headings and rows of an .xlsx; the unknown stays empty."""
    units = content["units"]
    headings = ["Chỉ tiêu", "Đơn vị tính", "Tổng số", "Có số liệu", "Phải báo cáo"]
    headings += [unit["short"] for unit in units]
    rows = [
        [
            figure["label"],
            figure["unit_of_measure"],
            figure["value"],
            figure["known"],
            figure["owing"],
            *(figure["by_unit"].get(unit["path"]) for unit in units),
        ]
        for figure in content["figures"]
    ]
    rows.append(["Thời điểm gửi", "", None, None, None, *(_sent_at(unit) for unit in units)])
    return headings, rows


def _sent_at(unit: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(unit["submitted_at"]) if unit["submitted_at"] else None


def report_rows(sheet: Sheet) -> tuple[list[str], list[list[Any]]]:
    """A unit's figures as headings and rows of an .xlsx."""
    headings = ["Chỉ tiêu", "Đơn vị tính", "Số liệu", "Hôm trước", "Tăng, giảm", "Nguồn", "Ghi chú"]
    return headings, [
        [
            row.definition.label,
            row.definition.unit_of_measure,
            row.value,
            row.yesterday,
            row.difference,
            row.definition.query or "nhập tay",
            row.note,
        ]
        for row in sheet.rows
    ]


def report_values(sheet: Sheet, now: datetime) -> dict[str, Any]:
    """A unit's report as plain values: each figure with its source, query and instant."""
    report = sheet.report
    sent_at = report.submitted_at
    return {
        "unit": report.organisation.name,
        "path": report.path,
        "recipient_path": report.recipient_path,
        "day": report.day.isoformat(),
        "state": report.state,
        "standing": str(standing_of(report, now)),
        "number": report.number,
        "cut_off_at": _instant(report.cut_off_at),
        "submitted_at": _instant(sent_at) if sent_at else None,
        "submitted_by": str(report.submitted_by or ""),
        "on_behalf_of": report.on_behalf_of,
        "figures": [
            {
                "code": row.definition.code,
                "label": row.definition.label,
                "unit_of_measure": row.definition.unit_of_measure,
                "group": row.definition.group,
                "value": row.value,
                "yesterday": row.yesterday,
                "source": row.definition.source,
                "query": row.definition.query or "command.reported",
                "computed_at": _instant(row.computed_at) if row.computed_at else None,
                "note": row.note,
            }
            for row in sheet.rows
        ],
        "sections": {str(section): text for section, text in sheet.sections},
        "adjustments": [
            {
                "number": slip.number,
                "year": slip.year,
                "reason": slip.reason,
                "made_at": _instant(slip.made_at),
                "lines": [
                    {
                        "code": line.definition.code,
                        "old": line.old_value,
                        "new": line.new_value,
                    }
                    for line in slip.lines.all()
                ],
            }
            for slip in slips_of(report)
        ],
    }


def _instant(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds")
