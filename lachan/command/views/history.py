"""Past reports and consolidations: lists with filters and export."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lachan.command.forms import ConsolidationFilter, ReportFilter
from lachan.command.queries.consolidation import visible_consolidations
from lachan.command.queries.reports import past_reports, standing_of
from lachan.command.terms import CONSOLIDATION_LABELS, STANDING_LABELS, ConsolidationState
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond


@require_GET
def reports(request: Request) -> HttpResponse:
    """All reports in sight."""

    def standing(row: Any) -> str:
        return str(STANDING_LABELS[standing_of(row, request.now)])

    columns = [
        Column(
            "unit",
            _("Unit"),
            lambda row: row.organisation.name,
            order_by="search_text",
            link=lambda row: reverse("command:report", args=[row.pk]),
        ),
        Column("day", _("Day"), lambda row: row.day, order_by="day"),
        Column("state", _("State"), standing, template="command/_standing_cell.html"),
        Column(
            "number",
            _("Number"),
            lambda row: f"{row.number:02d}" if row.number else None,
            order_by="number",
            numeric=True,
        ),
        Column("sent", _("Sent at"), lambda row: row.submitted_at, order_by="submitted_at"),
        Column(
            "by",
            _("Sent by"),
            lambda row: row.submitted_by.full_name if row.submitted_by else None,
        ),
        Column("for", _("On behalf of"), lambda row: row.on_behalf_of, exported_only=True),
    ]
    listing = Listing(
        request,
        past_reports(request.actor),
        columns=columns,
        filters=ReportFilter,
        title=_("Daily reports"),
        order="-day",
    )
    return respond(request, listing, "command/history.html", {"tab": "reports"})


@require_GET
def consolidations(request: Request) -> HttpResponse:
    """All consolidations in sight."""
    columns = [
        Column(
            "day",
            _("Day"),
            lambda row: row.day,
            order_by="day",
            link=lambda row: reverse("command:consolidation", args=[row.day]),
        ),
        Column(
            "state",
            _("State"),
            lambda row: str(CONSOLIDATION_LABELS[ConsolidationState(row.state)]),
            template="command/_consolidation_cell.html",
        ),
        Column(
            "number",
            _("Number"),
            lambda row: f"{row.number:02d}" if row.number else None,
            order_by="number",
            numeric=True,
        ),
        Column("signed", _("Signed at"), lambda row: row.signed_at, order_by="signed_at"),
        Column(
            "by", _("Signed by"), lambda row: row.signed_by.full_name if row.signed_by else None
        ),
        Column(
            "sent",
            _("Units sent"),
            lambda row: f"{row.content['sent']}/{row.content['owed']}" if row.content else None,
        ),
    ]
    listing = Listing(
        request,
        visible_consolidations(request.actor),
        columns=columns,
        filters=ConsolidationFilter,
        title=_("Consolidated reports"),
        order="-day",
    )
    return respond(request, listing, "command/history.html", {"tab": "consolidations"})
