"""On paper: the register in the decree's form, and the extract of the tasks of one document."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from lachan.core import official
from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.directives import queries
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import STANDING, ProposalKind
from lachan.directives.views.register import REGISTER_COLUMNS, listing_of

TEMPLATES = Path(__file__).resolve().parent.parent / "data"
FONTS = Path(official.__file__).parent / "fonts"
LIMIT = 3000


@require_safe
def register_pdf(request: Request) -> HttpResponse:
    """The register under the filters in the address, lying A4, in the decree's columns."""
    listing = listing_of(request)
    rows = queries.for_the_book(listing.rows.order_by("arrived_at", "pk"))
    if rows.count() > LIMIT:
        raise Refused(
            _("%(count)d rows are too many for one file; narrow the filters")
            % {"count": rows.count()}
        )
    # Official paper is in Vietnamese, whatever language the screen has.
    with override("vi"):
        moment = request.now.astimezone(VIETNAM)
        filters = "; ".join(f"{badge['label']}: {badge['value']}" for badge in listing.badges)
        book = {
            "office": queries.office_name(request.actor),
            "title": "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
            "period": filters or f"Đến ngày {day_text(moment.date())}",
            "headings": [str(column.label) for column in REGISTER_COLUMNS],
            "rows": [[_cell(column.value(row)) for column in REGISTER_COLUMNS] for row in rows],
            "foot": f"In lúc {moment:%H:%M} ngày {day_text(moment.date())} · {request.actor.name}",
        }
    content = typst.compile(
        TEMPLATES / "register.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        ),
        sys_inputs={"book": json.dumps(book, ensure_ascii=False)},
    )
    return _pdf(bytes(content), "so-cong-van-den")


@require_safe
def extract_pdf(request: Request, pk: int) -> HttpResponse:
    """The tasks that a document gives, on one sheet to be handed on: lead, content, deadline."""
    document = queries.get_document(request.actor, pk)
    with override("vi"):
        paper = _extract(request, document)
    return _pdf(official.pdf(paper, request.now), f"trich-viec-{pk}")


def _extract(request: Request, document: Any) -> official.Paper:
    tasks = [
        proposal
        for proposal in queries.proposals_of(document)
        if proposal.kind == ProposalKind.TASK and proposal.state in STANDING
    ]
    today = day_of(request.now)
    source = " ".join(
        part
        for part in (
            document.kind.capitalize() or "Văn bản",
            f"số {document.identifier}" if document.identifier else "",
            f"ngày {day_text(document.issued_on)}" if document.issued_on else "",
            f"của {document.issuer}" if document.issuer else "",
        )
        if part
    )
    rows = tuple(
        (
            str(number),
            task.content.get("clause") or "",
            short_title(task.content.get("text") or task.content.get("title") or "", 280),
            "; ".join(task.content.get("lead") or []),
            "; ".join(task.content.get("support") or []),
            _due(task.content),
        )
        for number, task in enumerate(tasks, 1)
    )
    return official.Paper(
        issuer=queries.office_name(request.actor).upper(),
        place=queries.seat_name(request.actor),
        day=today,
        symbol="",
        kind="BẢN TRÍCH VIỆC GIAO",
        subject=f"Theo {source}",
        urgency=document.urgency,
        blocks=(
            official.Paragraph(
                f"Văn bản đến số {document.arrival_number}/{document.register_year}, "
                f"ngày {day_text(day_of(document.arrived_at))}. "
                + (f"Trích yếu: {document.subject}." if document.subject else "")
            ),
            official.Table(
                headings=("TT", "Khoản", "Nội dung", "Chủ trì", "Phối hợp", "Thời hạn"),
                rows=rows or (("Văn bản không giao việc.",),),
                widths=(0.6, 1, 4.4, 2.2, 2, 1.6),
                centred=(0, 1),
                size=11,
            ),
        ),
        recipients=(*queries.receivers(document), "Lưu: VT"),
        stamp="" if document.approved_at else "DỰ THẢO",
    )


def _due(content: dict[str, Any]) -> str:
    due, repeats = content.get("due") or {}, content.get("repeats") or {}
    parts = []
    if due.get("at"):
        moment = datetime.fromisoformat(due["at"]).astimezone(VIETNAM)
        hour = "" if (moment.hour, moment.minute) == (23, 59) else f"{moment:%H:%M} "
        parts.append(f"{hour}{day_text(moment.date())}")
    elif due.get("words"):
        parts.append(due["words"])
    if repeats.get("words"):
        parts.append(repeats["words"])
    return "; ".join(parts)


def day_text(day: date) -> str:
    """A day as the decree writes it: 05/02/2021, but 15/9/2021."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return day_text(value) if isinstance(value, date) else str(value)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
