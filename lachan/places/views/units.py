"""The list of units, one unit, and the search that other forms use too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.core.dates import day_of
from lachan.core.fields import DAY_FORMATS
from lachan.core.http import Request
from lachan.core.listing import Column, Listing, respond
from lachan.core.refused import Refused
from lachan.places import queries
from lachan.places.forms import UnitFilter
from lachan.places.queries.drawing import map_of
from lachan.places.queries.files import found_as_json
from lachan.places.queries.search import home_province, names_above
from lachan.places.queries.units import (
    above,
    bodies_in,
    parts,
    predecessors,
    successors,
    times_of,
)
from lachan.places.rules.amendments import UNCONFIRMED
from lachan.places.rules.tree import FIRST_DAY
from lachan.places.terms import UNIT_LABELS, Permission, UnitKind

MOST_PARTS = 400
MOST_NAMED = 3
_OPTIONS_OF_SEARCH = ("q", "format", "kind", "day", "limit", "value")


def must_read(request: Request) -> None:
    """Places are for those who may read them somewhere."""
    if not request.actor.may_somewhere(Permission.READ):
        raise Refused(_("you may not look at places"))


def _since(unit: Any) -> Any:
    return None if unit.valid_from == FIRST_DAY else unit.valid_from


@require_GET
def units(request: Request) -> HttpResponse:
    """Units of a day; with words to search for, of all times, saying what they are today."""
    must_read(request)
    query = request.GET.copy()
    if "province" not in query and not query.get("q"):
        query["province"] = home_province(request.actor).rstrip("/")
        request.GET = query  # type: ignore[assignment]
    higher: dict[int, str] = {}
    today: dict[int, str] = {}
    columns = (
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: row.full_name,
            order_by="search_text",
            link=lambda row: reverse("places:unit", args=[row.pk]),
        ),
        Column(
            "kind",
            gettext_lazy("Level"),
            lambda row: str(UNIT_LABELS[UnitKind(row.kind)]),
            order_by="kind",
        ),
        Column("within", gettext_lazy("In"), lambda row: higher.get(row.pk, ""), order_by="path"),
        Column("code", gettext_lazy("Code"), lambda row: row.code, order_by="code"),
        Column("since", gettext_lazy("Since"), _since, order_by="valid_from"),
        Column(
            "until",
            gettext_lazy("No more since"),
            lambda row: row.valid_until,
            order_by="valid_until",
        ),
        Column(
            "today",
            gettext_lazy("Is today"),
            lambda row: today.get(row.pk, ""),
            template="places/_today_cell.html",
        ),
        Column("source", gettext_lazy("Source"), lambda row: row.source, exported_only=True),
        Column("path", gettext_lazy("Path"), lambda row: row.path, exported_only=True),
    )
    listing = Listing(
        request,
        queries.units(request.actor),
        columns=columns,
        filters=UnitFilter,
        title=_("Administrative units"),
        order="fit",
    )
    day = listing.filterset.day
    shown = list(listing.rows if request.GET.get("export") == "xlsx" else listing.page.object_list)
    higher |= names_above(shown)
    today |= _todays(shown, day)
    return respond(request, listing, "places/units.html", {"day": day})


def _todays(rows: list[Any], day: Any) -> dict[int, str]:
    """For each row, in words: what it has become by the day, or will become, as far as known."""
    futures = queries.became(rows, queries.EVER)
    words = {}
    for row in rows:
        row.is_there = row.valid_from <= day and (row.valid_until is None or day < row.valid_until)
        found = futures.get(row.pk, [])
        if row.valid_from > day:
            words[row.pk] = _("not yet")
        elif row.is_there and found:
            since = date_format(row.valid_until)
            words[row.pk] = _("from %(day)s: %(names)s") % {"day": since, "names": _names(found)}
        elif not row.is_there:
            words[row.pk] = _names(found) or _("no more")
    return words


def _names(found: list[Any]) -> str:
    """The units that one became; of more than three, two and how many others."""
    names = [
        _("part of %(name)s") % {"name": one.unit.full_name}
        if one.is_partial
        else one.unit.full_name
        for one in found
    ]
    if len(names) > MOST_NAMED:
        names[2:] = [_("%(count)d others") % {"count": len(names) - 2}]
    return ", ".join(names)


def _together(found: list[Any]) -> list[dict[str, Any]]:
    """What a unit became on one day, by one act, in the same way, as one line."""
    lines: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found:
        line = lines.setdefault(
            (one.since, one.is_partial, one.source),
            {"since": one.since, "is_partial": one.is_partial, "source": one.source, "units": []},
        )
        line["units"].append(one.unit)
    return list(lines.values())


@require_GET
def unit(request: Request, pk: int) -> HttpResponse:
    """One unit: what it is, what it was and became, what lies in it, its boundary."""
    row = queries.get_unit(request.actor, pk)
    today = day_of(request.now)
    day = _chosen_day(request) or today
    inside = list(parts(row, day).defer("boundary")[:MOST_PARTS])
    context: dict[str, Any] = {
        "unit": row,
        "kind": UNIT_LABELS[UnitKind(row.kind)],
        "since": _since(row),
        "day": day,
        "exists": row.valid_from <= today and (row.valid_until is None or today < row.valid_until),
        "begins_later": row.valid_from > today,
        "is_unconfirmed": row.source.startswith(UNCONFIRMED),
        "above": above(row, day),
        "futures": _together(queries.became([row], queries.EVER).get(row.pk, [])),
        "successors": successors(row),
        "predecessors": predecessors(row),
        "parts": inside,
        "groups": _groups(inside),
        "bodies": list(bodies_in(row, day)),
        "times": [other for other in times_of(row.path) if other.pk != row.pk],
        "map": map_of(row, day, lambda one: reverse("places:unit", args=[one.pk])),
        "may_amend": request.actor.may(Permission.EDIT, row.path),
        "unconfirmed": UNCONFIRMED,
        "first_day": FIRST_DAY,
    }
    return render(request, "places/unit.html", context)


def _groups(inside: list[Any]) -> list[dict[str, Any]]:
    """The parts by level: districts, communes, hamlets."""
    return [
        {"label": UNIT_LABELS[kind], "kind": kind, "rows": rows}
        for kind in UnitKind
        if (rows := [part for part in inside if part.kind == kind])
    ]


def _chosen_day(request: Request) -> Any:
    words = request.GET.get("day", "")
    try:
        return forms.DateField(required=False, input_formats=DAY_FORMATS).clean(words)
    except forms.ValidationError:
        return None


@require_GET
def search(request: Request) -> HttpResponse:
    """Units and bodies by any name, old or new, with or without diacritics.

    For reuse by any form: `q` are the words; `kind` (repeatable) narrows to province, district,
    commune, hamlet, organisation, or `unit` for the first three; `day` is the day on which the
    reader stands (today); `limit` at most 50. `format` says what comes back:

    - `options`: `<option value="…">label</option>` for a `<datalist>` or `<select>`; `value` is
      the path, or with `value=id` the number of the row, with `value=name` the name, with
      `value=label` the name with the units above, which forms read again. Use:
      `<input list="found" hx-get="{% url 'places:search' %}" hx-vals='{"format": "options"}'
      hx-trigger="input changed delay:200ms" hx-target="#found" name="q"><datalist id="found">`.
      When the input has another name than `q`, its value is taken all the same.
    - `json`: a list as of `lachan places search --json`.
    - otherwise: a part of a page, a list of links.
    """
    must_read(request)
    others = (key for key in request.GET if key not in _OPTIONS_OF_SEARCH)
    words = request.GET.get("q") or request.GET.get(next(others, ""), "")
    kinds = [kind for kind in request.GET.getlist("kind") if kind]
    if "unit" in kinds:
        kinds = [kind for kind in kinds if kind != "unit"] + [
            UnitKind.PROVINCE,
            UnitKind.DISTRICT,
            UnitKind.COMMUNE,
        ]
    limit = request.GET.get("limit", "")
    found = queries.search(
        request.actor,
        words,
        day=_chosen_day(request) or day_of(request.now),
        kinds=kinds,
        limit=min(int(limit), 50) if limit.isdigit() and int(limit) else 20,
    )
    wanted = request.GET.get("format")
    if wanted == "json":
        return JsonResponse([found_as_json(one) for one in found], safe=False)
    template = "places/_options.html" if wanted == "options" else "places/_found.html"
    context = {"found": found, "words": words, "value": request.GET.get("value", "path")}
    return render(request, template, context)
