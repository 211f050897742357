"""Bodies: the list, one body, adding, editing from a day or correcting, ending, files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lachan.audit.queries import history_of
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import NotThere, Refused
from lachan.places import actions, queries
from lachan.places.forms import (
    AddOrganisationForm,
    EditOrganisationForm,
    EndOrganisationForm,
    OrganisationFileForm,
    OrganisationFilter,
)
from lachan.places.forms.organisations import CHANGED
from lachan.places.queries.files import organisations_csv
from lachan.places.queries.organisations import get_organisation, subordinates, times_of
from lachan.places.rules.bodies import COLUMNS as FILE_COLUMNS
from lachan.places.rules.tables import Unreadable, rows_under_headings
from lachan.places.rules.tree import FIRST_DAY
from lachan.places.terms import ORGANISATION_LABELS, OrganisationKind, Permission
from lachan.places.views.files import keep_faults, read_cells
from lachan.places.views.units import must_read
from lachan.places.views.wording import described


def _since(row: Any) -> Any:
    return None if row.valid_from == FIRST_DAY else row.valid_from


COLUMNS = (
    Column(
        "name",
        gettext_lazy("Body"),
        lambda row: row.name,
        order_by="name",
        link=lambda row: reverse("places:organisation", args=[row.pk]),
    ),
    Column("short", gettext_lazy("Short forms"), lambda row: ", ".join(row.abbreviations)),
    Column(
        "kind",
        gettext_lazy("System"),
        lambda row: str(ORGANISATION_LABELS[OrganisationKind(row.kind)]),
        order_by="kind",
    ),
    Column("unit", gettext_lazy("Unit"), lambda row: row.unit.full_name, order_by="path"),
    Column(
        "superior",
        gettext_lazy("Superior body"),
        lambda row: row.superior.name if row.superior else "",
    ),
    Column("since", gettext_lazy("Since"), _since, order_by="valid_from"),
    Column(
        "until", gettext_lazy("No more since"), lambda row: row.valid_until, order_by="valid_until"
    ),
    Column("path", gettext_lazy("Path"), lambda row: row.path, exported_only=True),
    Column("source", gettext_lazy("Source"), lambda row: row.source, exported_only=True),
)


@require_GET
def organisations(request: Request) -> HttpResponse:
    """The bodies of the province on a day."""
    must_read(request)
    if request.GET.get("export") == "csv":
        content, _count = organisations_csv(request.actor, day_of(request.now))
        response = HttpResponse("\ufeff" + content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="organisations.csv"'
        response["Cache-Control"] = "no-store, private"
        return response
    listing = Listing(
        request,
        # The names of the levels fall from province to commune in the alphabet, too.
        queries.all_organisations(request.actor)
        .select_related("unit", "superior")
        .order_by("-unit__kind", "path"),
        columns=COLUMNS,
        filters=OrganisationFilter,
        title=_("Bodies"),
        order="rank",
    )
    return respond(
        request,
        listing,
        "places/organisations.html",
        {"may_edit": request.actor.may_somewhere(Permission.EDIT)},
    )


@require_GET
def organisation(request: Request, pk: int) -> HttpResponse:
    """One body: its names, where it stands, its times, its history."""
    row = get_organisation(request.actor, pk)
    today = day_of(request.now)
    context = {
        "body": row,
        "kind": ORGANISATION_LABELS[OrganisationKind(row.kind)],
        "since": _since(row),
        "exists": row.valid_from <= today and (row.valid_until is None or today < row.valid_until),
        "times": [other for other in times_of(row) if other.pk != row.pk],
        "subordinates": subordinates(row, today),
        "entries": described(history_of(row)),
        "may_edit": request.actor.may(Permission.EDIT, row.path),
        "first_day": FIRST_DAY,
    }
    return render(request, "places/organisation.html", context)


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Add a body to a unit."""
    _must_edit_somewhere(request)
    today = day_of(request.now)
    form = AddOrganisationForm(
        request.POST or None,
        actor=request.actor,
        day=today,
        initial={"valid_from": today, "unit": request.GET.get("unit", "")},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            row = actions.add_organisation(
                request.actor,
                unit=values["unit"],
                code=values["code"],
                valid_from=values["valid_from"],
                valid_until=values["valid_until"],
                source=values["source"],
                **form.values,
            )
        except Refused as refused:
            _add_reasons(form, refused)
        else:
            messages.success(request, _("%(name)s was added") % {"name": row.name})
            return redirect("places:organisation", row.pk)
    return _form_page(request, form, _("Add a body"), reverse("places:organisations"))


@require_http_methods(["GET", "POST"])
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a body from a day on, or put a mistake right."""
    row = _editable(request, pk)
    form = EditOrganisationForm(
        request.POST or None,
        actor=request.actor,
        day=day_of(request.now),
        initial={
            "name": row.name,
            "abbreviations": "; ".join(row.abbreviations),
            "kind": row.kind,
            "superior": str(row.superior_id or ""),
            "day_changed": day_of(request.now),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            if form.cleaned_data["how"] == CHANGED:
                row = actions.change_organisation(
                    request.actor,
                    row,
                    day=form.cleaned_data["day_changed"],
                    source=form.cleaned_data["source"],
                    **form.values,
                )
            else:
                row = actions.correct_organisation(request.actor, row, **form.values)
        except Refused as refused:
            _add_reasons(form, refused)
        else:
            messages.success(request, _("%(name)s was saved") % {"name": row.name})
            return redirect("places:organisation", row.pk)
    title = _("Edit %(name)s") % {"name": row.name}
    return _form_page(request, form, title, reverse("places:organisation", args=[row.pk]), row)


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """The body is no more from a day on."""
    row = _editable(request, pk)
    form = EndOrganisationForm(request.POST or None, initial={"day": day_of(request.now)})
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.end_organisation(request.actor, row, **form.cleaned_data)
        except Refused as refused:
            _add_reasons(form, refused)
        else:
            messages.success(request, _("%(name)s has ended") % {"name": row.name})
            return redirect("places:organisation", row.pk)
    title = _("End %(name)s") % {"name": row.name}
    return _form_page(request, form, title, reverse("places:organisation", args=[row.pk]), row)


@require_http_methods(["GET", "POST"])
def take_file(request: Request) -> HttpResponse:
    """Take bodies in from a list; faulty rows can be fetched, mended and sent again."""
    _must_edit_somewhere(request)
    form = OrganisationFileForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            cells, _encoding = read_cells(file)
            rows = rows_under_headings(
                cells, {name: (name,) for name in FILE_COLUMNS}, (("path",), ("name",), ("kind",))
            )
            result = actions.import_organisations(request.actor, rows, file.name)
        except (Refused, Unreadable) as problem:
            form.add_error("file", str(problem))
    context = {
        "form": form,
        "result": result,
        "columns": FILE_COLUMNS,
        "faults": keep_faults(request, "organisations", result.faults) if result else None,
    }
    status = 422 if form.errors else 200
    return render(request, "places/organisation_file.html", context, status=status)


def _editable(request: Request, pk: int) -> Any:
    row = get_organisation(request.actor, pk)
    if not request.actor.may(Permission.EDIT, row.path):
        raise NotThere
    return row


def _must_edit_somewhere(request: Request) -> None:
    if not request.actor.may_somewhere(Permission.EDIT):
        raise Refused(_("you may not change places here"))


def _add_reasons(form: Any, refused: Refused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason)


def _form_page(
    request: Request, form: Any, title: str, back: str, body: Any = None
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "body": body}
    status = 422 if form.errors else 200
    return render(request, "places/organisation_form.html", context, status=status)
