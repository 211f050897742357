"""The page of a domain's numbers: what holds, what held, what will hold; setting the next value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limit_form import LimitForm
from lachan.core.limit_setting import Numbers, set_number
from lachan.core.refused import Refused


def numbers_page(
    request: Request, numbers: Numbers, domain: str, beside: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Answer GET and POST of `<domain>:limits` with `<domain>/limits.html`.

    `beside` is what else the page shows. Whoever calls has seen to it that the
    reader may look at the domain.
    """
    may_set = numbers.may_set(request.actor)
    if request.method == "POST" and not may_set:
        raise Refused(str(numbers.forbidden))
    today = day_of(request.now)
    typed = request.POST if request.method == "POST" else None
    form = LimitForm(typed, words=numbers.words, bounds=numbers.bounds, today=today)
    if request.method == "POST" and form.is_valid() and _is_set(request, numbers, form):
        messages.success(request, _("The new value was saved."))
        return redirect(f"{domain}:limits")
    context = {
        **(beside or {}),
        "lines": [
            {"told": line, "words": numbers.words[numbers.rows.names(line.row.name)]}
            for line in numbers.rows.lines(today)
        ],
        "form": form,
        "may_set": may_set,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"{domain}/limits.html", context, status=status)


def _is_set(request: Request, numbers: Numbers, form: LimitForm) -> bool:
    values = form.cleaned_data
    try:
        set_number(
            numbers,
            request.actor,
            numbers.rows.names(values["name"]),
            values["value"],
            values["valid_from"],
            values["source"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return False
    return True
