"""What the lists of transport share: who may look, searching by POST, names of units."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lachan.core.http import Request
from lachan.core.listing import Listing, respond
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many
from lachan.places.queries.units import unit_names
from lachan.transport.forms.fields import SearchForm
from lachan.transport.terms import Permission

MOST_FOUND = 50


@dataclass(frozen=True)
class Search:
    """What a list can be searched for: the label of the box, an example, and who finds."""

    label: Any
    placeholder: str
    find: Callable[[Any, str], Any]
    page: str


def require_read(request: Request) -> None:
    """Refuse whoever may not look at transport anywhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at transport"))


def require_edit(request: Request) -> None:
    """Refuse whoever may not edit transport anywhere."""
    if not request.actor.may_somewhere(Permission.EDIT):
        raise Refused(_("you may not edit transport"))


def own_unit(request: Request) -> str:
    """The unit at which the person edits."""
    return next(iter(request.actor.paths_for(Permission.EDIT)), "")


def name_units(rows: Iterable[Any]) -> None:
    """Give each row the name of its unit, to be shown."""
    rows = list(rows)
    names = unit_names(row.path for row in rows)
    for row in rows:
        row.unit_name = names.get(row.path, row.path)


def list_page(
    request: Request,
    rows: Any,
    template: str,
    *,
    search: Search,
    context: dict[str, Any] | None = None,
    prepare: Callable[[list[Any]], None] = name_units,
    **listing: Any,
) -> HttpResponse:
    """A list that is filtered by its address and searched by POST.

    `rows` are all rows in sight; `prepare` gives the rows that are shown what their cells need.
    That somebody searched, and how much was shown, is kept; what for is not.
    """
    require_read(request)
    form = SearchForm(request.POST or None, label=search.label, placeholder=search.placeholder)
    is_search = request.method == "POST" and form.is_valid()
    if is_search:
        rows = search.find(request.actor, form.cleaned_data["q"])
    made = Listing(request, rows, **listing)
    if is_search:
        made.per_page = MOST_FOUND
        log_many(request.actor, len(made.page.object_list), search.page, request.now)
    if "export" in request.GET:
        exported = list(made.rows)
        prepare(exported)
        made.rows = _Prepared(exported)  # type: ignore[assignment]
    else:
        shown = list(made.page.object_list)
        prepare(shown)
        made.page.object_list = shown
    return respond(
        request,
        made,
        template,
        {
            "search": form,
            "is_search": is_search,
            "found": made.page.paginator.count if is_search else 0,
            "most": MOST_FOUND,
            **(context or {}),
        },
    )


class _Prepared(list):  # type: ignore[type-arg]
    """Rows that were fetched already, counted as a query would be."""

    def count(self, *_value: Any) -> int:
        return len(self)
