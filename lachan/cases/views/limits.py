"""Durations and definitions of cases: what holds, held and will hold; setting the next value."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from lachan.cases.actions.limits import NUMBERS
from lachan.cases.queries.definitions import definitions, definitions_on
from lachan.cases.rules.words import CLASSIFICATIONS
from lachan.cases.views.listing import require_read
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.limit_page import numbers_page


@require_http_methods(["GET", "POST"])
def limits_page(request: Request) -> HttpResponse:
    """Every number with its source and the days on which it holds; set its next value."""
    require_read(request)
    holding = definitions_on(day_of(request.now))
    told = [
        {"told": row, "words": CLASSIFICATIONS[row.classification], "holds": row in holding}
        for row in definitions()
    ]
    return numbers_page(request, NUMBERS, "cases", {"definitions": told})
