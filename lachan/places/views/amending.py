"""Changes of units by legal acts: one typed, or a file of them; looked at before applied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.places import actions
from lachan.places.forms import AmendmentFileForm, AmendmentForm
from lachan.places.queries.units import recent_amendments
from lachan.places.rules.amendments import COLUMNS
from lachan.places.rules.tables import Unreadable, rows_under_headings
from lachan.places.terms import Permission
from lachan.places.views.files import keep_faults, read_cells


@require_http_methods(["GET", "POST"])
def amend(request: Request) -> HttpResponse:
    """Enter one change or a file of them; with `look` nothing is written, only foretold."""
    if not request.actor.may_somewhere(Permission.EDIT):
        raise Refused(_("you may not change places here"))
    sent = request.POST.get("send", "")
    initial = {key: request.GET.get(key, "") for key in ("path", "name")}
    form = AmendmentForm(
        request.POST if sent == "one" else None,
        initial={"day": day_of(request.now), **initial},
    )
    file_form = AmendmentFileForm(
        request.POST if sent == "file" else None, request.FILES if sent == "file" else None
    )
    is_look = "look" in request.POST
    context: dict[str, Any] = {"form": form, "file_form": file_form, "columns": COLUMNS}
    if sent == "one" and form.is_valid():
        result = actions.amend_units(request.actor, [(1, form.as_row())], dry_run=is_look)
        for _number, why, _row in result.refused:
            for line in why.splitlines():
                form.add_error(None, line)
        if result.applied and not is_look:
            messages.success(request, _("The change was entered"))
            return redirect("places:amend")
        context |= {"result": result, "is_look": is_look}
    if sent == "file" and file_form.is_valid():
        try:
            cells, _encoding = read_cells(file_form.cleaned_data["file"])
            rows = rows_under_headings(
                cells, {name: (name,) for name in COLUMNS}, (("action",), ("path",))
            )
            result = actions.amend_units(request.actor, rows, dry_run=is_look)
        except (Refused, Unreadable) as problem:
            file_form.add_error("file", str(problem))
        else:
            context |= {
                "result": result,
                "is_look": is_look,
                "faults": keep_faults(request, "amendments", result.refused),
            }
    context["recent"] = recent_amendments(request.actor)
    status = 422 if form.errors or file_form.errors else 200
    return render(request, "places/amend.html", context, status=status)
