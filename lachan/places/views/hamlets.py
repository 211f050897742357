"""Hamlets: the list, and taking in the lists that communes send."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import XLSX, Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.core.spreadsheet import workbook
from lachan.places import actions, queries
from lachan.places.forms import HamletFileForm, HamletFilter
from lachan.places.queries.files import balance_line
from lachan.places.queries.search import names_above
from lachan.places.rules.hamlets import HEADINGS, REQUIRED
from lachan.places.rules.tables import Unreadable, rows_under_headings
from lachan.places.terms import Permission, UnitKind
from lachan.places.views.files import keep_faults, kept_faults, read_cells
from lachan.places.views.units import must_read


@require_GET
def hamlets(request: Request) -> HttpResponse:
    """The hamlets of a day."""
    must_read(request)
    above: dict[int, str] = {}
    columns = (
        Column(
            "name",
            gettext_lazy("Hamlet"),
            lambda row: row.full_name,
            order_by="search_text",
            link=lambda row: reverse("places:unit", args=[row.pk]),
        ),
        Column("within", gettext_lazy("In"), lambda row: above.get(row.pk, ""), order_by="path"),
        Column("code", gettext_lazy("Code"), lambda row: row.code, order_by="code"),
        Column("source", gettext_lazy("Source"), lambda row: row.source),
    )
    rows = queries.units(request.actor).filter(kind=UnitKind.HAMLET)
    listing = Listing(
        request,
        rows,
        columns=columns,
        filters=HamletFilter,
        title=_("Hamlets"),
        order="within",
    )
    shown = listing.rows if request.GET.get("export") == "xlsx" else listing.page.object_list
    above |= names_above(list(shown))
    context = {"may_import": request.actor.may_somewhere(Permission.LIST_HAMLETS)}
    return respond(request, listing, "places/hamlets.html", context)


@require_http_methods(["GET", "POST"])
def take_file(request: Request) -> HttpResponse:
    """Take in a commune's list: good rows are kept, faulty ones named and offered as a file."""
    if not request.actor.may_somewhere(Permission.LIST_HAMLETS):
        raise Refused(_("you may not take in lists of hamlets"))
    form = HamletFileForm(
        request.POST or None, request.FILES or None, initial={"day": day_of(request.now)}
    )
    context: dict[str, Any] = {"form": form, "headings": {k: v[0] for k, v in HEADINGS.items()}}
    if request.method == "POST" and form.is_valid():
        file, day = form.cleaned_data["file"], form.cleaned_data["day"]
        try:
            cells, encoding = read_cells(file)
            rows = rows_under_headings(cells, HEADINGS, REQUIRED)
            result = actions.import_hamlets(request.actor, rows, file=file.name, day=day)
        except (Refused, Unreadable) as problem:
            form.add_error("file", str(problem))
        else:
            context |= {
                "result": result,
                "balance": balance_line(result),
                "encoding": encoding,
                "file": file.name,
                "faults": keep_faults(request, "hamlets", result.faults),
            }
    status = 422 if form.errors else 200
    return render(request, "places/hamlet_file.html", context, status=status)


@require_GET
def faults(request: Request) -> HttpResponse:
    """The faulty rows of the list that this person sent last, as .xlsx, each with its reason.

    Mended, the file can be sent again as it is.
    """
    key = request.GET.get("key", "")
    rows = kept_faults(request, key)
    if not rows:
        raise NotThere
    names = list(dict.fromkeys(name for _number, _why, row in rows for name in row))
    headings = [HEADINGS[name][0] if name in HEADINGS else name for name in names]
    content = workbook(
        ([*(row.get(name, "") for name in names), number, why] for number, why, row in rows),
        headings=[*headings, _("row"), _("why it was not taken")],
        title=_("Faulty rows"),
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="faults.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response
