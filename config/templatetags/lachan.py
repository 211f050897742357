"""Template filters and tags that every page may use without loading them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.html import conditional_escape, format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def may(actor: Any, permission: str) -> bool:
    """Whether the actor holds a permission anywhere: shows a door, never opens it."""
    return bool(actor) and actor.may_somewhere(permission)


@register.filter
def may_in_territory(actor: Any, permission: str) -> bool:
    """Whether the actor holds a permission at any unit: shows what begins a row that lies there."""
    return bool(actor) and actor.may_in_territory(permission)


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


@register.simple_tag(takes_context=True)
def cell(context: dict[str, Any], column: Any, row: Any) -> str:
    """One cell of a list: drawn by the column's template, or its value, possibly as a link."""
    value = column.value(row)
    if column.template:
        # Without the request: its context processors would ask for the shell once a cell.
        drawn: str = render_to_string(
            column.template, {"row": row, "value": value, "now": context.get("now")}
        )
        return drawn
    shown = _shown(value) or "–"
    if column.link is not None:
        return format_html('<a href="{}">{}</a>', column.link(row), shown)
    return conditional_escape(shown)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return formats.date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return grouped(value)
    return str(value)
