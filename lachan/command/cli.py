"""`lachan report`: the daily report on the command line."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from lachan.core.refused import Refused

NAME = "report"
app = typer.Typer(no_args_is_help=True, help="Daily reports and consolidations.")
FORMS = (".docx", ".pdf", ".json", ".xlsx")


@app.callback()
def report() -> None:
    """Daily reports and consolidations."""


@app.command()
def daily(
    out: Annotated[Path, typer.Option(help="File to write: .docx, .pdf, .json or .xlsx.")],
    unit: Annotated[str, typer.Option(help="Path of the unit, body or office, such as 96/.")],
    day: Annotated[
        str, typer.Option("--date", help="The day, such as 2021-09-15; today if left out.")
    ] = "",
) -> None:
    """Write a day's report as of its cut-off: a unit's own, or an office's consolidated one.

    Example: lachan report daily --date 2021-09-15 --unit 96/ --out tong-hop.pdf
    """
    from config.database import ready

    form = out.suffix.lower()
    if form not in FORMS:
        raise typer.BadParameter(f"--out must end in one of {', '.join(FORMS)}")
    with ready():
        from django.conf import settings
        from django.utils.module_loading import import_string

        now: datetime = import_string(settings.CLOCK)()
        content = _written(form, _day(day, now), unit if unit.endswith("/") else f"{unit}/", now)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise Refused(f"{out}: {error.strerror}") from error
    print(out)


def _day(words: str, now: datetime) -> date:
    from lachan.core.dates import day_of

    try:
        found = date.fromisoformat(words) if words else day_of(now)
    except ValueError as error:
        raise typer.BadParameter(f"--date must be a day such as 2021-09-15, not {words}") from error
    if found > day_of(now):
        raise Refused(f"{found:%d/%m/%Y} is a day to come: it has no report yet")
    return found


def _written(form: str, day: date, unit: str, now: datetime) -> bytes:
    """The file's bytes: an office's consolidated report where units owe it one, else a body's."""
    from lachan.command.queries.form import recipients_on
    from lachan.command.queries.reports import reports_of_unit

    if unit in recipients_on(day):
        return _office(form, day, unit, now)
    reports = reports_of_unit(unit, day)
    if not reports:
        raise Refused(
            f"{unit} has no report of {day:%d/%m/%Y}: it owes none, or nobody has begun it"
        )
    if len(reports) > 1:
        names = "; ".join(f"{row.path} {row.organisation.name}" for row in reports)
        raise Refused(f"several bodies at {unit} report; name one of them: {names}")
    return _unit(form, reports[0], now)


def _office(form: str, day: date, path: str, now: datetime) -> bytes:
    from lachan.command.queries.consolidation import as_of_cut_off
    from lachan.command.queries.papers import consolidation_paper, words_of
    from lachan.command.queries.values import annex_rows
    from lachan.core.official import docx, pdf
    from lachan.core.spreadsheet import workbook

    row, content = as_of_cut_off(path, day, now)
    words = words_of(row, content)
    if form == ".json":
        whole = {
            **content,
            "state": row.state if row is not None else "draft",
            "number": row.number if row is not None else None,
            "words": {str(section): text for section, text in words.items()},
        }
        return _json(whole)
    if form == ".xlsx":
        headings, rows = annex_rows(content)
        return workbook(rows, headings=headings, title=f"{day:%d-%m-%Y}", note=path)
    paper = consolidation_paper(row, content, words)
    return docx(paper) if form == ".docx" else pdf(paper)


def _unit(form: str, report: Any, now: datetime) -> bytes:
    from lachan.command.queries.papers import report_paper
    from lachan.command.queries.reports import sheet_of
    from lachan.command.queries.values import report_rows, report_values
    from lachan.core.official import docx, pdf
    from lachan.core.spreadsheet import workbook

    sheet = sheet_of(report)
    if form == ".json":
        return _json(report_values(sheet, now))
    if form == ".xlsx":
        headings, rows = report_rows(sheet)
        note = report.organisation.name
        return workbook(rows, headings=headings, title=f"{report.day:%d-%m-%Y}", note=note)
    paper = report_paper(sheet, now)
    return docx(paper) if form == ".docx" else pdf(paper)


def _json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"
