"""The numbers of this domain: what holds, what held, what will hold; setting the next value."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from lachan.contacts.actions.limits import NUMBERS
from lachan.contacts.views.sight import require_read
from lachan.core.http import Request
from lachan.core.limit_page import numbers_page


@require_http_methods(["GET", "POST"])
def limits_page(request: Request) -> HttpResponse:
    """Every number with its source and the days on which it holds; set its next value."""
    require_read(request)
    return numbers_page(request, NUMBERS, "contacts")
