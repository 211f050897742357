"""The register of incoming documents ("Sổ đăng ký văn bản đến")."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.directives import queries
from lachan.directives.forms import DocumentFilter
from lachan.directives.rules.titles import short_title
from lachan.directives.terms import STATE_LABELS, DocumentState, Permission


def address_of(document: Any) -> str:
    """The page on which one goes on with a document: its review, or the document itself."""
    page = "review" if document.state == DocumentState.IN_REVIEW else "document"
    return reverse(f"directives:{page}", args=[document.pk])


def title_of(document: Any) -> str:
    """Kind and subject as the register states them."""
    subject = document.subject or short_title(document.opening)
    parts = (document.kind.capitalize(), subject)
    return " ".join(part for part in parts if part) or document.file_name


def arrival_number_of(document: Any) -> str:
    return f"{document.arrival_number}/{document.register_year}"


COLUMNS = (
    Column(
        "document",
        gettext_lazy("Document"),
        str,
        order_by="identifier",
        template="directives/_document_cell.html",
    ),
    Column(
        "urgency",
        gettext_lazy("Urgency"),
        lambda row: row.urgency,
        order_by="precedence",
        template="directives/_urgency_cell.html",
    ),
    Column("issuer", gettext_lazy("Issuer"), lambda row: row.issuer, order_by="issuer"),
    Column(
        "issued", gettext_lazy("Date of issue"), lambda row: row.issued_on, order_by="issued_on"
    ),
    Column(
        "number",
        gettext_lazy("Arrival number"),
        arrival_number_of,
        order_by="arrival_number",
        numeric=True,
    ),
    Column("arrived", gettext_lazy("Arrived"), lambda row: row.arrived_at, order_by="arrived_at"),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: str(STATE_LABELS[DocumentState(row.state)]),
        order_by="state",
        template="directives/_state_cell.html",
    ),
)

# The columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV, "Sổ đăng ký văn bản đến".
REGISTER_COLUMNS = (
    Column("arrived", gettext_lazy("Day of arrival"), lambda row: _local_day(row.arrived_at)),
    Column("number", gettext_lazy("Number of arrival"), lambda row: row.arrival_number),
    Column("author", gettext_lazy("Author"), lambda row: row.issuer),
    Column("identifier", gettext_lazy("Number and symbol"), lambda row: row.identifier),
    Column("issued", gettext_lazy("Day and month"), lambda row: row.issued_on),
    Column("title", gettext_lazy("Kind and subject"), title_of),
    Column("receiver", gettext_lazy("Unit or person receiving"), lambda row: _receivers(row)),
    Column(
        "handed",
        gettext_lazy("Day handed on"),
        lambda row: _local_day(row.approved_at) if row.approved_at else None,
    ),
    Column("signature", gettext_lazy("Signature of receipt"), lambda row: ""),
    Column("remarks", gettext_lazy("Remarks of the register"), lambda row: _remarks(row)),
)


def _local_day(moment: Any) -> Any:
    return moment.astimezone(VIETNAM).date()


def _receivers(row: Any) -> str:
    return "; ".join(queries.receivers(row))


def _remarks(row: Any) -> str:
    remarks = [row.urgency.capitalize()]
    if row.state == DocumentState.CANCELLED:
        remarks.append(_("Cancelled: %(reason)s") % {"reason": row.cancel_reason})
    elif row.state == DocumentState.IN_REVIEW:
        remarks.append(_("In review"))
    return "; ".join(remark for remark in remarks if remark)


def listing_of(request: Request) -> Listing:
    """The register under the filters in the address; for export in the decree's columns."""
    exported = request.GET.get("export") == "xlsx"
    rows = queries.documents(request.actor)
    return Listing(
        request,
        queries.for_the_book(rows) if exported else rows,
        columns=REGISTER_COLUMNS if exported else COLUMNS,
        filters=DocumentFilter,
        title=_("Register of incoming documents"),
        order="-arrived" if exported else "-urgency",
    )


@require_safe
def register(request: Request) -> HttpResponse:
    """The list of documents with search, filters, order, export."""
    return respond(
        request,
        listing_of(request),
        "directives/register.html",
        {
            "may_register": request.actor.may(Permission.REGISTER, request.actor.workplace),
            "today": date_format(request.now),
        },
    )
