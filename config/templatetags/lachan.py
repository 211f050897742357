"""Template filters and tags that every page may use without loading them."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import QueryDict

register = template.Library()


@register.filter
def may(actor: Any, permission: str) -> bool:
    """Whether the actor holds a permission anywhere: shows a door, never opens it."""
    return bool(actor) and actor.may_somewhere(permission)


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some values changed; None or "" takes one away."""
    query: QueryDict = context["request"].GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.filter
def grouped(number: int | None) -> str:
    """A whole number with Vietnamese thousands: 1.204; an unknown one is a dash."""
    return "–" if number is None else f"{number:,}".replace(",", ".")
