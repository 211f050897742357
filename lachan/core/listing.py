"""The one pattern of a list: search and filters in the address, order, paging, export.

A view makes a `Listing` from rows that were already scoped, and returns `respond(...)`; the
partial `partials/_list.html` draws it. Nothing of a list is kept anywhere but in its address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from lachan.core.dates import VIETNAM
from lachan.core.http import Request
from lachan.core.refused import Refused
from lachan.core.spreadsheet import Value, workbook

PER_PAGE = 50
EXPORT_LIMIT = 50_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: how it is headed, what it holds, and whether the list can be ordered by it.

    `value(row)` is the plain value, for the export and, without `template`, for the page;
    `template` draws the cell with `row` and `value`; `order_by` is a field path, or empty;
    `link(row)` makes the cell a link.
    """

    key: str
    label: Any
    value: Callable[[Any], Value]
    order_by: str = ""
    numeric: bool = False
    template: str = ""
    link: Callable[[Any], str] | None = None
    exported_only: bool = False


class Listing:
    """One list for one request."""

    def __init__(
        self,
        request: Request,
        rows: QuerySet[Any],
        *,
        columns: Sequence[Column],
        filters: type[django_filters.FilterSet],
        title: str,
        order: str,
        per_page: int = PER_PAGE,
    ) -> None:
        """`order` is the key of the column ordered by at first, with `-` for descending."""
        self.request = request
        self.title = title
        self.filterset = filters(request.GET, queryset=rows, request=request)
        self.columns = [column for column in columns if not column.exported_only]
        self.all_columns = list(columns)
        self.order = request.GET.get("order") or order
        self.rows = self._ordered(self.filterset.qs)
        self.per_page = per_page

    def _ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        key = self.order.lstrip("-")
        column = next((c for c in self.all_columns if c.key == key and c.order_by), None)
        if column is None:
            return rows
        term = F(column.order_by)
        # Said only where there can be nulls: an index in plain order serves no other.
        nulls = {"nulls_last": True} if _may_be_null(rows.model, column.order_by) else {}
        falling = self.order.startswith("-")
        return rows.order_by(term.desc(**nulls) if falling else term.asc(**nulls), "pk")

    @property
    def page(self) -> Page[Any]:
        """The page asked for in the address; the nearest one when it does not exist."""
        if not hasattr(self, "_page"):
            self._page = Paginator(self.rows, self.per_page).get_page(self.request.GET.get("page"))
        return self._page

    @property
    def heads(self) -> list[dict[str, Any]]:
        """Column heads with the address part that orders by them."""
        heads = []
        for column in self.columns:
            rising = self.order == column.key
            falling = self.order == f"-{column.key}"
            heads.append(
                {
                    "column": column,
                    "order": f"-{column.key}" if rising else column.key,
                    "direction": "ascending" if rising else "descending" if falling else "none",
                }
            )
        return heads

    @property
    def badges(self) -> list[dict[str, str]]:
        """The filters in force, in words, each with the name to drop from the address."""
        form = self.filterset.form
        if not form.is_valid():
            return []
        badges = []
        for name, value in form.cleaned_data.items():
            if value in (None, "", [], False):
                continue
            field = form.fields[name]
            if field.widget.is_hidden:
                continue
            shown = value
            choices = dict(getattr(field, "choices", []) or [])
            if choices:
                shown = choices.get(str(value), choices.get(value, value))
            elif value is True:
                shown = _("yes")
            elif hasattr(value, "isoformat"):
                shown = formats.date_format(value)
            badges.append({"name": name, "label": str(field.label or name), "value": str(shown)})
        return badges


def _may_be_null(model: type[models.Model], field: str) -> bool:
    """Whether ordering by this name may meet nulls; what is no column of the table itself may."""
    try:
        return bool(model._meta.get_field(field).null)
    except FieldDoesNotExist:
        return True


def respond(
    request: Request, listing: Listing, template: str, context: dict[str, Any] | None = None
) -> HttpResponse:
    """The page of a list, or the same rows as .xlsx when the address says `export=xlsx`."""
    if request.GET.get("export") == "xlsx":
        return _exported(request, listing)
    return render(request, template, {"listing": listing, **(context or {})})


def _exported(request: Request, listing: Listing) -> HttpResponse:
    count = listing.page.paginator.count
    if count > EXPORT_LIMIT:
        raise Refused(
            _("%(count)d rows are too many for one file; narrow the filters") % {"count": count}
        )
    moment = request.now.astimezone(VIETNAM)
    filters = "; ".join(f"{badge['label']}: {badge['value']}" for badge in listing.badges)
    note = " · ".join(
        part
        for part in (
            listing.title,
            f"{moment:%H:%M} {moment:%d/%m/%Y}",
            request.actor.name,
            filters,
        )
        if part
    )
    content = workbook(
        ([column.value(row) for column in listing.all_columns] for row in listing.rows),
        headings=[str(column.label) for column in listing.all_columns],
        title=listing.title,
        note=note,
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{moment:%Y%m%d-%H%M}.xlsx"'
    response["Cache-Control"] = "no-store, private"
    return response
