"""The numbers of this domain: what holds, what held, what will hold; setting the next value."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lachan.core import path as paths
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limit_form import LimitForm
from lachan.core.refused import Refused
from lachan.tracing.actions.limits import set_limit
from lachan.tracing.queries.limits import limit_lines
from lachan.tracing.rules.limits import BOUNDS
from lachan.tracing.rules.words import LIMITS
from lachan.tracing.terms import LimitName, Permission
from lachan.tracing.views.shared import require_read


@require_http_methods(["GET", "POST"])
def limits_page(request: Request) -> HttpResponse:
    """Every number with its source and the days on which it holds; set its next value."""
    require_read(request)
    may_set = request.actor.may(Permission.SET_LIMITS, paths.join(settings.PROVINCE))
    if request.method == "POST" and not may_set:
        raise Refused(_("You may not set the times and numbers of tracing."))
    today = day_of(request.now)
    typed = request.POST if request.method == "POST" else None
    form = LimitForm(typed, words=LIMITS, bounds=BOUNDS, today=today)
    if request.method == "POST" and form.is_valid() and _is_set(request, form):
        messages.success(request, _("The new value was saved."))
        return redirect("tracing:limits")
    context = {
        "lines": [
            {"told": line, "words": LIMITS[LimitName(line.row.name)]} for line in limit_lines(today)
        ],
        "form": form,
        "may_set": may_set,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "tracing/limits.html", context, status=status)


def _is_set(request: Request, form: LimitForm) -> bool:
    values = form.cleaned_data
    try:
        set_limit(
            request.actor,
            LimitName(values["name"]),
            values["value"],
            values["valid_from"],
            values["source"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True
