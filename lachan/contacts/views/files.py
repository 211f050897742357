"""A list of contacts as a file: what for, masked or in full, and that it was made is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from lachan.cases.actions.exporting import Wish
from lachan.contacts.actions.exporting import export_contacts
from lachan.contacts.forms.listing import ExportForm
from lachan.contacts.terms import Permission
from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.listing import XLSX, Column, Listing
from lachan.core.refused import Refused
from lachan.core.spreadsheet import Value

CSV = "text/csv; charset=utf-8"


def require_export(request: Request) -> None:
    """Refuse whoever may not take contacts of any unit out of the system."""
    if not request.actor.may_somewhere(Permission.EXPORT):
        raise Refused(_("you may not export contacts"))


def kept(query: QueryDict, names: Iterable[str]) -> str:
    """The part of an address that draws the same list again: its filters and its order."""
    wanted = {*names, "order"}
    return urlencode({key: value for key, value in query.items() if key in wanted and value})


def export_page(
    request: Request,
    listing: Listing,
    *,
    dress: Callable[[list[Any]], None],
    masked_value: Callable[[Column, Any], Value],
    name: str,
    page: str,
    back: str,
) -> HttpResponse:
    """The form that asks what the file is for, and then the file.

    listing: the rows that the actor may export; `dress` gives a chunk of them their words, and
    `masked_value` is a cell that tells no more of a person than it must. name: of the file;
    page: by which the look is logged; back: the address of the list.
    """
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wish = Wish(
            form.cleaned_data["kind"],
            form.cleaned_data["reason"],
            form.cleaned_data["in_full"] != "yes",
            _filter_words(listing),
        )
        cell = masked_value if wish.masked else _plain_value

        def lines(part: list[Any]) -> list[list[Value]]:
            dress(part)
            return [[cell(column, row) for column in listing.all_columns] for row in part]

        made = export_contacts(
            request.actor,
            listing.rows,
            wish,
            title=listing.title,
            headings=[str(column.label) for column in listing.all_columns],
            lines=lines,
            page=page,
            now=request.now,
        )
        return _as_file(
            made.content, wish.kind, f"{name}-{request.now.astimezone(VIETNAM):%Y%m%d-%H%M}"
        )
    context = {
        "form": form,
        "list_title": listing.title,
        "count": listing.rows.count(),
        "filters": _filter_words(listing),
        "columns": listing.all_columns,
        "back": back,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "contacts/export.html", context, status=status)


def _as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX if kind == "xlsx" else CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _filter_words(listing: Listing) -> str:
    return "; ".join(f"{badge['label']}: {badge['value']}" for badge in listing.badges)


def _plain_value(column: Column, row: Any) -> Value:
    return column.value(row)
