"""Clusters: the list, and one cluster as a transmission tree on a time axis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lachan.cases.queries.cases import case_named
from lachan.core import path as paths
from lachan.core.dates import day_of
from lachan.core.http import Request
from lachan.core.listing import EXPORT_LIMIT, PER_PAGE, Column, Listing, respond
from lachan.core.text import whole_number
from lachan.people.actions.reading import log_reading
from lachan.places.queries.units import unit_names
from lachan.tracing.forms.clusters import ClusterFilter
from lachan.tracing.queries.cluster_list import ClusterSummary, clusters_page
from lachan.tracing.queries.clusters import Chain, chain_of, limits_of_links, members_by_id
from lachan.tracing.queries.meetings import Link, links_in
from lachan.tracing.rules.cluster_words import BASES, DOUBTS
from lachan.tracing.rules.clusters import Limits
from lachan.tracing.rules.transmission_tree import drawing_of, rows_of
from lachan.tracing.views.cluster_words import dress_cases, title_of
from lachan.tracing.views.shared import require_read

ROWS_A_PAGE = 120
COLOURS = 6

COLUMNS = (
    Column(
        "cluster",
        gettext_lazy("Cluster"),
        lambda row: row.title,
        link=lambda row: reverse("tracing:cluster", args=[row.key]),
    ),
    Column("cases", gettext_lazy("Cases"), lambda row: row.cases, order_by="cases", numeric=True),
    Column("first", gettext_lazy("First case"), lambda row: row.first_on, order_by="first_on"),
    Column("last", gettext_lazy("Last case"), lambda row: row.last_on, order_by="last_on"),
    Column(
        "generations",
        gettext_lazy("Generations"),
        lambda row: row.generations,
        order_by="generations",
        numeric=True,
    ),
    Column("communes", gettext_lazy("Communes concerned"), lambda row: row.communes),
    Column(
        "state",
        gettext_lazy("State"),
        lambda row: row.state_words,
        order_by="quiet",
        template="tracing/_cluster_state_cell.html",
    ),
)


class ClusterRows(Sequence[Any]):
    """The clusters asked for, fetched a page at a time: one statement tells the page and the sum.

    `first` is the page of the address; where it lies beyond the last one, the number is asked for.
    """

    def __init__(self, fetch: Callable[[int, int], tuple[list[Any], int]], first: slice) -> None:
        self._fetch = fetch
        self._at = first
        self._rows, self._number = fetch(first.stop - first.start, first.start)
        if not self._number and first.start:
            self._number = fetch(1, 0)[1]

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, at: Any) -> Any:
        """The rows of a slice."""
        if at.start != self._at.start or at.stop > self._at.stop:
            self._at = at
            self._rows, _number = self._fetch(at.stop - at.start, at.start)
        return self._rows[: at.stop - at.start]


class ClusterListing(Listing):
    """A list of what is reckoned by one statement, which orders and cuts it as well."""

    rows: Any

    def __init__(self, request: Request, form: ClusterFilter, *, order: str) -> None:
        self.request = request
        self.title = _("Clusters")
        self.filterset: Any = SimpleNamespace(form=form)
        self.columns = self.all_columns = list(COLUMNS)
        asked = request.GET.get("order") or order
        known = {column.key: column.order_by for column in COLUMNS if column.order_by}
        self.order = asked if asked.lstrip("-") in known else order
        self.per_page = PER_PAGE
        self.column_asked = ("-" if self.order.startswith("-") else "") + known[
            self.order.lstrip("-")
        ]


@require_GET
def clusters(request: Request) -> HttpResponse:
    """Clusters with a case in sight; without names, so that nobody's page is opened."""
    require_read(request)
    today = day_of(request.now)
    limits = limits_of_links(today)
    form = ClusterFilter(request.GET, actor=request.actor)
    numbered: set[int] = set()
    if form.is_valid() and form.cleaned_data["q"]:
        numbered = {row.pk for row in case_named(request.actor, form.cleaned_data["q"])}
    listing = ClusterListing(request, form, order="-last")
    asked = form.asked(numbered, listing.column_asked)

    def fetch(limit: int, offset: int) -> tuple[list[Any], int]:
        found, number = clusters_page(
            request.actor, asked, today, limits, limit=limit, offset=offset
        )
        return _rows(request, found, today, limits), number

    if "export" in request.GET:
        listing.rows = fetch(EXPORT_LIMIT + 1, 0)[0]
    else:
        page = max(whole_number(request.GET.get("page")), 1)
        listing.rows = ClusterRows(fetch, slice((page - 1) * PER_PAGE, page * PER_PAGE))
    return respond(request, listing, "tracing/clusters.html", {"limits": limits})


def _rows(
    request: Request, found: Sequence[ClusterSummary], today: date, limits: Limits
) -> list[Any]:
    """Rows with their titles and communes; a row's key is that of its first case in sight."""
    firsts = dress_cases(request.actor, members_by_id([one.first_id for one in found]))
    names = unit_names(path for one in found for path in one.paths)
    rows = []
    for one in found:
        first = firsts[one.first_id]
        quiet = (today - one.last_on).days
        is_closed = quiet > limits.closing
        rows.append(
            SimpleNamespace(
                key=first.key,
                title=title_of(first),
                cases=one.cases,
                elsewhere=one.elsewhere,
                first_on=one.first_on,
                last_on=one.last_on,
                generations=one.generations,
                communes=", ".join(sorted(names.get(path, path) for path in one.paths)),
                quiet=quiet,
                is_closed=is_closed,
                state_words=_("over, no new case") if is_closed else _("still active"),
            )
        )
    return rows


@require_GET
def cluster(request: Request, key: UUID) -> HttpResponse:
    """The transmission tree of a case's cluster on its time axis, and the same as a table."""
    chain = chain_of(request.actor, key)
    today = day_of(request.now)
    limits = limits_of_links(today)
    page = Paginator(rows_of(chain.seen.members), ROWS_A_PAGE).get_page(request.GET.get("page"))
    members = list(page.object_list)
    wanted = {one.source for one in members} - {one.id for one in members}
    sources = [one for one in chain.seen.members if one.id in wanted]
    dressed = dress_cases(request.actor, [*members, *sources])
    shown = [dressed[one.id] for one in members]
    # A source that stands on another page is named beside its case.
    named = [row.shown.pk for row in dressed.values() if row.name]
    log_reading(request.actor, named, "tracing:cluster", request.now)
    links = {
        link.infected.id: link
        for link in links_in([*members, *sources], chain.whole, limits, request.now)
    }
    by_unit = request.GET.get("colour") == "unit"
    hues, legend = _hues(chain, by_unit=by_unit)
    drawing = drawing_of(members, request.now)
    for member, row in zip(members, shown, strict=True):
        _dress(row, member, chain, links.get(member.id), dressed)
        row.hue = hues.get(member.id, "")
    by_id = {row.pk: row for row in shown}
    context = {
        "chain": chain,
        "first": dress_cases(request.actor, [chain.seen.first])[chain.seen.first.id],
        "key": key,
        "page": page,
        "rows": shown,
        "drawing": drawing,
        "marks": [(mark, by_id[mark.id]) for mark in drawing.marks],
        "lines": [(line, by_id[line.id]) for line in drawing.lines],
        "by_unit": by_unit,
        "legend": legend,
        "quiet": chain.seen.quiet_days(today),
        "is_closed": chain.seen.is_closed(today, limits),
        "limits": limits,
        "doubted": sum(bool(link.doubts) for link in links.values()),
        "unsupported": sum(not link.is_supported for link in links.values()),
        "sought": sum(one.is_source_sought for one in chain.seen.members),
    }
    response = render(request, "tracing/cluster.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


def _dress(
    row: Any, member: Any, chain: Chain, link: Link | None, dressed: Mapping[int, Any]
) -> None:
    """Give a case what the drawing and the table say of it."""
    row.member = member
    row.basis_words = BASES[member.basis]
    level = chain.levels[member.id]
    row.generation = None if level is None else level + 1
    row.link = link
    row.source_row = dressed.get(member.source) if member.source is not None else None
    row.is_source_elsewhere = member.source is not None and row.source_row is None
    row.doubts = [DOUBTS[doubt] for doubt in link.doubts] if link else []
    if link is None:
        row.tone = ""
    elif link.doubts:
        row.tone = "doubt"
    else:
        row.tone = "known" if link.is_supported else "bare"


def _hues(chain: Chain, *, by_unit: bool) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Case -> number of its colour, and the colours in words; the rest has none."""
    members = chain.seen.members
    if by_unit:
        groups: dict[int, Any] = {one.id: one.path for one in members}
        counts = Counter(groups.values())
        order = sorted(counts, key=lambda path: (-counts[path], path))[:COLOURS]
        names = unit_names(order)
        words = [names.get(path, paths.parts(path)[-1]) for path in order]
    else:
        groups = {one.id: chain.levels[one.id] for one in members}
        order = sorted({level for level in groups.values() if level is not None})[:COLOURS]
        words = [_("Generation %(number)d") % {"number": level + 1} for level in order]
    hue = {group: str(number) for number, group in enumerate(order)}
    found = {pk: hue[group] for pk, group in groups.items() if group in hue}
    legend = [(str(number), word) for number, word in enumerate(words)]
    if len(found) < len(members):
        legend.append(("", _("others")))
    return found, legend
