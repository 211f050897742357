"""The list of persons and the search, and the file that leaves the system."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.listing import XLSX, Column, Listing, respond
from lachan.core.refused import Refused
from lachan.people.actions.exporting import export_persons
from lachan.people.actions.reading import log_many
from lachan.people.forms import ExportForm, PersonFilter, SearchForm
from lachan.people.queries.persons import (
    beside,
    persons_named,
    units_of,
)
from lachan.people.queries.persons import (
    persons as persons_in_sight,
)
from lachan.people.rules.births import birth_words
from lachan.people.rules.words import SEXES
from lachan.people.terms import Permission
from lachan.people.views.numbers import masked_numbers
from lachan.places.queries.units import unit_names

MOST_FOUND = 50


@require_http_methods(["GET", "POST"])
def persons(request: Request) -> HttpResponse:
    """Persons in sight; what somebody searches for comes by POST and stands in no address."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at persons"))
    if "export" in request.GET:
        return redirect("people:export")
    form = SearchForm(request.POST or None)
    is_search = request.method == "POST" and form.is_valid()
    words = form.cleaned_data["q"] if is_search else ""
    rows = persons_named(request.actor, words) if is_search else persons_in_sight(request.actor)
    listing = _listing(request, rows.select_related("household"))
    if is_search:
        listing.per_page = MOST_FOUND
    shown = list(listing.page.object_list)
    _put_beside(shown)
    if is_search:
        log_many(request.actor, len(shown), "people:search", request.now)
    context = {
        "search": form,
        "is_search": is_search,
        "words": words,
        "found": listing.page.paginator.count if is_search else 0,
        "most": MOST_FOUND,
        "shown": shown,
    }
    return respond(request, listing, "people/persons.html", context)


def _listing(request: Request, rows: Any) -> Listing:
    return Listing(
        request,
        rows,
        columns=(
            Column(
                "name",
                gettext_lazy("Full name"),
                lambda row: row.full_name,
                order_by="folded_name",
                template="people/_name_cell.html",
            ),
            Column("sex", gettext_lazy("Sex"), lambda row: str(SEXES[row.sex])),
            Column(
                "birth",
                gettext_lazy("Birth"),
                lambda row: birth_words(row.birth_on, row.birth_year),
                order_by="birth_year",
            ),
            Column(
                "unit",
                gettext_lazy("Unit, hamlet"),
                lambda row: row.unit_name,
                order_by="path",
                template="people/_unit_cell.html",
            ),
            Column(
                "numbers",
                gettext_lazy("Numbers"),
                lambda row: "",
                template="people/_numbers_cell.html",
            ),
            Column(
                "sources",
                gettext_lazy("Sources"),
                lambda row: row.beside.sources,
                numeric=True,
            ),
        ),
        filters=PersonFilter,
        title=_("Persons"),
        order="name",
    )


def _put_beside(rows: list[Any]) -> None:
    """Give each row of the page what its cells show."""
    around = beside(rows)
    names = unit_names(row.path for row in rows)
    for row in rows:
        row.beside = around[row.pk]
        row.numbers = masked_numbers(around[row.pk].identifiers)
        row.unit_name = names.get(row.path, row.path)


@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """A file of persons: for what, of which unit, masked or in full."""
    units = units_of(request.actor, Permission.EXPORT)
    if not units:
        raise Refused(_("you may not export persons"))
    form = ExportForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        made = export_persons(
            request.actor,
            path=values["unit"],
            reason=values["reason"],
            in_full=values["in_full"],
            now=request.now,
        )
        moment = request.now.astimezone(VIETNAM)
        response = HttpResponse(made.content, content_type=XLSX)
        name = f"persons-{moment:%Y%m%d-%H%M}.xlsx"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store, private"
        return response
    status = 422 if request.method == "POST" else 200
    return render(request, "people/export.html", {"form": form}, status=status)
