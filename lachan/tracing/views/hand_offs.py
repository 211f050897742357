"""Sending lines on, and what a commune was sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.people.actions.reading import log_reading
from lachan.places.queries.units import unit_names
from lachan.tracing.actions import sending
from lachan.tracing.forms.investigations import HandOffFilter
from lachan.tracing.queries import hand_offs as queries
from lachan.tracing.queries.investigations import persons_shown
from lachan.tracing.terms import Permission
from lachan.tracing.views.shared import dress_lines, mark_versions, name_units, require_read

COLUMNS = (
    Column(
        "sent",
        gettext_lazy("Sent"),
        lambda row: row.sent_at,
        order_by="sent_at",
        link=lambda row: reverse("tracing:hand_off", args=[row.key]),
    ),
    Column("case", gettext_lazy("The case"), lambda row: row.case_words),
    Column("unit", gettext_lazy("For"), lambda row: row.unit_name, order_by="path"),
    Column("by", gettext_lazy("Sent by"), lambda row: row.sent_by_name, order_by="sent_by_name"),
    Column("lines", gettext_lazy("Lines"), lambda row: row.number, order_by="number", numeric=True),
    Column(
        "received",
        gettext_lazy("Received"),
        lambda row: row.received_at,
        order_by="received_at",
        template="tracing/_received_cell.html",
    ),
)


@require_POST
def send(request: Request, key: UUID) -> HttpResponse:
    """Send the lines that communes do not have yet."""
    made = sending.send_lines(request.actor, key, now=request.now)
    if made:
        words = ngettext("Sent to %d commune.", "Sent to %d communes.", len(made)) % len(made)
        messages.success(request, words)
    else:
        messages.info(request, _("Everything was sent already."))
    return redirect("tracing:timeline", key)


@require_GET
def hand_offs(request: Request) -> HttpResponse:
    """What the communes in sight were sent."""
    require_read(request)
    listing = Listing(
        request,
        queries.hand_offs(request.actor),
        columns=COLUMNS,
        filters=HandOffFilter,
        title=_("Received from traces"),
        order="",
    )
    if "export" in request.GET:
        name_units(listing.rows)
        _name_cases(listing.rows)
    shown = list(listing.page.object_list)
    name_units(shown)
    _name_cases(shown)
    listing.page.object_list = shown
    return respond(request, listing, "tracing/hand_offs.html")


@require_GET
def hand_off(request: Request, key: UUID) -> HttpResponse:
    """The lines that a commune was sent, as they stand now."""
    found = queries.get_hand_off(request.actor, key)
    lines = queries.handed_lines(found)
    dress_lines(request, lines)
    mark_versions(lines)
    name_units([found])
    _name_cases([found])
    log_reading(request.actor, persons_shown(lines), "tracing:hand_off", request.now)
    context = {
        "hand_off": found,
        "lines": lines,
        "may_receive": found.received_at is None
        and request.actor.may(Permission.RECEIVE, found.path),
    }
    return render(request, "tracing/hand_off.html", context)


def _name_cases(rows: Iterable[Any]) -> None:
    """Say whose trace it is by the number of the case; a name is not for every commune."""
    rows = list(rows)
    names = unit_names(row.investigation.case.number_path for row in rows)
    for row in rows:
        case = row.investigation.case
        unit = names.get(case.number_path, case.number_path)
        row.case_words = f"{case.number}/{case.year} {unit}"


@require_POST
def receive(request: Request, key: UUID) -> HttpResponse:
    """The commune says that it has the lines."""
    sending.receive_lines(request.actor, key, now=request.now)
    messages.success(request, _("The investigators see that you received it."))
    return redirect("tracing:hand_off", key)
