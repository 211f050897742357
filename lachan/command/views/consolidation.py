"""The office's consolidated report of a day: read, worked on, signed, printed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lachan.audit.queries import history_of
from lachan.command.actions.consolidating import save_words, sign
from lachan.command.queries.consolidation import collected, get_consolidation
from lachan.command.queries.form import consolidating_path
from lachan.command.queries.papers import (
    consolidation_paper,
    words_of,
)
from lachan.command.queries.values import annex_rows
from lachan.command.rules.balance import Balance, summed
from lachan.command.rules.windows import obstacles_to_sign
from lachan.command.rules.wording import change, day_words
from lachan.command.terms import (
    GROUP_LABELS,
    SECTION_LABELS,
    STANDING_LABELS,
    ConsolidationState,
    Group,
    Permission,
    Section,
    Standing,
)
from lachan.command.views.days import around
from lachan.command.views.entries import entries
from lachan.command.views.files import paper_answer, table_answer
from lachan.command.views.report import list_url
from lachan.core.http import Request
from lachan.core.refused import NotThere, Refused

SOURCE_NAMES = {"reports": gettext_lazy("Reports"), "documents": gettext_lazy("Documents")}


def _loaded(request: Request, day: date) -> tuple[Any, dict[str, Any]]:
    """The row, if one was begun, and what it holds: frozen when signed, else as of now."""
    path = consolidating_path(request.actor, day, Permission.READ)
    if not path:
        raise NotThere
    row = get_consolidation(request.actor, path, day)
    if row is not None and row.state == ConsolidationState.SIGNED:
        return row, row.content or {}
    return row, collected(path, day, as_of=request.now, now=request.now)


@require_http_methods(["GET", "POST"])
def consolidation(request: Request, day: date) -> HttpResponse:
    """Sums, coverage, differences, the units' words and the office's own; POST keeps the words."""
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        version = request.POST.get("version", "")
        words = {str(section): request.POST.get(section, "") for section in Section}
        try:
            save_words(
                request.actor,
                day,
                words,
                int(version) if version.isdigit() else 0,
                request.now,
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _("The draft was saved."))
            return redirect("command:consolidation", day)
    row, content = _loaded(request, day)
    context = _context(request, day, row, content)
    if reasons:
        context |= {
            "reasons": reasons,
            "sections": _sections(content, {Section(k): v for k, v in words.items()}),
        }
    return render(request, "command/consolidation.html", context, status=422 if reasons else 200)


def _context(request: Request, day: date, row: Any, content: dict[str, Any]) -> dict[str, Any]:
    is_signed = row is not None and row.state == ConsolidationState.SIGNED
    rows = [
        Balance(**{key: value for key, value in part.items() if key != "difference"})
        for part in content["balance"]
    ]
    obstacles = obstacles_to_sign(
        is_signed=is_signed,
        now=request.now,
        cut_off_at=_cut_off(content),
        missing=content["owed"] - content["sent"],
        is_balanced=not any(part.difference for part in rows),
    )
    may_sign = request.actor.may(Permission.SIGN, content["path"])
    return {
        **around(request, day),
        "row": row,
        "content": content,
        "version": row.version if row is not None else 1,
        "is_signed": is_signed,
        "cut_off_at": _cut_off(content),
        "as_of": _moment(content["as_of"]),
        "groups": _groups(content),
        "own": [
            {**figure, "list_url": list_url(figure["query"]), "at": _moment(figure["computed_at"])}
            for figure in content["own"]
        ],
        "units": [
            {**unit, "label": STANDING_LABELS[Standing(unit["standing"])]}
            for unit in content["units"]
        ],
        "annex": [
            {
                "figure": figure,
                "cells": [
                    {
                        "asked": unit["path"] in figure["asked_of"],
                        "value": figure["by_unit"].get(unit["path"]),
                    }
                    for unit in content["units"]
                ],
            }
            for figure in content["figures"]
        ],
        "sections": _sections(content, words_of(row, content)),
        "balance": [
            {
                "name": SOURCE_NAMES.get(source, source),
                "total": summed(rows, source),
                "rows": [part for part in rows if part.source == source],
            }
            for source in dict.fromkeys(part.source for part in rows)
        ],
        "obstacles": obstacles,
        "may_sign": may_sign,
        "may_write": request.actor.may(Permission.CONSOLIDATE, content["path"]),
        "history": entries(history_of(row)) if row is not None else [],
    }


def _cut_off(content: dict[str, Any]) -> Any:
    return _moment(content["cut_off_at"])


def _moment(text: str) -> Any:
    return datetime.fromisoformat(text)


def _groups(content: dict[str, Any]) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for figure in content["figures"]:
        shown = {**figure, "change": change(figure["difference"])}
        found.setdefault(figure["group"], []).append(shown)
    return [
        {"label": GROUP_LABELS[Group(group)], "figures": figures}
        for group, figures in found.items()
    ]


def _sections(content: dict[str, Any], words: dict[Section, str]) -> list[dict[str, Any]]:
    return [
        {
            "code": str(section),
            "label": SECTION_LABELS[section],
            "text": words[section],
            "units": content["sections"][section],
        }
        for section in Section
    ]


@require_POST
def sign_day(request: Request, day: date) -> HttpResponse:
    """Sign the day's consolidation."""
    version = request.POST.get("version", "")
    row = sign(request.actor, day, request.now, version=int(version) if version.isdigit() else 0)
    messages.success(request, _("Signed as number %(number)s.") % {"number": f"{row.number:02d}"})
    return redirect("command:consolidation", day)


@require_GET
def paper(request: Request, day: date, form: str) -> HttpResponse:
    """The consolidated report as .pdf or .docx, its annex of figures as .xlsx."""
    row, content = _loaded(request, day)
    name = f"tong-hop-{day:%Y%m%d}"
    if form == "xlsx":
        headings, rows = annex_rows(content)
        title = f"Số liệu ngày {day_words(day)}".replace("/", "-")
        return table_answer(request, headings, rows, title, name)
    paper = consolidation_paper(row, content, words_of(row, content))
    return paper_answer(request, paper, name, form)
