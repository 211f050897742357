"""Answers that are files: official paper and spreadsheets, never kept by a cache."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.official import Paper, docx, pdf
from lachan.core.spreadsheet import workbook

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def paper_answer(request: Request, paper: Paper, name: str, form: str) -> HttpResponse:
    """The paper as .pdf (shown in the browser) or .docx; 404 for any other form."""
    if form == "pdf":
        return _file(pdf(paper), name, form, is_shown="download" not in request.GET)
    if form == "docx":
        return _file(docx(paper), name, form)
    raise Http404


def table_answer(
    request: Request, headings: list[str], rows: list[list[Any]], title: str, name: str
) -> HttpResponse:
    """Figures as .xlsx, with who took them and when in its head."""
    moment = request.now.astimezone(VIETNAM)
    note = f"{title} · {moment:%H:%M} {moment:%d/%m/%Y} · {request.actor.name}"
    content = workbook(rows, headings=headings, title=title, note=note)
    return _file(content, name, "xlsx")


def _file(content: bytes, name: str, form: str, *, is_shown: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    how = "inline" if is_shown else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{name}.{form}"'
    response["Cache-Control"] = "no-store, private"
    return response
