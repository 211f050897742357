"""One unit's report: written, reviewed, sent; read, printed, returned, corrected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.command.actions.adjusting import adjust
from lachan.command.actions.drafting import save_draft
from lachan.command.actions.submitting import return_report, submit
from lachan.command.forms import ReasonForm
from lachan.command.queries.measures import MEASURES
from lachan.command.queries.papers import report_paper
from lachan.command.queries.reports import (
    Row,
    Sheet,
    get_report,
    history,
    is_consolidated,
    sheet_of,
    slips_of,
    standing_of,
    window_of,
)
from lachan.command.queries.values import report_rows
from lachan.command.rules.figures import NotAFigure, parse
from lachan.command.rules.windows import obstacles_to_submit
from lachan.command.rules.wording import day_words
from lachan.command.terms import (
    GROUP_LABELS,
    SECTION_LABELS,
    STANDING_LABELS,
    WINDOW_LABELS,
    Group,
    Permission,
    ReportState,
    Standing,
    Window,
)
from lachan.command.views.days import around
from lachan.command.views.entries import entries
from lachan.command.views.files import paper_answer, table_answer
from lachan.core.http import Request
from lachan.core.refused import Refused


@require_GET
def report(request: Request, pk: int) -> HttpResponse:
    """The report: a form while it may be written, a sheet once it was sent."""
    return report_page(request, get_report(request.actor, pk))


def report_page(request: Request, report: Any) -> HttpResponse:
    """The page of one report, as the unit or the office sees it."""
    may_write = report.state != ReportState.SUBMITTED and request.actor.may(
        Permission.REPORT, report.path
    )
    template = "command/report_form.html" if may_write else "command/report.html"
    return render(request, template, _context(request, report))


def _context(
    request: Request,
    report: Any,
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
) -> dict[str, Any]:
    actor, now = request.actor, request.now
    sheet = sheet_of(report)
    standing = standing_of(report, now)
    window = window_of(report, now)
    is_sent = report.state == ReportState.SUBMITTED
    signed = window == Window.CLOSED
    return {
        **around(request, report.day),
        "report": report,
        "sheet": sheet,
        "groups": _groups(sheet, errors or {}, typed),
        "sections": [
            {"code": str(section), "label": SECTION_LABELS[section], "text": text}
            for section, text in sheet.sections
        ],
        "standing": str(standing),
        "standing_label": STANDING_LABELS[standing],
        "window": str(window),
        "window_label": WINDOW_LABELS[window],
        "is_sent": is_sent,
        "is_late": standing == Standing.LATE,
        "slips": slips_of(report) if is_sent else [],
        "history": entries(history(report)[:30]),
        "may_submit": actor.may(Permission.SUBMIT, report.path),
        "may_adjust": is_sent and actor.may(Permission.SUBMIT, report.path),
        "may_return": is_sent
        and not signed
        and actor.may(Permission.CONSOLIDATE, report.recipient_path),
        "reason_form": ReasonForm(),
    }


def _groups(
    sheet: Sheet, errors: dict[str, str], typed: dict[str, str] | None = None
) -> list[dict[str, Any]]:
    return [
        {
            "label": GROUP_LABELS[Group(group)],
            "rows": [
                {
                    "row": row,
                    "code": row.definition.code,
                    "shown": (typed or {}).get(f"figure-{row.definition.code}", row.value),
                    "error": errors.get(f"figure-{row.definition.code}", ""),
                    "list_url": list_url(row.definition.query),
                    "measure": MEASURES[row.definition.query].definition
                    if row.definition.query in MEASURES
                    else "",
                }
                for row in rows
            ],
        }
        for group, rows in sheet.groups
    ]


def list_url(query: str) -> str:
    """The page that lists what a computed figure counts; empty when there is none."""
    measure = MEASURES.get(query)
    if measure is None:
        return ""
    try:
        url = reverse(measure.url_name)
    except NoReverseMatch:
        return ""
    return f"{url}?{urlencode(measure.parameters)}" if measure.parameters else url


@require_POST
def draft(request: Request, pk: int) -> HttpResponse:
    """Save the whole draft, then go on writing or to the review."""
    errors = save_draft(request.actor, pk, _typed(request.POST), request.now)
    report = get_report(request.actor, pk)
    if errors:
        context = _context(request, report, errors, _typed(request.POST))
        return render(request, "command/report_form.html", context, status=422)
    if request.POST.get("next") == "review":
        return redirect("command:review", pk)
    messages.success(request, _("The draft was saved."))
    return redirect("command:report", pk)


@require_POST
def field(request: Request, pk: int) -> HttpResponse:
    """Save one field as it is left; the answer renews what depends on it."""
    typed = _typed(request.POST)
    errors = save_draft(request.actor, pk, typed, request.now)
    report = get_report(request.actor, pk)
    sheet = sheet_of(report)
    return render(
        request,
        "command/_saved.html",
        {"report": report, "sheet": sheet, "groups": _groups(sheet, errors), "now": request.now},
    )


def _typed(data: QueryDict) -> dict[str, str]:
    return {name: str(data[name]) for name in data}


@require_http_methods(["GET", "POST"])
def review(request: Request, pk: int) -> HttpResponse:
    """The last look before sending: what is wrong, what is unusual, what is unknown."""
    report = get_report(request.actor, pk)
    if report.state == ReportState.SUBMITTED:
        return redirect("command:report", pk)
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            submit(
                request.actor,
                pk,
                request.now,
                version=int(version) if version.isdigit() else 0,
                confirmed=request.POST.getlist("confirmed"),
            )
        except Refused as refused:
            reasons = refused.reasons
            report = get_report(request.actor, pk)
        else:
            messages.success(request, _("The report was sent."))
            return redirect("command:report", pk)
    context = _context(request, report)
    sheet = context["sheet"]
    context |= {
        "reasons": reasons,
        "confirmed": request.POST.getlist("confirmed"),
        "obstacles": obstacles_to_submit(
            report.snapshot(), request.now, unanswered=0, invalid=sheet.mistakes
        ),
        "questions": [row for row in sheet.rows if row.question],
    }
    return render(request, "command/review.html", context, status=422 if reasons else 200)


@require_POST
def give_back(request: Request, pk: int) -> HttpResponse:
    """Return a sent report to its unit."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return_report(request.actor, pk, reason, request.now)
    messages.success(request, _("The report was returned to its unit."))
    return redirect("command:report", pk)


@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponse:
    """Make a slip that corrects a sent report."""
    report = get_report(request.actor, pk)
    if not request.actor.may(Permission.SUBMIT, report.path):
        raise Refused(_("Only the head of the unit, or whom they authorised, may correct it."))
    sheet = sheet_of(report)
    form = ReasonForm(request.POST or None)
    reasons: tuple[str, ...] = ()
    rows = [_correction(row, request.POST) for row in sheet.typed]
    if request.method == "POST" and form.is_valid() and not any(row["error"] for row in rows):
        values = {row["code"]: row["value"] for row in rows}
        try:
            slip = adjust(request.actor, pk, values, form.cleaned_data["reason"], request.now)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("Slip %(number)s was made.") % {"number": slip})
            return redirect("command:report", pk)
    context = {
        **around(request, report.day),
        "report": report,
        "rows": rows,
        "form": form,
        "reasons": reasons,
        "is_consolidated": is_consolidated(report.recipient_path, report.day),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "command/adjust.html", context, status=status)


def _correction(row: Row, data: QueryDict) -> dict[str, Any]:
    name = f"figure-{row.definition.code}"
    typed = data.get(name)
    found = {"row": row, "code": row.definition.code, "typed": typed, "error": ""}
    try:
        found["value"] = row.value if typed is None else parse(typed)
    except NotAFigure as wrong:
        found |= {"value": row.value, "error": str(wrong)}
    return found


@require_GET
def paper(request: Request, pk: int, form: str) -> HttpResponse:
    """The report as .pdf, .docx or .xlsx; a draft bears its stamp."""
    report = get_report(request.actor, pk)
    sheet = sheet_of(report)
    name = f"bao-cao-{report.day:%Y%m%d}-{report.organisation.code}"
    if form == "xlsx":
        headings, rows = report_rows(sheet)
        title = f"{report.organisation.name}, {day_words(report.day)}"
        return table_answer(request, headings, rows, title, name)
    return paper_answer(request, report_paper(sheet, request.now), name, form)
