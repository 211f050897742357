"""The line list: filters in its address, search by POST, columns and lists that a user keeps."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lachan.cases.actions.exporting import Wish, export_cases
from lachan.cases.actions.saving import choose_columns, delete_line_list, save_line_list
from lachan.cases.forms.listing import CaseFilter, ExportForm, SaveForm, SearchForm
from lachan.cases.queries import cases as queries
from lachan.cases.queries.figures import figures
from lachan.cases.queries.limits import limit
from lachan.cases.queries.saved import chosen_columns, saved_lists
from lachan.cases.terms import LimitName, Permission
from lachan.cases.views.columns import ALL, FIRST, USUAL, columns_of, dress, masked_value
from lachan.core.dates import VIETNAM, day_of
from lachan.core.http import Request
from lachan.core.listing import XLSX, Listing, respond
from lachan.core.refused import Refused
from lachan.people.actions.reading import log_many, log_reading

MOST_FOUND = 50
CSV = "text/csv; charset=utf-8"
# What a kept list may hold: anything else in the address is of the moment.
KEPT = frozenset({*CaseFilter.base_filters, "order"})


def require_read(request: Request) -> None:
    """Refuse whoever may not look at cases anywhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at cases"))


@require_http_methods(["GET", "POST"])
def line_list(request: Request) -> HttpResponse:
    """Cases in sight, the latest report first; what somebody searches for stands in no address."""
    require_read(request)
    if "export" in request.GET:
        kept = _kept(request.GET)
        return redirect(f"{reverse('cases:export')}?{kept}")
    form = SearchForm(request.POST or None)
    is_search = request.method == "POST" and form.is_valid()
    words = form.cleaned_data["q"] if is_search else ""
    rows = queries.cases_found(request.actor, words) if is_search else queries.cases(request.actor)
    keys = _column_keys(request)
    listing = _listing(request, rows, keys)
    if is_search:
        listing.per_page = MOST_FOUND
        log_many(request.actor, len(listing.page.object_list), "cases:search", request.now)
    shown: list[Any] = list(listing.page.object_list)
    dress(shown)
    listing.page.object_list = shown
    log_reading(request.actor, [row.person_id for row in shown], "cases:list", request.now)
    response = respond(
        request,
        listing,
        "cases/line_list.html",
        {
            "search": form,
            "is_search": is_search,
            "found": listing.page.paginator.count if is_search else 0,
            "most": MOST_FOUND,
            "figures": _figures(request, queries.cases(request.actor)),
            "saved": [
                {"row": row, "url": f"{reverse('cases:line_list')}?{row.query}"}
                for row in saved_lists(request.actor)
            ],
            "save": SaveForm(initial={"query": _kept(request.GET, columns=keys)}),
            "choices": [(column, column.key in keys or column.key == FIRST) for column in ALL],
            "kept": _kept(request.GET, columns=()),
        },
    )
    response["Cache-Control"] = "no-store, private"
    return response


def _listing(request: Request, rows: Any, keys: list[str]) -> Listing:
    return Listing(
        request,
        rows,
        columns=columns_of(keys),
        filters=CaseFilter,
        title=_("Line list"),
        order="-reported",
    )


def _column_keys(request: Request) -> list[str]:
    """Those in the address, else those that the user chose, else the usual ones."""
    asked = [key for key in request.GET.get("columns", "").split(",") if key]
    return asked or chosen_columns(request.actor) or list(USUAL)


def _kept(query: QueryDict, columns: Any = None) -> str:
    """The part of an address that draws the same list again; `columns` in the place of its own."""
    pairs = {key: value for key, value in query.items() if key in KEPT and value}
    if columns is not None:
        pairs.pop("columns", None)
        if columns:
            pairs["columns"] = ",".join(columns)
    return urlencode(pairs)


def _figures(request: Request, rows: Any) -> list[dict[str, Any]]:
    """Each with its numerator and denominator and the address of the list that it counts."""
    hours = limit(LimitName.SOURCE_HOURS, day_of(request.now)).value
    told = {
        "confirmed": (_("Confirmed cases"), "classification=confirmed&episode=new", ""),
        "suspected": (_("Suspected and probable"), "attention=suspected", ""),
        "local": (
            _("Infected in the province"),
            "classification=confirmed&episode=new&origin=local",
            "",
        ),
        "source_overdue": (
            _("Local, source not found after %(hours)d hours") % {"hours": hours},
            "attention=source_overdue",
            "danger",
        ),
        "not_isolated": (_("Open, not isolated"), "attention=not_isolated", "danger"),
        "in_time": (_("Isolated within 24 hours of the report"), "attention=in_time", ""),
        "re_positive": (_("Re-positive, of the recovered"), "episode=re_positive", ""),
    }
    found = []
    for figure in figures(rows, request.now, hours):
        label, query, tone = told[figure.name]
        found.append(
            {
                "label": label,
                "url": f"?{query}",
                "value": figure.numerator,
                "of": figure.denominator,
                "tone": tone if figure.numerator else "",
            }
        )
    return found


@require_POST
def columns(request: Request) -> HttpResponse:
    """Keep the columns that were chosen, and show the same list in them."""
    require_read(request)
    known = {column.key for column in ALL}
    chosen = [key for key in request.POST.getlist("column") if key in known]
    choose_columns(request.actor, chosen)
    return redirect(_back(request))


@require_POST
def save(request: Request) -> HttpResponse:
    """Keep the list under a name."""
    require_read(request)
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the list a name."))
        return redirect("cases:line_list")
    query = _kept(QueryDict(form.cleaned_data["query"]))
    row = save_line_list(request.actor, form.cleaned_data["name"], query, now=request.now)
    messages.success(request, _("The list “%s” was kept.") % row.name)
    return redirect(f"{reverse('cases:line_list')}?{query}")


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    """Forget a kept list."""
    delete_line_list(request.actor, pk)
    messages.success(request, _("The kept list was deleted."))
    return redirect("cases:line_list")


def _back(request: Request) -> str:
    query = _kept(QueryDict(request.POST.get("kept", "")))
    return f"{reverse('cases:line_list')}?{query}" if query else reverse("cases:line_list")


@require_http_methods(["GET", "POST"])
def export(request: Request) -> HttpResponse:
    """The list as a file: for what, masked or in full, for Excel or as text."""
    if not request.actor.may_somewhere(Permission.EXPORT):
        raise Refused(_("you may not export cases"))
    form = ExportForm(request.POST or None)
    rows = queries.cases(request.actor, Permission.EXPORT)
    listing = _listing(request, rows, _column_keys(request))
    if request.method == "POST" and form.is_valid():
        return _file(request, listing, form.cleaned_data)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "count": listing.rows.count(),
        "filters": _filter_words(listing),
        "columns": listing.columns,
        "back": f"{reverse('cases:line_list')}?{_kept(request.GET)}",
    }
    return render(request, "cases/export.html", context, status=status)


def _filter_words(listing: Listing) -> str:
    return "; ".join(f"{badge['label']}: {badge['value']}" for badge in listing.badges)


def _file(request: Request, listing: Listing, values: dict[str, Any]) -> HttpResponse:
    masked = values["in_full"] != "yes"

    def lines(part: list[Any]) -> list[list[Any]]:
        dress(part)
        return [
            [
                masked_value(column, row) if masked else column.value(row)
                for column in listing.columns
            ]
            for row in part
        ]

    made = export_cases(
        request.actor,
        listing.rows,  # type: ignore[arg-type]
        Wish(values["kind"], values["reason"], masked, _filter_words(listing)),
        headings=[str(column.label) for column in listing.columns],
        lines=lines,
        now=request.now,
    )
    response = HttpResponse(made.content, content_type=XLSX if values["kind"] == "xlsx" else CSV)
    name = f"ca-benh-{_stamp(request.now)}.{values['kind']}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def _stamp(now: datetime) -> str:
    return f"{now.astimezone(VIETNAM):%Y%m%d-%H%M}"


@require_POST
def options(request: Request) -> HttpResponse:
    """Suggestions for the box of a source case: number and unit; the name only to who sees it.

    Asked by POST: what somebody types may be a name, which stands in no address and no log.
    """
    require_read(request)
    words = request.POST.get("source_case", "")[:120]
    found = queries.suggestions(request.actor, words)
    rows: list[Any] = [row for _words, row in found]
    dress(rows)
    log_reading(request.actor, [row.person_id for row in rows], "cases:search", request.now)
    return render(request, "cases/_options.html", {"found": found})
